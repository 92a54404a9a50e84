import type { CountedCard } from '#domain/recount'
import { AppError } from '#domain/errors'
import type { ReadTx, WriteTx } from '../connection'

export interface Recount {
  id: string
  startedBy: string
  startedAt: string
}

/** The one under way. */
export async function findOpenRecount(tx: ReadTx): Promise<Recount | undefined> {
  return await tx('recount').whereNull('outcome').first('id', 'started_by', 'started_at')
}

export async function beginRecount(tx: WriteTx, recount: Recount): Promise<void> {
  await tx('recount').insert({ ...recount })
}

/** Answers false for a card that was counted before. */
export async function addCard(tx: WriteTx, recountId: string, card: CountedCard, countedAt: string): Promise<boolean> {
  const { iccid, expected } = card
  const known: unknown = await tx('recount_card').where({ recountId, iccid }).first()
  if (known !== undefined) return false
  await tx('recount_card').insert({ recountId, iccid, expected: expected ? 1 : 0, countedAt })
  return true
}

export async function listCards(tx: ReadTx, recountId: string): Promise<CountedCard[]> {
  const rows: { iccid: string; expected: number }[] = await tx('recount_card')
    .where({ recountId })
    .orderBy(['counted_at', 'iccid'])
  return rows.map(({ iccid, expected }) => ({ iccid, expected: expected === 1 }))
}

/** Throws RECOUNT_UNKNOWN unless it is under way. */
export async function endRecount(
  tx: WriteTx,
  id: string,
  end: { outcome: 'closed' | 'dropped'; endedBy: string; endedAt: string },
): Promise<void> {
  const ended: number = await tx('recount').where({ id }).whereNull('outcome').update(end)
  if (ended === 0) throw new AppError('RECOUNT_UNKNOWN')
}
