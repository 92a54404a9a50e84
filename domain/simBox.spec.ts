import { describe, expect, it } from 'vitest'
import { luhnDigit } from './iccid'
import { mostInBox, readBox } from './simBox'

function card(number: number, prefix = '8999701', length = 19): string {
  const body = prefix + String(number).padStart(length - 1 - prefix.length, '0')
  return `${body}${luhnDigit(body)}`
}

describe('a delivered box', () => {
  it('is known by its first and last card', () => {
    expect(readBox(card(101), card(150))).toEqual({ ok: true, value: { first: card(101), last: card(150), count: 50 } })
    expect(readBox(card(7), card(7))).toMatchObject({ value: { count: 1 } })
    expect(readBox(card(1), card(mostInBox))).toMatchObject({ value: { count: mostInBox } })
    const grouped = card(150, '8999701', 20).replace(/(\d{4})/g, '$1 ')
    expect(readBox(card(101, '8999701', 20), grouped)).toMatchObject({ value: { count: 50 } })
  })

  const misread = card(150).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10))
  it.each([
    ['text instead of a number', 'box', card(150), 'ICCID_MALFORMED', 'first'],
    ['a misread first card', misread, card(150), 'ICCID_CHECK_DIGIT', 'first'],
    ['a misread last card', card(101), misread, 'ICCID_CHECK_DIGIT', 'last'],
    ['a number without its check digit', card(101), card(150).slice(0, -1), 'ICCID_NO_CHECK_DIGIT', 'last'],
    ['another issuer', card(101), card(150, '8999702'), 'BOX_PREFIX', 'last'],
    ['another length', card(101), card(150, '8999701', 20), 'BOX_PREFIX', 'last'],
    ['the cards the wrong way round', card(150), card(101), 'BOX_REVERSED', 'last'],
    ['more than fit into a box', card(1), card(mostInBox + 1), 'BOX_SIZE', 'last'],
  ])('refuses %s', (_what, first, last, code, field) => {
    expect(readBox(first, last)).toMatchObject({ ok: false, code, params: { field } })
  })
})
