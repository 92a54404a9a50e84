import { createHash } from 'node:crypto'
import type { UsageRow } from '#domain/usage'

/**
 * One row as text, for the fingerprint of a report: JSON without blanks, keys in the order below, absent ones left out,
 * `at` as it came. The fingerprint is the SHA-256 of all lines in order, UTF-8, each ended by LF.
 */
export function canonicalUsageLine(row: UsageRow): string {
  // Put together by hand, as JSON.stringify takes as long as drawing the row; a spec holds the two against each other.
  let line = `{"id":${quoted(row.id)},"at":${quoted(row.at)},"type":"${row.type}"`
  if (row.direction !== undefined) line += `,"direction":"${row.direction}"`
  if (row.otherNumber !== undefined) line += `,"otherNumber":${quoted(row.otherNumber)}`
  if (row.otherName !== undefined) line += `,"otherName":${quoted(row.otherName)}`
  if (row.durationSeconds !== undefined) line += `,"durationSeconds":${row.durationSeconds}`
  if (row.volumeBytes !== undefined) line += `,"volumeBytes":${row.volumeBytes}`
  if (row.country !== undefined) line += `,"country":${quoted(row.country)}`
  if (row.network !== undefined) line += `,"network":${quoted(row.network)}`
  if (row.roaming !== undefined) line += `,"roaming":${row.roaming}`
  if (row.chargedFrom !== undefined) line += `,"chargedFrom":"${row.chargedFrom}"`
  if (row.note !== undefined) line += `,"note":${quoted(row.note)}`
  return `${line},"amountTiyn":${row.amountTiyn}}`
}

/** The fingerprint while the rows go by. */
export class RowsHash {
  readonly #hash = createHash('sha256')
  #lines = ''

  add(row: UsageRow): void {
    this.#lines += `${canonicalUsageLine(row)}\n`
    if (this.#lines.length > 32_000) this.#flush()
  }

  /** Lower-case hexadecimal; once. */
  digest(): string {
    this.#flush()
    return this.#hash.digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#lines)
    this.#lines = ''
  }
}

const asItIs = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function quoted(text: string): string {
  return asItIs.test(text) ? `"${text}"` : JSON.stringify(text)
}
