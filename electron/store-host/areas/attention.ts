import type { AttentionItem } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import { reviveRow } from '#db/outbox/decisions'
import { findOperation, listWaiting, type OperationRow } from '#db/repositories/operations'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { orderView, publishOrder } from '../sync/settle'
import { decide } from './placing'
import { clerkName } from './signin'

export function attentionArea(counter: Counter): Pick<StoreApi, 'attention' | 'retryOrder' | 'withdrawOrder'> {
  const { store, clock } = counter

  return {
    async attention() {
      const rows = await store.read(listWaiting)
      return await Promise.all(rows.map((row) => attentionItem(counter, row)))
    },

    async retryOrder({ id, clerkId }) {
      const audit = { actor: clerkId, event: 'orderRetried', subject: id }
      const row = await unitOfWork(store, { clock, audit }, async (tx) => {
        await reviveRow(tx, id, clock.iso())
        return await findOperation(tx, id)
      })
      if (!row) throw new AppError('ORDER_UNKNOWN')
      counter.sender.wake()
      await publishOrder(counter, id)
      return orderView(row)
    },

    async withdrawOrder({ id, clerkId, reason }) {
      // The reason is what a person wrote: it stays with the order and out of the journal.
      const audit = { actor: clerkId, event: 'orderWithdrawn', subject: id }
      const decision = { by: clerkId, reason, at: clock.iso() }
      await unitOfWork(store, { clock, audit }, (tx) => decide(tx, id, decision))
      counter.sender.wake()
      await publishOrder(counter, id)
    },
  }
}

async function attentionItem(counter: Counter, row: OperationRow): Promise<AttentionItem> {
  const { clerkId, coreCode, error, errorParams: params } = row
  return {
    order: orderView(row),
    clerkName: (await clerkName(counter, clerkId)) ?? clerkId,
    coreCode: coreCode ?? error ?? 'ORDER_FAILED',
    params,
    choices: choicesOf(row),
  }
}

/** What the core has refused it would refuse again; a detailization is begun anew in a visit, not corrected. */
function choicesOf({ state, operations }: OperationRow): AttentionItem['choices'] {
  const correctable = operations.some((operation) => operation === 'unblock' || operation === 'simReissue')
  return [...(state === 'dead' ? (['retry'] as const) : []), ...(correctable ? (['correct'] as const) : []), 'withdraw']
}
