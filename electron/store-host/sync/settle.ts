import type { OrderView } from '#domain/contract/views'
import { orderProblem, type ProductOrder } from '#domain/core/order'
import { AppError, isErrorCode, type ErrorCode } from '#domain/errors'
import type { WriteTx } from '#db/connection'
import { forgetPayload } from '#db/outbox/decisions'
import { move, type OutboxRow } from '#db/outbox/outbox'
import type { OutboxEvent } from '#db/outbox/states'
import {
  findOperation,
  listOperations,
  noteOrder,
  type OperationRow,
  type OrderNote,
} from '#db/repositories/operations'
import { settleSims } from '#db/repositories/stock'
import { unitOfWork } from '#db/unitOfWork'
import type { CounterBase } from '../counter'

/** What an order's answer means for the outbox, the operation and the SIM: all in one transaction, told afterwards. */

export function orderView(row: OperationRow): OrderView {
  const { id, visitId, msisdn, operations, state, evidence, createdAt, changedAt } = row
  return {
    id,
    visitId,
    msisdn,
    operations,
    state,
    ...(row.orderState && { orderState: row.orderState }),
    ...(row.error && { error: row.error }),
    evidence,
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
  if (event === 'accept' && row.state === 'sent') {
    const known = await counter.store.read((tx) => findOperation(tx, row.id))
    const at = counter.clock.iso()
    if (known?.orderState === order.state) return await counter.store.write((tx) => again(tx, row, { at, nextAt }))
  }
  await settle(counter, row, event, { nextAt, note: noteOf(order) })
}

async function again(tx: WriteTx, row: OutboxRow, times: { at: string; nextAt: string }): Promise<void> {
  await move(tx, row, 'accept', times)
}

export async function rejectOrder(
  counter: CounterBase,
  row: OutboxRow,
  error: unknown,
  event: 'reject' | 'bury',
): Promise<void> {
  await settle(counter, row, event, { nextAt: row.nextAt, note: refusalNote(error) })
}

/** What an order says of itself, with the reason when it came to nothing. */
export function noteOf(order: ProductOrder): OrderNote {
  const note = { orderState: order.state, coreOrderId: order.id }
  if (eventOf(order) !== 'reject') return note
  const code = orderProblem(order) ?? ''
  return { ...note, error: isErrorCode(code) ? code : 'ORDER_FAILED', ...coreCodeOf(code) }
}

function refusalNote(error: unknown): OrderNote {
  if (!(error instanceof AppError)) return { error: 'INTERNAL' }
  const { code, ...errorParams } = error.params
  return { error: error.code, errorParams, ...coreCodeOf(String(code ?? '')) }
}

/** Its form is that of a code: the texts of a core may hold anything. */
function coreCodeOf(code: string): { coreCode?: string } {
  return /^[A-Z][A-Z0-9_]{0,39}$/.test(code) ? { coreCode: code } : {}
}

interface Settlement {
  nextAt: string
  note: OrderNote
}

const journal = { accept: 'orderSent', complete: 'orderDone', reject: 'orderRejected', bury: 'orderDead' } as const

async function settle(
  counter: CounterBase,
  row: OutboxRow,
  event: keyof typeof journal,
  { nextAt, note }: Settlement,
): Promise<void> {
  const at = counter.clock.iso()
  const facts = factsOf(row, note)
  const audit = { actor: 'counter', event: journal[event], subject: row.id, facts }
  const operation = await unitOfWork(counter.store, { clock: counter.clock, audit }, async (tx) => {
    const moved = await move(tx, row, event, { at, nextAt, ...(note.error && { lastError: note.error }) })
    const noted = await noteOrder(tx, moved, { ...note, at })
    if (event === 'complete') await settleSims(tx, row.id, 'use')
    // A dead row may have been applied: its SIM stays claimed until a person has looked.
    if (event === 'reject') await settleSims(tx, row.id, 'release')
    const ended = event === 'complete' || event === 'reject'
    if (ended && noted?.evidence) await forgetPayload(tx, row.id)
    return noted
  })
  counter.log('info', 'order.settled', { ref: row.id, event, ...facts })
  if (event === 'complete' || event === 'reject') refreshVisits(counter, row, event, operation)
  await publishOrder(counter, row.id)
}

function factsOf(row: OutboxRow, { orderState, error }: { orderState?: ProductOrder['state']; error?: ErrorCode }) {
  return { attempts: row.attempts, ...(orderState && { state: orderState }), ...(error && { code: error }) }
}

export function eventOf(order: ProductOrder): Extract<OutboxEvent, 'accept' | 'complete' | 'reject'> {
  if (order.state === 'completed') return 'complete'
  return order.state === 'failed' || order.state === 'rejected' || order.state === 'cancelled' ? 'reject' : 'accept'
}

/** What is shown of the customer is asked for anew, and a document that the register has taken over is no longer a renewed one. */
function refreshVisits(
  counter: CounterBase,
  row: OutboxRow,
  event: 'complete' | 'reject',
  operation: OperationRow | undefined,
): void {
  const taken = event === 'complete' && operation?.operations.includes('identityUpdate')
  for (const visit of counter.session.visitsOf(row.aggregate)) {
    // A renewed document shows at every number of the person.
    visit.customers.clear()
    if (taken) delete visit.verification?.renewedDocument
  }
}

/**
 * Tells how these orders stand, as read after the change: reads come one after another, so what is told later, or answered
 * from a read begun later, is never older. What a write has in hand may be overtaken by a read that began before it.
 */
export async function tellOrders({ store, events }: CounterBase, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const rows = await store.read((tx) => listOperations(tx, ids))
  for (const row of rows) events.emit('order', orderView(row))
}

export async function publishOrder(counter: CounterBase, id: string): Promise<void> {
  await tellOrders(counter, [id])
  counter.publishStatus()
}
