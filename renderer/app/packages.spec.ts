import { describe, expect, it } from 'vitest'
import en from '../i18n/en'
import kk from '../i18n/kk'
import ru from '../i18n/ru'
import { packageText, type UnitTexts } from './packages'

function textsOf(locale: string, { units }: typeof kk): UnitTexts {
  const { decimal, megabyte, gigabyte } = units
  return { locale, decimal, megabyte, gigabyte, word: (unit, form) => units[unit][form] }
}
const russian = textsOf('ru', ru)

/** With plain spaces, for reading. */
function shown(amount: number, units: string, texts = russian): string {
  return packageText(amount, units, texts).replaceAll('\u00A0', ' ')
}

describe('what is left of a package', () => {
  it.each([
    [1, '1 секунда'],
    [2, '2 секунды'],
    [11, '11 секунд'],
    [21, '21 секунда'],
    [583, '9 минут 43 секунды'],
    [3600, '60 минут'],
    [1261, '21 минута 1 секунда'],
  ])('%d seconds in Russian: %s', (amount, text) => {
    expect(shown(amount, 'second')).toBe(text)
  })

  it.each([
    [0, '0 МБ'],
    [512.5, '512,5 МБ'],
    [1024, '1 ГБ'],
    [15_913, '15,54 ГБ'],
  ])('%d megabytes in Russian: %s', (amount, text) => {
    expect(shown(amount, 'megabyte')).toBe(text)
  })

  it('uses the forms of each language', () => {
    expect([1, 3, 5].map((amount) => shown(amount, 'piece'))).toEqual(['1 штука', '3 штуки', '5 штук'])
    expect([1, 5].map((amount) => shown(amount, 'piece', textsOf('en', en)))).toEqual(['1 piece', '5 pieces'])
    expect(shown(583, 'second', textsOf('kk', kk))).toBe('9 минут 43 секунд')
    expect(shown(15_913, 'megabyte', textsOf('en', en))).toBe('15.54 GB')
  })

  it('leaves a unit it does not know as the core wrote it', () => {
    expect(shown(7, 'KZT')).toBe('7 KZT')
  })
})
