import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addTiyn, formatTiyn, tiynFromDecimal, tiynToDecimal, tiynToText } from './money'

const safeTiyn = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER })
const jsonTiyn = fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 })

describe('tiynFromDecimal', () => {
  it.each([
    [0, 0],
    [1234.5, 123450],
    [0.29, 29],
    [1.1, 110],
    [-0.01, -1],
    [4.35, 435],
    [1000, 100000],
    ['1234.50', 123450],
    ['-7.05', -705],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%j is %i tiyn', (value, tiyn) => {
    expect(tiynFromDecimal(value)).toEqual({ ok: true, value: tiyn })
  })

  it.each([-0, '-0', '-0.00'])('knows no negative zero: %j', (value) => {
    expect(tiynFromDecimal(value)).toStrictEqual({ ok: true, value: 0 })
  })

  it.each(['', ' 1', '1,5', '+1', '.5', '1.', '01', '1e3', '1 000', 'NaN', NaN, Infinity, 1e21, 1e-7, '٣', '1.2.3'])(
    '%j is malformed',
    (value) => {
      expect(tiynFromDecimal(value)).toEqual({ ok: false, code: 'MONEY_MALFORMED' })
    },
  )

  it.each([0.001, '1.234', '1.230', 0.1 + 0.2])('%j has too many decimals', (value) => {
    expect(tiynFromDecimal(value)).toEqual({ ok: false, code: 'MONEY_PRECISION' })
  })

  it.each(['90071992547409.92', '-90071992547409.92', '1'.repeat(40), 10_000_000_000_000])(
    '%j is out of range',
    (value) => {
      expect(tiynFromDecimal(value)).toEqual({ ok: false, code: 'MONEY_RANGE' })
    },
  )
})

describe('round trips', () => {
  it('by text, for every safe amount', () => {
    fc.assert(
      fc.property(safeTiyn, (tiyn) => {
        expect(tiynFromDecimal(tiynToText(tiyn))).toEqual({ ok: true, value: tiyn })
      }),
    )
  })

  it('by JSON, whose text is the exact amount', () => {
    fc.assert(
      fc.property(jsonTiyn, (tiyn) => {
        const json = JSON.stringify(tiynToDecimal(tiyn))
        expect(json).toBe(tiynToText(tiyn).replace(/\.?0+$/, ''))
        expect(tiynFromDecimal(JSON.parse(json) as number)).toEqual({ ok: true, value: tiyn })
      }),
      { examples: [[999_999_999_999_999], [-999_999_999_999_999], [100], [1010], [0]] },
    )
  })

  it('refuses a JSON number that would not be exact', () => {
    expect(() => tiynToDecimal(1_000_000_000_000_000)).toThrow(RangeError)
  })
})

describe('written money', () => {
  it.each([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [123450, '1234.50'],
  ])('%i is %s', (tiyn, text) => {
    expect(tiynToText(tiyn)).toBe(text)
  })

  it.each([
    [0, '0,00'],
    [-5, '−0,05'],
    [99999, '999,99'],
    [123450, '1\u00A0234,50'],
    [-123456789012, '−1\u00A0234\u00A0567\u00A0890,12'],
  ])('%i is shown as %s', (tiyn, text) => {
    expect(formatTiyn(tiyn)).toBe(text)
  })

  it('takes other signs', () => {
    expect(formatTiyn(-123450, { minus: '-', group: ' ' })).toBe('-1 234,50')
    expect(formatTiyn(123450, { group: '' })).toBe('1234,50')
  })

  it.each([0.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN])('throws for %d, which is no amount', (tiyn) => {
    expect(() => tiynToText(tiyn)).toThrow(RangeError)
    expect(() => formatTiyn(tiyn)).toThrow(RangeError)
  })
})

describe('addTiyn', () => {
  it('adds exactly or throws', () => {
    expect(addTiyn(10, -3)).toBe(7)
    expect(() => addTiyn(Number.MAX_SAFE_INTEGER, 1)).toThrow(RangeError)
    expect(() => addTiyn(0.1, 0.2)).toThrow(RangeError)
  })
})
