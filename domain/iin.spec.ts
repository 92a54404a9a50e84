import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkIin, iinBirthDate, iinCheckDigit } from './iin'

const first11 = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 11 })
const firstRoundSum = (digits: readonly number[]) => digits.reduce((sum, digit, at) => sum + digit * (at + 1), 0) % 11

describe('iinCheckDigit', () => {
  it.each([
    ['90010130000', 7],
    ['79102830272', 8],
    ['81120140118', 8],
    ['97124000131', 5],
  ])('%s in the first round: %i', (digits, check) => {
    expect(iinCheckDigit(digits)).toBe(check)
  })

  it('takes the second round where the first gives 10', () => {
    expect(iinCheckDigit('90010130081')).toBe(1)
  })

  it('has none for a number that cannot be issued', () => {
    expect(iinCheckDigit('90010130080')).toBeUndefined()
  })

  it('refuses anything but 11 digits', () => {
    expect(() => iinCheckDigit('9001013000')).toThrow(RangeError)
    expect(() => iinCheckDigit('9001013000x')).toThrow(RangeError)
  })

  it('notices any one wrong digit among the first ten, within the first round', () => {
    fc.assert(
      fc.property(first11, fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }), (digits, at, step) => {
        const changed = digits.map((digit, index) => (index === at ? (digit + step) % 10 : digit))
        fc.pre(firstRoundSum(digits) !== 10 && firstRoundSum(changed) !== 10)
        expect(iinCheckDigit(changed.join(''))).not.toBe(iinCheckDigit(digits.join('')))
      }),
    )
  })

  it('cannot notice a wrong 11th digit in the first round, as its weight is 11', () => {
    expect(iinCheckDigit('90010130000')).toBe(iinCheckDigit('90010130001'))
  })
})

describe('checkIin', () => {
  it.each([
    '900101300007',
    '900101300811',
    '791028302728',
    ' 900101 300007 ',
    '900101-300-007',
    '９００１０１３００００７',
  ])('accepts %j', (text) => {
    expect(checkIin(text)).toMatchObject({ ok: true })
  })

  it.each(['881204706651', '910723400498', '900101300800', '900101300008'])('refuses the check digit of %s', (text) => {
    expect(checkIin(text)).toEqual({ ok: false, code: 'IIN_CHECK_DIGIT', params: {} })
  })

  it('tells letters from a wrong length', () => {
    expect(checkIin('90010130000O')).toEqual({ ok: false, code: 'IIN_MALFORMED', params: {} })
    expect(checkIin('90010130000')).toEqual({ ok: false, code: 'IIN_LENGTH', params: { length: 11 } })
    expect(checkIin('9001013000077')).toEqual({ ok: false, code: 'IIN_LENGTH', params: { length: 13 } })
    expect(checkIin('')).toEqual({ ok: false, code: 'IIN_LENGTH', params: { length: 0 } })
  })

  it('refuses any wrong last digit', () => {
    fc.assert(
      fc.property(first11, fc.integer({ min: 1, max: 9 }), (digits, step) => {
        const body = digits.join('')
        const check = iinCheckDigit(body)
        fc.pre(check !== undefined)
        expect(checkIin(`${body}${check}`).ok).toBe(true)
        expect(checkIin(`${body}${((check ?? 0) + step) % 10}`).ok).toBe(false)
      }),
    )
  })

  it('is silent where birth date and sex match, or are not known', () => {
    expect(checkIin('900101300007', { birthDate: '1990-01-01', sex: 'M' })).toMatchObject({ ok: true, notices: [] })
    expect(checkIin('900101300007')).toMatchObject({ ok: true, notices: [] })
  })

  it('gives notices, never a refusal, for another birth date or sex', () => {
    expect(checkIin('900101300007', { birthDate: '1990-01-02', sex: 'F' })).toMatchObject({
      ok: true,
      notices: ['IIN_BIRTH_DATE_DIFFERS', 'IIN_SEX_DIFFERS'],
    })
  })

  it.each(['90130130000', '90023030000', '90010100000', '90010190000'])('finds the date in %s unusual', (body) => {
    const check = iinCheckDigit(body)
    expect(checkIin(`${body}${check}`, { birthDate: '1990-01-01' })).toMatchObject({
      ok: true,
      notices: ['IIN_BIRTH_DATE_UNUSUAL'],
    })
  })
})

describe('iinBirthDate', () => {
  it.each([
    ['900101100000', '1890-01-01'],
    ['900101300007', '1990-01-01'],
    ['900101400000', '1990-01-01'],
    ['050315500000', '2005-03-15'],
    ['000229600000', '2000-02-29'],
    ['000229400000', undefined],
    ['900101000000', undefined],
    ['900101700000', undefined],
  ])('%s: %s', (iin, date) => {
    expect(iinBirthDate(iin)).toBe(date)
  })
})
