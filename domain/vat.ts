import type { LocalDate } from './calendar'

/** One rate of the reference data: in force from its local date until before the next one's. */
export interface VatRate {
  from: LocalDate
  percent: number
}

/** The rate in force on a local date; undefined before the first one. `rates` in the order of `from`. */
export function vatRateOn(rates: readonly VatRate[], date: LocalDate): VatRate | undefined {
  return rates.findLast(({ from }) => from <= date)
}

/**
 * The VAT contained in an amount that includes it, in tiyn: amount * percent / (100 + percent), rounded half up by size, so
 * that a return takes back exactly what the charge held. Exact for any safe integer and up to four decimals of a percent.
 */
export function vatIncluded(tiyn: number, percent: number): number {
  const scaled = Math.round(percent * 10_000)
  if (!Number.isSafeInteger(tiyn) || !(scaled >= 0)) throw new RangeError('not an amount with a rate')
  const divisor = BigInt(1_000_000 + scaled)
  const twice = BigInt(Math.abs(tiyn)) * BigInt(scaled) * 2n
  const vat = Number((twice + divisor) / (divisor * 2n))
  return tiyn < 0 && vat !== 0 ? -vat : vat
}
