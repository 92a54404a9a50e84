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
  direction?: 'in' | 'out' | undefined
  otherNumber?: string | undefined
  otherName?: string | undefined
  durationSeconds?: number | undefined
  volumeBytes?: number | undefined
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined
  network?: string | undefined
  roaming?: boolean | undefined
  chargedFrom?: ChargeSource | undefined
  note?: string | undefined
  amountTiyn: number
}

/**
 * The same row with all its fields, absent ones undefined, always in this order: for loops over many rows, as the engine
 * reads a field of objects of one form many times faster than of rows that each have other fields.
 */
export function inOneForm(row: UsageRow): UsageRow {
  return {
    id: row.id,
    at: row.at,
    type: row.type,
    direction: row.direction,
    otherNumber: row.otherNumber,
    otherName: row.otherName,
    durationSeconds: row.durationSeconds,
    volumeBytes: row.volumeBytes,
    country: row.country,
    network: row.network,
    roaming: row.roaming,
    chargedFrom: row.chargedFrom,
    note: row.note,
    amountTiyn: row.amountTiyn,
  }
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
