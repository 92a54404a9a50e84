import { createHash } from 'node:crypto'
import type { ReadTx, WriteTx } from './connection'

/** What happened, to which id, by whom. Ids, codes and counts only: the journal outlives the customer's data. */
export interface AuditEntry {
  /** Clerk id, or `counter` for what the program did by itself. */
  actor: string
  event: string
  /** Id of the visit, order or device concerned. */
  subject: string
  facts?: Record<string, string | number | boolean>
}

interface AuditRow {
  seq: number
  at: string
  actor: string
  event: string
  subject: string
  /** JSON as it was hashed. */
  facts: string
  prev: string
  hash: string
}

const beginning = '0'.repeat(64)

/** Adds to the hash chain. A trigger refuses every change of an existing row. */
export async function appendAudit(tx: WriteTx, at: string, entry: AuditEntry): Promise<void> {
  const last: AuditRow | undefined = await tx('audit').orderBy('seq', 'desc').first()
  const { actor, event, subject, facts = {} } = entry
  const prev = last?.hash ?? beginning
  const row = { seq: (last?.seq ?? 0) + 1, at, actor, event, subject, facts: JSON.stringify(facts), prev }
  await tx('audit').insert({ ...row, hash: chainHash(row) })
}

/** SHA-256 of the previous hash and the row in a canonical form: a JSON array in the order of the columns. */
function chainHash(row: Omit<AuditRow, 'hash'>): string {
  const canonical = JSON.stringify([row.seq, row.at, row.actor, row.event, row.subject, row.facts])
  return createHash('sha256').update(row.prev).update(canonical).digest('hex')
}

export interface AuditHead {
  rows: number
  head: string
  /** First row that was changed or does not follow the one before it. */
  brokenAt?: number
}

/** Walks the whole chain. Rows cut off at the end show only against a head that the core holds. */
export async function verifyAudit(tx: ReadTx): Promise<AuditHead> {
  const rows: AuditRow[] = await tx('audit').orderBy('seq')
  let head = beginning
  for (const [index, row] of rows.entries()) {
    const follows = row.seq === index + 1 && row.prev === head
    if (!follows || row.hash !== chainHash(row)) return { rows: rows.length, head, brokenAt: row.seq }
    head = row.hash
  }
  return { rows: rows.length, head }
}
