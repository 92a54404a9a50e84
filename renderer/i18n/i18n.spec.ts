import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { errorCodes } from '#domain/errors'
import { keymap } from '../keyboard/keymap'
import en from './en'
import kk from './kk'
import ru from './ru'

const languages = { ru, kk, en }

function leaves(value: object, path = ''): [string, string][] {
  return Object.entries(value).flatMap(([key, inner]): [string, string][] =>
    typeof inner === 'string' ? [[path + key, inner]] : leaves(inner as object, `${path}${key}.`),
  )
}

function placeholders(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort()
}

const base = new Map(leaves(ru))

describe.each(Object.entries(languages))('texts: %s', (language, messages) => {
  const texts = new Map(leaves(messages))

  it('has a text for every error', () => {
    expect(errorCodes.filter((code) => !messages.errors[code])).toEqual([])
    expect(Object.keys(messages.errors).sort()).toEqual([...errorCodes].sort())
  })

  it('has the keys of the base language and no others', () => {
    expect([...texts.keys()].sort()).toEqual([...base.keys()].sort())
  })

  it('has the values of the base language in every text', () => {
    const differing = [...texts].filter(
      ([key, text]) => String(placeholders(text)) !== String(placeholders(base.get(key) ?? '')),
    )
    expect(differing).toEqual([])
  })

  it('is never empty but where there is nothing to do', () => {
    expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([
      'verifyResults.matched.next',
    ])
  })

  it('can be shown as it is written', () => {
    const { t } = createI18n({ legacy: false, locale: language, messages: languages }).global
    const values = Object.fromEntries([...texts.values()].flatMap(placeholders).map((name) => [name.slice(1, -1), 'X']))
    const wrong = [...texts].filter(([key, text]) => t(key, values) !== text.replace(/\{\w+\}/g, 'X'))
    expect(wrong).toEqual([])
  })

  it('explains every key of the keyboard', () => {
    expect(keymap.map(({ id }) => id).filter((id) => !messages.keys[id])).toEqual([])
  })
})

describe('Kazakh', () => {
  it('is not a copy of Russian, but for words that both have', () => {
    const copied = leaves(kk).filter(([key, text]) => /[а-я]{4}/i.test(text) && base.get(key) === text)
    expect(new Set(copied.map(([, text]) => text))).toEqual(
      new Set(['SIM-карта', 'Тариф', 'Операция', 'секунд', 'минут', 'Принтер']),
    )
  })
})
