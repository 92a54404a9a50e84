import { addMonths } from '#domain/calendar'
import { localDateOf, makeLocalClock } from '#domain/period'
import { inOneForm, usageTypes, type UsageRow, type UsageType } from '#domain/usage'
import { vatRateOn, type VatRate } from '#domain/vat'
import { ReportError } from '../../errors'
import { addExact } from '../../kit/totals'
import type { DetailizationHead } from './model'
import { RowGuard } from './rowGuard'

interface Amounts {
  rows: number
  durationSeconds: number
  volumeBytes: number
  tiyn: number
}

export interface TypeSum extends Amounts {
  type: UsageType
}

/** `tiyn`: charged, without top-ups; `durationSeconds` of calls, `volumeBytes` of sessions. Rows without top-ups. */
export interface MonthSum extends Amounts {
  /** Local, YYYY-MM. */
  month: string
  /** Paid in, positive. */
  topUpsTiyn: number
  /** With top-ups: as many as are printed of this month. */
  allRows: number
}

export interface CountrySum extends Amounts {
  /** ISO 3166-1 alpha-2, or `''`. */
  country: string
}

export interface NamedSum {
  /** As the core wrote it; `''` where it wrote none. */
  name: string
  rows: number
  tiyn: number
}

export interface VatSum extends VatRate {
  /** Charged at this rate, VAT included. */
  tiyn: number
}

/** Everything the paper says about its rows as a whole. Integers only; each list adds up to the same totals. */
export interface DetailizationSummary {
  rows: number
  /** All rows except top-ups. */
  totalTiyn: number
  /** Sum paid in, positive. */
  topUpsTiyn: number
  topUpRows: number
  /** Types that occurred, in their fixed order, without top-ups. */
  types: TypeSum[]
  /** Every month of the period, also those without rows. */
  months: MonthSum[]
  roaming: CountrySum[]
  /** Fees, services and corrections by name, the largest first. */
  fees: NamedSum[]
  /** By the name of the way of payment, the largest first; positive. */
  topUps: NamedSum[]
  /** Names beyond {@link maxNames}, together. */
  otherFees: NamedSum | null
  otherTopUps: NamedSum | null
  vat: VatSum[]
}

/** What decides into which month and rate a row falls. */
export type SumsHead = Pick<DetailizationHead, 'periodFrom' | 'periodTo' | 'timeZone' | 'vat'>

/** So many names have a line of their own, so that neither memory nor paper grows with the rows. */
export const maxNames = 40

/** Sums of a report as its rows go by. Exact: throws RangeError where an integer would no longer be. */
export class Sums {
  rows = 0
  totalTiyn = 0
  topUpsTiyn = 0
  topUpRows = 0
  readonly #vatRates: readonly VatRate[]
  readonly #types = new Map<UsageType, TypeSum>()
  readonly #months: Map<string, MonthSum>
  readonly #roaming = new Map<string, CountrySum>()
  readonly #fees = new Names()
  readonly #topUps = new Names()
  readonly #vat = new Map<string, VatSum>()
  #date = ''
  #month: MonthSum | undefined
  #rate: VatSum | undefined

  constructor(head: SumsHead) {
    this.#vatRates = [...head.vat].sort((a, b) => (a.from < b.from ? -1 : 1))
    this.#months = new Map(monthsOf(head).map((month) => [month, { month, ...none(), topUpsTiyn: 0, allRows: 0 }]))
  }

