import type { UsageRow } from '#domain/usage'
import { ReportError } from '../../errors'

/**
 * Refuses what cannot be a report: rows out of the order (`at`, `id`), repeated, outside the period, or with an amount
 * that is not a whole tiyn. Rows are counted from 1.
 */
export class RowGuard {
  readonly #from: number
  readonly #to: number
  #row = 0
  #lastAt = -Infinity
  #lastId = ''

  constructor(periodFrom: string, periodTo: string) {
    this.#from = Date.parse(periodFrom)
    this.#to = Date.parse(periodTo)
  }

  check(row: UsageRow): void {
    const at = Date.parse(row.at)
    this.#row++
    if (!(at >= this.#from && at < this.#to)) throw this.#refused('period')
    if (at < this.#lastAt) throw this.#refused('time')
    if (at === this.#lastAt && row.id <= this.#lastId) throw this.#refused('id')
    if (!Number.isSafeInteger(row.amountTiyn)) {
      throw new ReportError('REPORT_TOTALS_DIFFER', { field: 'amountTiyn', row: this.#row })
    }
    this.#lastAt = at
    this.#lastId = row.id
  }

  #refused(reason: string): ReportError {
    return new ReportError('REPORT_ROWS_OUT_OF_ORDER', { row: this.#row, reason })
  }
}
