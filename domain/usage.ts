export const usageTypes = ['voice', 'sms', 'mms', 'data', 'ussd', 'service', 'fee', 'topup', 'correction'] as const
export type UsageType = (typeof usageTypes)[number]
export const chargeSources = ['balance', 'package', 'bonus'] as const
export type ChargeSource = (typeof chargeSources)[number]

/** One row of the detailization. `amountTiyn`: positive = charged, negative = returned, or paid in for `topup`. */
export interface UsageRow {
  id: string
  /** Start, UTC, RFC 3339. */
  at: string
  type: UsageType
  direction?: 'in' | 'out'
  otherNumber?: string
  otherName?: string
  durationSeconds?: number
  volumeBytes?: number
  /** ISO 3166-1 alpha-2. */
  country?: string
  network?: string
  roaming?: boolean
  chargedFrom?: ChargeSource
  note?: string
  amountTiyn: number
}

export interface UsageTotals {
  rows: number
  /** All rows except top-ups. */
  totalTiyn: number
  /** Sum paid in, positive. */
  topUpsTiyn: number
}

export function addToTotals(totals: UsageTotals, row: Pick<UsageRow, 'type' | 'amountTiyn'>): UsageTotals {
  const isTopUp = row.type === 'topup'
  return {
    rows: totals.rows + 1,
    totalTiyn: totals.totalTiyn + (isTopUp ? 0 : row.amountTiyn),
    topUpsTiyn: totals.topUpsTiyn - (isTopUp ? row.amountTiyn : 0),
  }
}
