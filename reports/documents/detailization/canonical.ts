import type { UsageRow } from '#domain/usage'

/**
 * One row as text, for the fingerprint of a report: JSON without blanks, keys in the order below, absent ones left out,
 * `at` as it came. The fingerprint is the SHA-256 of all lines in order, UTF-8, each ended by LF.
 */
export function canonicalUsageLine(row: UsageRow): string {
  return JSON.stringify({
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
  })
}
