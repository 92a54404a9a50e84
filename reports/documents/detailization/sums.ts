import { usageTypes, type UsageRow, type UsageType } from '#domain/usage'
import { addExact, formatDuration, formatVolume } from '../../kit/totals'

export interface TypeSum {
  type: UsageType
  rows: number
  durationSeconds: number
  volumeBytes: number
  tiyn: number
}

/** Sums of a report as its rows go by. Exact: throws RangeError where an integer would no longer be. */
export class Sums {
  rows = 0
  readonly #byType = new Map<UsageType, TypeSum>()

  add(row: UsageRow): void {
    let sum = this.#byType.get(row.type)
    if (!sum) {
      sum = { type: row.type, rows: 0, durationSeconds: 0, volumeBytes: 0, tiyn: 0 }
      this.#byType.set(row.type, sum)
    }
    this.rows++
    sum.rows++
    if (row.volumeBytes !== undefined) sum.volumeBytes = addExact(sum.volumeBytes, row.volumeBytes)
    else sum.durationSeconds = addExact(sum.durationSeconds, row.durationSeconds ?? 0)
    sum.tiyn = addExact(sum.tiyn, row.amountTiyn)
  }

  /** Types that occurred, in their fixed order, without top-ups. */
  charged(): TypeSum[] {
    return usageTypes.flatMap((type) => {
      const sum = type === 'topup' ? undefined : this.#byType.get(type)
      return sum ? [sum] : []
    })
  }

  get topUpRows(): number {
    return this.#byType.get('topup')?.rows ?? 0
  }

  get topUpsTiyn(): number {
    return 0 - (this.#byType.get('topup')?.tiyn ?? 0)
  }

  get totalTiyn(): number {
    return this.charged().reduce((sum, { tiyn }) => addExact(sum, tiyn), 0)
  }
}

export function sumText({ durationSeconds, volumeBytes }: TypeSum): string {
  const duration = durationSeconds > 0 ? formatDuration(durationSeconds) : ''
  const volume = volumeBytes > 0 ? formatVolume(volumeBytes) : ''
  return [duration, volume].filter(Boolean).join(' · ')
}
