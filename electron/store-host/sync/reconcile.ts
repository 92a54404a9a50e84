import { z } from 'zod'
import { readOrderLines, type ProductOrder } from '#domain/core/order'
import { findSetting, removeSetting } from '#db/repositories/settings'
import type { ReadTx, WriteTx } from '#db/connection'
import { insertKnown, listPending } from '#db/outbox/decisions'
import { findOutboxRow, frozenPayload, move, type OutboxRow } from '#db/outbox/outbox'
import { addOperation, msisdnOfProduct, noteOrder } from '#db/repositories/operations'
import { addPapers } from '#db/repositories/papers'
import { feedReadAt } from '#db/repositories/reference'
import { adoptClaim } from '#db/repositories/stock'
import { addShortVisit } from '#db/repositories/visits'
import { restoredSetting } from '#db/recovery'
import { unitOfWork } from '#db/unitOfWork'
import { AppError } from '#domain/errors'
import type { CounterBase } from '../counter'
import { applyOrder, eventOf, noteOf, rejectOrder } from './settle'

/** An order takes its time to arrive, and the core's clock may be put right. */
const marginMs = 2 * 3600 * 1000
/** Long enough to be another store than the one that was last at work here: an image of the disk, a machine from the shelf. */
const awayMs = 7 * 24 * 3600 * 1000
const pageSize = 100

/** Whether the core may know orders of this counter that the store does not: it was restored, or has not met the core for long. */
export async function mustReconcile(tx: ReadTx, now: number): Promise<boolean> {
  const readAt = await feedReadAt(tx)
  if (readAt !== undefined && Math.abs(now - Date.parse(readAt)) > awayMs) return true
  return (await findSetting(tx, restoredSetting)) !== undefined
}

/**
 * Makes the store know again what the core has, before anything is sent from it. Can be broken off at any time and begun
 * anew: the feed, and with it the place to begin, goes on only afterwards. Throws what the core answers.
 */
export async function reconcile(counter: CounterBase, signal: AbortSignal): Promise<void> {
  const orders = await ordersSince(counter, await counter.store.read(feedReadAt), signal)
  let known = 0
  for (const order of orders) known += (await adopt(counter, order)) ? 1 : 0
  const settled = await settlePending(counter, orders, signal)
  const facts = { known, ...settled }
  const audit = { actor: 'counter', event: 'reconciled', subject: 'store', facts }
  await unitOfWork(counter.store, { clock: counter.clock, audit }, (tx) => removeSetting(tx, restoredSetting))
  counter.log('info', 'store.reconciled', facts)
  counter.reconciled()
  counter.publishStatus()
}

/** By the core's own time: what the store lacks was ordered after it had last read the feed. All when it never has. */
async function ordersSince(
  counter: CounterBase,
  since: string | undefined,
  signal: AbortSignal,
): Promise<ProductOrder[]> {
  const from = since !== undefined && { 'orderDate.gte': new Date(Date.parse(since) - marginMs).toISOString() }
  const query = { 'channel.id': counter.device().officeId, ...from, limit: pageSize }
  const orders: ProductOrder[] = []
  for (;;) {
    const page = await counter.core().ask('orders', { query: { ...query, offset: orders.length }, signal })
    orders.push(...page)
    if (page.length < pageSize) return orders
  }
}

/** An order that the store has lost, written down as the core has it. Answers false for one that is here already. */
async function adopt(counter: CounterBase, order: ProductOrder): Promise<boolean> {
  const { externalId: id } = order
  if (await counter.store.read((tx) => findOutboxRow(tx, id))) return false
  const audit = { actor: 'counter', event: 'orderFound', subject: id, facts: { state: order.state } }
  const { store, clock } = counter
  const found = await store.read((tx) => numberOf(tx, order))
  if (found === undefined) {
    counter.log('warn', 'reconcile.noNumber', { ref: id })
    return false
  }
  const visitId = counter.ids.uuid()
  await unitOfWork(store, { clock, audit }, (tx) => insertOrder(tx, { order, visitId, msisdn: found, at: clock.iso() }))
  return true
}

async function numberOf(tx: ReadTx, order: ProductOrder): Promise<string | undefined> {
  const { id, productSerialNumber } = order.productOrderItem[0]?.product ?? {}
  return productSerialNumber ?? (id === undefined ? undefined : await msisdnOfProduct(tx, id))
}

interface Found {
  order: ProductOrder
  visitId: string
  msisdn: string
  at: string
}

async function insertOrder(tx: WriteTx, { order, visitId, msisdn, at }: Found): Promise<void> {
  const { externalId: id } = order
  const clerkId = order.relatedParty.find((party) => party.role === 'clerk')?.id ?? 'unknown'
  const lines = readOrderLines(order)
  const productId = order.productOrderItem[0]?.product.id ?? null
  const evidence = productId === null
  await addShortVisit(tx, { id: visitId, clerkId, at })
  const operations = lines.map((line) => line.operation)
  const common = { id, visitId, clerkId, msisdn, productId, operations, evidence }
  await addOperation(tx, { ...common, requestHash: 'restored', createdAt: order.requestedStartDate })
  const state = ({ accept: 'sent', complete: 'done', reject: 'rejected' } as const)[eventOf(order)]
  await insertKnown(tx, { id, aggregate: msisdn, state, at })
  await noteOrder(tx, { id, state }, { ...noteOf(order), at })
  // Whether its paper was handed out is lost with the store: in doubt nobody pays twice.
  await addPapers(tx, lines, { orderId: id, productId })
  for (const line of lines) {
    if (line.operation === 'simReissue' && state === 'sent') await adoptClaim(tx, line.iccid, id)
  }
}

/** What waited when the backup was taken: at the core by now, left behind by later orders of its number, or still to be sent. */
async function settlePending(counter: CounterBase, orders: readonly ProductOrder[], signal: AbortSignal) {
  const counts = { found: 0, leftBehind: 0, unsent: 0 }
  for (const row of await counter.store.read(listPending)) {
    const query = { externalId: row.id }
    const [order] = await counter.core().ask('orders', { query, correlationId: row.id, signal })
    const intentAt = intentOf(row)
    const numbers = await counter.store.read((tx) => Promise.all(orders.map((one) => numberOf(tx, one))))
    const overtaken = orders.some((one, index) => {
      return numbers[index] === row.aggregate && one.requestedStartDate > intentAt && one.externalId !== row.id
    })
    if (order) {
      counts.found += 1
      await applyOrder(counter, await claimed(counter, row), order, counter.clock.iso())
    } else if (overtaken) {
      // Orders of a number are sent in their turn: this one was refused or withdrawn after the backup, and a person must look.
      counts.leftBehind += 1
      await rejectOrder(counter, await claimed(counter, row), new AppError('ORDER_FAILED'), 'bury')
    } else counts.unsent += 1
  }
  return counts
}

/** By the core's time, as the orders that it has. */
function intentOf(row: OutboxRow): string {
  const { data } = z.object({ requestedStartDate: z.string() }).safeParse(frozenPayload(row))
  return data?.requestedStartDate ?? row.createdAt
}

function claimed({ store, clock }: CounterBase, row: OutboxRow): Promise<OutboxRow> {
  const at = clock.iso()
  return store.write((tx) => move(tx, row, 'claim', { at, leaseUntil: at, attempts: row.attempts + 1 }))
}
