import { utcMs } from '#domain/period'
import type { UsageRow } from '#domain/usage'
import { ReportError } from '../../errors'

/**
 * Refuses what cannot be a report: rows out of the order (`at`, `id`), repeated, outside the period, or with an amount
 * that is not a whole tiyn. Rows are counted from 1.
 */
export class RowGuard {
  readonly #from: string
  readonly #to: string
  #row = 0
  #lastAt = ''
  #lastId = ''

  constructor(periodFrom: string, periodTo: string) {
    this.#from = comparable(periodFrom)
    this.#to = comparable(periodTo)
  }

  check(row: UsageRow): void {
    this.#row++
    const at = millis.test(row.at) ? row.at : this.#comparableOr(row.at)
    if (at < this.#from || at >= this.#to) throw this.#refused('period')
    if (at < this.#lastAt) throw this.#refused('time')
    if (at === this.#lastAt && row.id <= this.#lastId) throw this.#refused('id')
    if (!Number.isSafeInteger(row.amountTiyn)) {
      throw new ReportError('REPORT_TOTALS_DIFFER', { field: 'amountTiyn', row: this.#row })
    }
    this.#lastAt = at
    this.#lastId = row.id
  }

  #comparableOr(at: string): string {
    try {
      return comparable(at)
    } catch (cause) {
      throw this.#refused('period', cause)
    }
  }

  #refused(reason: string, cause?: unknown): ReportError {
    return new ReportError('REPORT_ROWS_OUT_OF_ORDER', { row: this.#row, reason }, { cause })
  }
}

/** The form in which times come from the store and the core. */
const millis = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** UTC as text that sorts by time. */
function comparable(utc: string): string {
  return new Date(utcMs(utc)).toISOString()
}
