import { AppError } from '#domain/errors'
import type { ReadTx, WriteTx } from '../connection'
import { findOutboxRow, move, sha256, type OutboxRow } from './outbox'
import { attentionStates, type OutboxState } from './states'

/** What a person decides on rows that were refused or given up. Nothing is deleted. */

/** The row, if it still waits for a decision. Throws ORDER_UNKNOWN or ORDER_NOT_WAITING. */
export async function requireWaiting(tx: ReadTx, id: string): Promise<OutboxRow> {
  const row = await findOutboxRow(tx, id)
  if (!row) throw new AppError('ORDER_UNKNOWN')
  if (!attentionStates.includes(row.state) || row.settledAt !== null) throw new AppError('ORDER_NOT_WAITING')
  return row
}

export interface Decision {
  by: string
  reason: string
  at: string
}

/** Takes a row off the list; a dead one no longer holds up its number. Throws ORDER_UNKNOWN or ORDER_NOT_WAITING. */
export async function settleRow(tx: WriteTx, id: string, { by, reason, at }: Decision): Promise<OutboxRow> {
  const row = await requireWaiting(tx, id)
  const decision = { settledAt: at, settledBy: by, settleReason: reason }
  await tx('outbox').where({ seq: row.seq }).update(decision)
  return { ...row, ...decision }
}

/** A dead row goes back to its place. As it was claimed before, the core is asked for it first. */
export async function reviveRow(tx: WriteTx, id: string, at: string): Promise<OutboxRow> {
  const row = await requireWaiting(tx, id)
  if (row.state !== 'dead') throw new AppError('ORDER_NOT_WAITING')
  await tx('operation').where({ id }).update({ error: null, coreCode: null, errorParams: null })
  return await move(tx, row, 'revive', { at, nextAt: at })
}

/** Leaves the hash of a row that has ended, for payloads that hold what was presented at the counter. */
export async function forgetPayload(tx: WriteTx, id: string): Promise<void> {
  await tx('outbox').where({ id }).whereNotNull('payload').update({ payload: null })
}

/** An order that the core has and this store has lost: known again, and never to be sent from here. */
export async function insertKnown(
  tx: WriteTx,
  row: { id: string; aggregate: string; state: Extract<OutboxState, 'sent' | 'done' | 'rejected'>; at: string },
): Promise<void> {
  const { at, ...rest } = row
  const times = { nextAt: at, createdAt: at, changedAt: at }
  const frozen = { payload: null, payloadHash: sha256(row.id), schemaVersion: 1, baseVersion: 1 }
  await tx('outbox').insert({ ...rest, kind: 'order', ...frozen, attempts: 1, ...times })
}

export async function listPending(tx: ReadTx): Promise<OutboxRow[]> {
  return await tx('outbox').where({ state: 'pending' }).orderBy('seq')
}
