import type { ReadTx, WriteTx } from '../connection'

export type EndReason = 'finished' | 'expired' | 'locked'

export interface Visit {
  id: string
  clerkId: string
  /** Gone when the visit has ended: its orders keep what they need. */
  msisdn: string | null
  /** Null when the visit began with the document or without the core. */
  productId: string | null
  openedAt: string
  endedAt: string | null
  endReason: EndReason | null
}

export async function findVisit(tx: ReadTx, id: string): Promise<Visit | undefined> {
  return await tx('visit').where({ id }).first()
}

export async function listOpenVisits(tx: ReadTx): Promise<Visit[]> {
  return await tx('visit').whereNull('ended_at').orderBy('opened_at')
}

export async function addVisit(
  tx: WriteTx,
  visit: Pick<Visit, 'id' | 'clerkId' | 'msisdn' | 'productId' | 'openedAt'>,
): Promise<void> {
  await tx('visit').insert(visit)
}

/** A visit that has nothing to keep open: its one operation was filed and it is over. */
export async function addShortVisit(tx: WriteTx, visit: { id: string; clerkId: string; at: string }): Promise<void> {
  const { id, clerkId, at } = visit
  await addVisit(tx, { id, clerkId, msisdn: null, productId: null, openedAt: at })
  await closeVisit(tx, id, 'finished', at)
}

export async function closeVisit(tx: WriteTx, id: string, reason: EndReason, at: string): Promise<void> {
  await tx('visit')
    .where({ id })
    .whereNull('ended_at')
    .update({ msisdn: null, endedAt: at, endReason: reason, rowVersion: tx.raw('row_version + 1') })
}
