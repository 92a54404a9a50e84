import type { OrderView } from '#domain/contract/views'
import { orderProblem, type ProductOrder } from '#domain/core/order'
import { isErrorCode, type ErrorCode } from '#domain/errors'
import { move, type OutboxRow } from '#db/outbox/outbox'
import type { OutboxEvent } from '#db/outbox/states'
import { findOperation, noteOrder, type OperationRow } from '#db/repositories/operations'
import { settleSims } from '#db/repositories/stock'
import { unitOfWork } from '#db/unitOfWork'
import type { CounterBase } from '../counter'

/** What an order's answer means for the outbox, the operation and the SIM: all in one transaction, told afterwards. */

export function orderView(row: OperationRow): OrderView {
  const { id, visitId, msisdn, operations, state, createdAt, changedAt } = row
  return {
    id,
    visitId,
    msisdn,
    operations,
    state,
    ...(row.orderState && { orderState: row.orderState }),
    ...(row.error && { error: row.error }),
    createdAt,
    changedAt,
  }
}

export async function applyOrder(
  counter: CounterBase,
  row: OutboxRow,
  order: ProductOrder,
  nextAt: string,
): Promise<void> {
  const event = eventOf(order)
  const known = await counter.store.read((tx) => findOperation(tx, row.id))
  const at = counter.clock.iso()
  if (event === 'accept' && row.state === 'sent' && known?.orderState === order.state) {
    await counter.store.write((tx) => move(tx, row, 'accept', { at, nextAt }))
    return
  }
  const error = event === 'reject' ? problemOf(order) : undefined
  await settle(counter, row, event, {
    nextAt,
    ...(error && { error }),
    order: { orderState: order.state, coreOrderId: order.id },
  })
}

export async function rejectOrder(
  counter: CounterBase,
  row: OutboxRow,
  error: ErrorCode,
  event: 'reject' | 'bury',
): Promise<void> {
  await settle(counter, row, event, { nextAt: row.nextAt, error, order: {} })
}

interface Settlement {
  nextAt: string
  error?: ErrorCode
  order: { orderState?: ProductOrder['state']; coreOrderId?: string }
}

const journal = { accept: 'orderSent', complete: 'orderDone', reject: 'orderRejected', bury: 'orderDead' } as const

async function settle(
  counter: CounterBase,
  row: OutboxRow,
  event: keyof typeof journal,
  to: Settlement,
): Promise<void> {
  const at = counter.clock.iso()
  const { nextAt, error, order } = to
  const facts = {
    attempts: row.attempts,
    ...(order.orderState && { state: order.orderState }),
    ...(error && { code: error }),
  }
  const audit = { actor: 'counter', event: journal[event], subject: row.id, facts }
  await unitOfWork(counter.store, { clock: counter.clock, audit }, async (tx) => {
    await move(tx, row, event, { at, nextAt, ...(error && { lastError: error }) })
    await noteOrder(tx, row.id, { ...order, ...(error && { error }), at })
    if (event === 'complete') await settleSims(tx, row.id, 'used')
    // A dead row may have been applied: its SIM stays claimed until a person has looked.
    if (event === 'reject') await settleSims(tx, row.id, 'leased')
  })
  counter.log('info', 'order.settled', { ref: row.id, event, ...facts })
  if (event === 'complete' || event === 'reject') await refreshVisits(counter, row, event)
  await publishOrder(counter, row.id)
}

function eventOf(order: ProductOrder): Extract<OutboxEvent, 'accept' | 'complete' | 'reject'> {
  if (order.state === 'completed') return 'complete'
  return order.state === 'failed' || order.state === 'rejected' || order.state === 'cancelled' ? 'reject' : 'accept'
}

function problemOf(order: ProductOrder): ErrorCode {
  const code = orderProblem(order) ?? ''
  return isErrorCode(code) ? code : 'ORDER_FAILED'
}

/** What is shown of the customer is asked for anew, and a document that the register has taken over is no longer a renewed one. */
async function refreshVisits(counter: CounterBase, row: OutboxRow, event: 'complete' | 'reject'): Promise<void> {
  const operation = await counter.store.read((tx) => findOperation(tx, row.id))
  const taken = event === 'complete' && operation?.operations.includes('identityUpdate')
  for (const visit of counter.session.visitsOf(row.aggregate)) {
    delete visit.customer
    if (taken) delete visit.verification?.renewedDocument
  }
}

export async function publishOrder(counter: CounterBase, id: string): Promise<void> {
  const row = await counter.store.read((tx) => findOperation(tx, id))
  if (row) counter.events.emit('order', orderView(row))
  await counter.publishStatus()
}
