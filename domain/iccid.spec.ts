import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeIccid, formatIccid, iccidTail, luhnDigit, parseIccid, type Iccid } from './iccid'

const iccid19 = '8999701000000000015' as Iccid
const iccid20 = '89997010000000000017' as Iccid

describe('luhnDigit', () => {
  it('agrees with the published example of ISO/IEC 7812-1', () => {
    expect(luhnDigit('7992739871')).toBe(3)
  })

  it('refuses what is not digits', () => {
    expect(() => luhnDigit('12a')).toThrow(RangeError)
    expect(() => luhnDigit('')).toThrow(RangeError)
  })

  it('notices any one wrong digit', () => {
    const body = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 19 })
    fc.assert(
      fc.property(body, fc.nat({ max: 17 }), fc.integer({ min: 1, max: 9 }), (digits, at, step) => {
        const changed = digits.map((digit, index) => (index === at ? (digit + step) % 10 : digit))
        expect(luhnDigit(changed.join(''))).not.toBe(luhnDigit(digits.join('')))
      }),
    )
  })
})

describe('parseIccid', () => {
  it.each([
    [iccid19, iccid19],
    [iccid20, iccid20],
    ['8999 7010 0000 0000 015', iccid19],
    ['89997-01000-00000-0015', iccid19],
    ['8999701000000000015F', iccid19],
    ['8999701000000000015f\r\n', iccid19],
  ])('reads %j', (text, value) => {
    expect(parseIccid(text)).toEqual({ ok: true, value })
  })

  it.each([
    ['8999701000000000016', 'ICCID_CHECK_DIGIT'],
    ['89997010000000000018', 'ICCID_CHECK_DIGIT'],
    ['899970100000000001', 'ICCID_NO_CHECK_DIGIT'],
    ['899970100000000001FF', 'ICCID_NO_CHECK_DIGIT'],
    ['89997010000000000', 'ICCID_MALFORMED'],
    ['899970100000000000151', 'ICCID_MALFORMED'],
    ['7999701000000000015', 'ICCID_MALFORMED'],
    ['89997010000000000l5', 'ICCID_MALFORMED'],
    ['', 'ICCID_MALFORMED'],
  ])('refuses %j: %s', (text, code) => {
    expect(parseIccid(text)).toEqual({ ok: false, code })
  })
})

describe('completeIccid', () => {
  it('finds the card in the stock', () => {
    expect(completeIccid('8999 7010 0000 0000 01', [iccid20, iccid19])).toEqual({ ok: true, value: iccid19 })
  })

  it.each([
    ['none in stock', '899970100000000001', []],
    ['another card in stock', '899970100000000002', [iccid19]],
    ['a 20-digit card cut short', '899970100000000000', [iccid20]],
    ['the stock row has a wrong digit', '899970100000000001', ['8999701000000000016']],
    ['not 18 digits', '8999701', [iccid19]],
  ])('does not guess: %s', (_, text, stock) => {
    expect(completeIccid(text, stock)).toEqual({ ok: false, code: 'ICCID_UNKNOWN' })
  })
})

describe('written ICCIDs', () => {
  it('groups by four', () => {
    expect(formatIccid(iccid19)).toBe('8999 7010 0000 0000 015')
    expect(formatIccid(iccid20)).toBe('8999 7010 0000 0000 0017')
  })

  it('gives the last four', () => {
    expect(iccidTail(iccid19)).toBe('0015')
  })
})