  /** @param date local, DD.MM.YYYY. @throws ReportError REPORT_VAT_UNKNOWN */
  add(row: UsageRow, date: string): void {
    if (date !== this.#date) this.#turnTo(date)
    this.rows++
    if (this.#month) this.#month.allRows++
    if (row.type === 'topup') return this.#addTopUp(row)
    this.totalTiyn = addExact(this.totalTiyn, row.amountTiyn)
    addTo(this.#typeSum(row.type), row)
    if (this.#month) this.#addToMonth(this.#month, row)
    this.#addVat(row)
    if (row.roaming) addTo(this.#countrySum(row.country ?? ''), row)
    if (row.type === 'fee' || row.type === 'service' || row.type === 'correction') {
      this.#fees.add(row.otherName ?? row.note ?? '', row.amountTiyn)
    }
  }

  /** @throws ReportError REPORT_TOTALS_DIFFER when the lists do not add up to the totals */
  result(): DetailizationSummary {
    const summary: DetailizationSummary = {
      rows: this.rows,
      totalTiyn: this.totalTiyn,
      topUpsTiyn: this.topUpsTiyn,
      topUpRows: this.topUpRows,
      types: usageTypes.flatMap((type) => this.#types.get(type) ?? []).map((sum) => ({ ...sum })),
      months: [...this.#months.values()].map((sum) => ({ ...sum })),
      roaming: [...this.#roaming.values()].map((sum) => ({ ...sum })).sort((a, b) => (a.country < b.country ? -1 : 1)),
      fees: this.#fees.sorted(),
      otherFees: this.#fees.rest(),
      topUps: this.#topUps.sorted(),
      otherTopUps: this.#topUps.rest(),
      vat: this.#vatRates.flatMap(({ from }) => this.#vat.get(from) ?? []).map((sum) => ({ ...sum })),
    }
    requireAddsUp(summary)
    return summary
  }

  #turnTo(date: string): void {
    this.#date = date
    const day = `${date.slice(6)}-${date.slice(3, 5)}-${date.slice(0, 2)}`
    this.#month = this.#months.get(day.slice(0, 7))
    const rate = vatRateOn(this.#vatRates, day)
    if (rate === undefined) {
      this.#rate = undefined
      return
    }
    this.#rate = this.#vat.get(rate.from)
    if (!this.#rate) this.#vat.set(rate.from, (this.#rate = { ...rate, tiyn: 0 }))
  }

  #addTopUp(row: UsageRow): void {
    const paidIn = 0 - row.amountTiyn
    this.topUpRows++
    this.topUpsTiyn = addExact(this.topUpsTiyn, paidIn)
    if (this.#month) this.#month.topUpsTiyn = addExact(this.#month.topUpsTiyn, paidIn)
    this.#topUps.add(row.otherName ?? row.note ?? '', paidIn)
  }

  #addToMonth(month: MonthSum, row: UsageRow): void {
    month.rows++
    month.tiyn = addExact(month.tiyn, row.amountTiyn)
    if (row.volumeBytes !== undefined) month.volumeBytes = addExact(month.volumeBytes, row.volumeBytes)
    else if (row.type === 'voice') month.durationSeconds = addExact(month.durationSeconds, row.durationSeconds ?? 0)
  }

  #addVat(row: UsageRow): void {
    if (this.#rate) this.#rate.tiyn = addExact(this.#rate.tiyn, row.amountTiyn)
    else if (row.amountTiyn !== 0) throw new ReportError('REPORT_VAT_UNKNOWN', { row: this.rows, date: this.#date })
  }

  #typeSum(type: UsageType): TypeSum {
    let sum = this.#types.get(type)
    if (!sum) this.#types.set(type, (sum = { type, ...none() }))
    return sum
  }

  #countrySum(country: string): CountrySum {
    let sum = this.#roaming.get(country)
    if (!sum) this.#roaming.set(country, (sum = { country, ...none() }))
    return sum
  }
}

/**
 * The first pass: what the paper will say before its rows are written.
 * @throws ReportError REPORT_ROWS_OUT_OF_ORDER {row}, REPORT_VAT_UNKNOWN
 */
export async function sumUp(
  head: SumsHead,
  batches: AsyncIterable<UsageRow[]>,
  each?: (row: UsageRow) => void,
): Promise<DetailizationSummary> {
  const clock = makeLocalClock(head.timeZone)
  const guard = new RowGuard(head.periodFrom, head.periodTo)
  const sums = new Sums(head)
  for await (const batch of batches) {
    for (const mixed of batch) {
      const row = inOneForm(mixed)
      guard.check(row)
      sums.add(row, clock(row.at).date)
      each?.(row)
    }
  }
  return sums.result()
}

/** Sums by name. The first names to occur have a sum of their own, later ones are taken together. */
class Names {
  readonly #sums = new Map<string, NamedSum>()
  #rest: NamedSum | undefined

  add(name: string, tiyn: number): void {
    let sum = this.#sums.get(name)
    if (!sum && this.#sums.size < maxNames) this.#sums.set(name, (sum = { name, rows: 0, tiyn: 0 }))
    sum ??= this.#rest ??= { name: '', rows: 0, tiyn: 0 }
    sum.rows++
    sum.tiyn = addExact(sum.tiyn, tiyn)
  }

  sorted(): NamedSum[] {
    const sums = [...this.#sums.values()].map((sum) => ({ ...sum }))
    return sums.sort((a, b) => Math.abs(b.tiyn) - Math.abs(a.tiyn) || (a.name < b.name ? -1 : 1))
  }

  rest(): NamedSum | null {
    return this.#rest ? { ...this.#rest } : null
  }
}

function none(): Amounts {
  return { rows: 0, durationSeconds: 0, volumeBytes: 0, tiyn: 0 }
}

/** A session counts by its volume, anything else by its duration: the subtotals add up what the rows show. */
function addTo(sum: Amounts, row: UsageRow): void {
  sum.rows++
  sum.tiyn = addExact(sum.tiyn, row.amountTiyn)
  if (row.volumeBytes !== undefined) sum.volumeBytes = addExact(sum.volumeBytes, row.volumeBytes)
  else sum.durationSeconds = addExact(sum.durationSeconds, row.durationSeconds ?? 0)
}

/** Local months from the first to the last moment of the period, YYYY-MM. */
function monthsOf({ periodFrom, periodTo, timeZone }: SumsHead): string[] {
  const last = localDateOf(new Date(Date.parse(periodTo) - 1).toISOString(), timeZone).slice(0, 7)
  const months: string[] = []
  let month = localDateOf(periodFrom, timeZone).slice(0, 7)
  while (month <= last) {
    months.push(month)
    month = addMonths(`${month}-01`, 1).slice(0, 7)
  }
  return months
}

function requireAddsUp({ types, months, vat, topUps, otherTopUps, ...totals }: DetailizationSummary): void {
  const paidIn = [...topUps, otherTopUps ?? { tiyn: 0 }]
  const sums: [field: string, expected: number, found: number][] = [
    ['types', totals.totalTiyn, sumOf(types)],
    ['months', totals.totalTiyn, sumOf(months)],
    ['vat', totals.totalTiyn, sumOf(vat)],
    ['topUps', totals.topUpsTiyn, sumOf(paidIn)],
    ['rows', totals.rows, months.reduce((sum, { allRows }) => sum + allRows, 0)],
  ]
  for (const [field, expected, found] of sums) {
    if (expected !== found) throw new ReportError('REPORT_TOTALS_DIFFER', { field, expected, found })
  }
}

export function sumOf(parts: readonly { tiyn: number }[]): number {
  return parts.reduce((sum, { tiyn }) => addExact(sum, tiyn), 0)
}

/** Where two summaries differ first, as `months.3.tiyn`; undefined when they are the same. */
export function firstDifference(expected: unknown, found: unknown, path = ''): string | undefined {
  if (typeof expected !== 'object' || typeof found !== 'object' || expected === null || found === null) {
    return Object.is(expected, found) ? undefined : path
  }
  const names = new Set([...Object.keys(expected), ...Object.keys(found)])
  for (const name of names) {
    const [left, right] = [(expected as Record<string, unknown>)[name], (found as Record<string, unknown>)[name]]
    const different = firstDifference(left, right, path === '' ? name : `${path}.${name}`)
    if (different !== undefined) return different
  }
  return undefined
}
