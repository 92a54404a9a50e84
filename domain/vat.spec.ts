import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { vatIncluded, vatRateOn } from './vat'

const rates = [
  { from: '2009-01-01', percent: 12 },
  { from: '2026-01-01', percent: 16 },
]

describe('vatRateOn', () => {
  it.each([
    ['2008-12-31', undefined],
    ['2009-01-01', 12],
    ['2025-12-31', 12],
    ['2026-01-01', 16],
    ['2030-06-01', 16],
  ])('%s -> %s %%', (date, percent) => expect(vatRateOn(rates, date)?.percent).toBe(percent))
})

describe('vatIncluded', () => {
  it.each([
    [11_200, 12, 1_200],
    [11_600, 16, 1_600],
    // 14 * 12 / 112 is exactly 1.5, 29 * 16 / 116 exactly 4: halves go up, whole numbers stay.
    [14, 12, 2],
    [-14, 12, -2],
    [29, 16, 4],
    [4, 12, 0],
    [5, 12, 1],
    [0, 16, 0],
    [1_000_000_000_000, 16, 137_931_034_483],
    [Number.MAX_SAFE_INTEGER, 12, 965_057_063_007_963],
    [1_000, 0, 0],
    [11_250, 12.5, 1_250],
  ])('%i tiyn with %d %% hold %i', (tiyn, percent, vat) => expect(vatIncluded(tiyn, percent)).toBe(vat))

  it('is within half a tiyn of the true value, and the same for a return', () => {
    const rate = fc.constantFrom(5, 8, 12, 16)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), rate, (tiyn, percent) => {
        const vat = vatIncluded(tiyn, percent)
        // In whole numbers: 2 * (vat * (100 + p) - tiyn * p) lies between -(100 + p) and +(100 + p).
        const off = 2n * (BigInt(vat) * BigInt(100 + percent) - BigInt(tiyn) * BigInt(percent))
        expect(off > -BigInt(100 + percent) && off <= BigInt(100 + percent)).toBe(true)
        expect(vatIncluded(0 - tiyn, percent)).toBe(0 - vat)
      }),
    )
  })

  it('refuses what is not an amount', () => {
    expect(() => vatIncluded(0.5, 12)).toThrow(RangeError)
    expect(() => vatIncluded(1, -1)).toThrow(RangeError)
  })
})
