import { createHash } from 'node:crypto'
import { AppError, type ErrorCode } from '#domain/errors'
import type { ReadTx, WriteTx } from '../connection'
import { afterEvent, attentionStates, blockingStates, unsentStates, type OutboxEvent, type OutboxState } from './states'

export interface OutboxRow {
  seq: number
  /** Made at the key press; the idempotency key at the core. */
  id: string
  /** First in, first out within it: the MSISDN. */
  aggregate: string
  kind: 'order'
  /** JSON as it will be sent, frozen when it was enqueued; null some time after the row has ended. */
  payload: string | null
  payloadHash: string
  schemaVersion: number
  /** Version of the business row it was made from. */
  baseVersion: number
  state: OutboxState
  /** Times it was claimed: above 1 an earlier outcome may be unknown. */
  attempts: number
  nextAt: string
  leaseUntil: string | null
  lastError: ErrorCode | null
  /** When, by whom and why a person has decided on a rejected or dead row: it needs no more attention and holds nobody up. */
  settledAt: string | null
  settledBy: string | null
  settleReason: string | null
  createdAt: string
  changedAt: string
}

export interface NewOutboxRow {
  id: string
  aggregate: string
  kind: 'order'
  payload: object
  schemaVersion: number
  baseVersion: number
  at: string
}

export async function enqueue(tx: WriteTx, row: NewOutboxRow): Promise<void> {
  const { at, ...rest } = row
  const payload = JSON.stringify(row.payload)
  const times = { nextAt: at, createdAt: at, changedAt: at }
  await tx('outbox').insert({ ...rest, payload, payloadHash: sha256(payload), state: 'pending', ...times })
}

