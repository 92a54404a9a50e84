import type { OrderLine } from '#domain/core/order'
import type { ReadTx, WriteTx } from '../connection'
import { attentionStates } from '../outbox/states'

/** Papers that orders have paid for: ids and ordered periods (UTC, half open), nothing of the customer. An order without a product, filed on evidence, prints none. */
export async function addPapers(
  tx: WriteTx,
  lines: readonly OrderLine[],
  { orderId, productId }: { orderId: string; productId: string | null },
): Promise<void> {
  for (const line of lines) {
    if (line.operation !== 'detailization' || productId === null) continue
    await tx('paid_paper').insert({ orderId, productId, fromAt: line.from, toAt: line.to })
  }
}

/** The latest order for just this paper that the core has not refused, while the paper has not been handed out. */
export async function findPaidPaper(
  tx: ReadTx,
  { productId, fromAt, toAt }: { productId: string; fromAt: string; toAt: string },
): Promise<{ orderId: string; orderedAt: string } | undefined> {
  return await tx('paid_paper')
    .join('outbox', 'outbox.id', 'paid_paper.order_id')
    .where({ productId, fromAt, toAt, handedOutAt: null })
    .whereNotIn('outbox.state', attentionStates)
    .orderBy('outbox.seq', 'desc')
    .first('paid_paper.order_id', { orderedAt: 'outbox.created_at' })
}

/** Answers false when it was handed out before, or is not known. */
export async function handOutPaper(tx: WriteTx, orderId: string, at: string): Promise<boolean> {
  const changed: number = await tx('paid_paper').where({ orderId, handedOutAt: null }).update({ handedOutAt: at })
  return changed > 0
}