/** The payload to send. Throws INTERNAL when it is not what was enqueued. */
export function frozenPayload(row: OutboxRow): unknown {
  if (row.payload === null || sha256(row.payload) !== row.payloadHash)
    throw new AppError('INTERNAL', { outbox: 'payload' })
  return JSON.parse(row.payload)
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export interface Claim {
  now: string
  leaseUntil: string
  limit: number
}

/** Claims the due head of each number's queue: numbers go in parallel, rows of one number one after the other. */
export async function claimDue(tx: WriteTx, { now, leaseUntil, limit }: Claim): Promise<OutboxRow[]> {
  const due = heads(tx)
    .select('head.seq')
    .where('head.next_at', '<=', now)
    .orderBy(['head.next_at', 'head.seq'])
    .limit(limit)
  const state = afterEvent('pending', 'claim')
  const attempts = tx.raw('attempts + 1')
  const claimed: OutboxRow[] = await tx('outbox')
    .whereIn('seq', due)
    .update({ state, attempts, leaseUntil, changedAt: now })
    .returning('*')
  return claimed.sort((a, b) => a.seq - b.seq)
}

/** Written out: an index of some rows only is used where SQLite sees its condition in the statement. */
const stateIn = (states: readonly OutboxState[]) => `state IN (${states.map((state) => `'${state}'`).join(', ')})`
const isOpen = `${stateIn(blockingStates)} AND settled_at IS NULL`

/** Waiting rows with nothing of their number before them. Asked row by row, so that few are looked at however many wait. */
function heads(tx: ReadTx) {
  return tx('outbox AS head')
    .where('head.state', 'pending')
    .whereRaw(
      `NOT EXISTS (SELECT 1 FROM outbox WHERE ${isOpen} AND outbox.aggregate = head.aggregate AND outbox.seq < head.seq)`,
    )
}

/** Orders at the core whose end is still open and whose turn to be asked for has come. */
export async function listDueSent(tx: ReadTx, now: string, limit: number): Promise<OutboxRow[]> {
  return await tx('outbox').where({ state: 'sent' }).where('next_at', '<=', now).orderBy('next_at').limit(limit)
}

export interface Senders {
  /** At start, when no other sender can be running. */
  all?: boolean
  /** What is under way here: a clock that jumps ahead ends no lease of it. */
  own?: ReadonlySet<string>
}

/** Rows of a sender that is gone. */
export async function returnExpired(tx: WriteTx, now: string, { all = false, own }: Senders = {}): Promise<number> {
  const rows: OutboxRow[] = await tx('outbox').where({ state: 'sending' })
  const ended = ({ leaseUntil }: OutboxRow) => leaseUntil !== null && leaseUntil <= now
  const expired = rows.filter((row) => all || (ended(row) && !own?.has(row.id)))
  for (const row of expired) await move(tx, row, 'return', { nextAt: now, at: now })
  return expired.length
}

export interface Move {
  at: string
  nextAt?: string
  attempts?: number
  leaseUntil?: string
  lastError?: ErrorCode
}

/** One step of the state machine. Throws INTERNAL when the row is not in a state that allows it. */
export async function move(tx: WriteTx, row: OutboxRow, event: OutboxEvent, change: Move): Promise<OutboxRow> {
  const state = afterEvent(row.state, event)
  if (!state) throw new AppError('INTERNAL', { outbox: row.state, event })
  const { at, leaseUntil = null, ...rest } = change
  const values = { ...rest, state, leaseUntil, changedAt: at }
  const changed: number = await tx('outbox').where({ seq: row.seq, state: row.state }).update(values)
  if (changed !== 1) throw new AppError('INTERNAL', { outbox: 'moved', event })
  return { ...row, ...values }
}

export async function findOutboxRow(tx: ReadTx, id: string): Promise<OutboxRow | undefined> {
  return await tx('outbox').where({ id }).first()
}

/** Has the next question about these orders come now, where they are sent; answers whether one of them was. */
export async function hurrySent(tx: WriteTx, ids: readonly string[], now: string): Promise<boolean> {
  if (ids.length === 0) return false
  const changed: number = await tx('outbox')
    .where({ state: 'sent' })
    .whereRaw('id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)])
    .update({ nextAt: now, changedAt: now })
  return changed > 0
}

/** When, later than `now`, something becomes due; undefined when nothing does. What is due by `now` was offered by a claim at `now`. */
export async function nextDue(tx: ReadTx, now: string): Promise<string | undefined> {
  const head: { at: string } | undefined = await heads(tx)
    .where('head.next_at', '>', now)
    .orderBy('head.next_at')
    .first('head.next_at AS at')
  const [sent]: { at: string | null }[] = await tx('outbox')
    .where({ state: 'sent' })
    .where('next_at', '>', now)
    .select(tx.raw('min(next_at) AS at'))
  const [lease]: { at: string | null }[] = await tx('outbox')
    .where({ state: 'sending' })
    .where('lease_until', '>', now)
    .select(tx.raw('min(lease_until) AS at'))
  return [head?.at, sent?.at, lease?.at].filter((at) => typeof at === 'string').sort()[0]
}

export interface OutboxCounts {
  /** Not yet at the core for certain. */
  unsent: number
  /** At the core, not yet ended. */
  open: number
  /** A person must look. */
  attention: number
}

/** Each half by an index: rows that have ended grow without end, and their payloads lie between those that count. */
const countStates = `SELECT state, count(*) AS rows FROM outbox WHERE ${stateIn([...unsentStates, 'sent'])} GROUP BY state
  UNION ALL
  SELECT state, count(*) AS rows FROM outbox WHERE ${stateIn(attentionStates)} AND settled_at IS NULL GROUP BY state`

export async function countOutbox(tx: ReadTx): Promise<OutboxCounts> {
  const rows: { state: OutboxState; rows: number }[] = await tx.raw(countStates)
  const sum = (states: readonly OutboxState[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((total, row) => total + row.rows, 0)
  return { unsent: sum(unsentStates), open: sum(['sent']), attention: sum(attentionStates) }
}

/** Thirty days after the end a row keeps its id and hash only. */
export async function forgetPayloads(tx: WriteTx, endedBefore: string): Promise<number> {
  return await tx('outbox')
    .where((ended) => ended.whereIn('state', ['done', 'rejected']).orWhereNotNull('settled_at'))
    .whereNotNull('payload')
    .where('changed_at', '<', endedBefore)
    .update({ payload: null })
}

/** What was written, or hurried, later than `now` waits by a clock that has been put back since: for days, maybe. Its turn is now. */
export async function hurryStranded(tx: WriteTx, now: string): Promise<void> {
  const stranded = tx('outbox').whereIn('state', ['pending', 'sent']).where('changed_at', '>', now)
  await stranded.where('next_at', '>', now).update({ nextAt: now, changedAt: now })
}

/** The core answers again or the program began anew: nobody waits longer than until `nextAt`. */
export async function hurryAll(tx: WriteTx, { now, nextAt }: { now: string; nextAt: string }): Promise<void> {
  const waiting = tx('outbox').whereIn('state', ['pending', 'sent'])
  await waiting.where('next_at', '>', nextAt).update({ nextAt, changedAt: now })
}
