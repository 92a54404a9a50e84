import { v7 } from 'uuid'
import type { Store } from '#db/connection'
import { enqueue } from '#db/outbox/outbox'
import { addOperation } from '#db/repositories/operations'
import { addVisit } from '#db/repositories/visits'
import type { ProductOrderCreate } from '#domain/core/order'
import type { Counter } from '#electron/store-host/counter'
import type { EventHub } from '#electron/store-host/events'
import { rounded } from '../figures'
import { startCoreProcess, subscribersOf, type CoreProcess } from './coreProcess'
import { bearerOf, enrolledClient, enrolledCounter, newStore, updateOrder, verifyAll, type Verified } from './counters'

/** As many as the sender has under way, so that both put the same load on the core. */
const parallel = 4
const perNumber = 20
/** No order ends while it is measured: both are about the way to the core. */
const orderDelayMs = 24 * 3600 * 1000

/**
 * Time in which an outbox of so many orders is at the core, against a bare loop that sends as many of the same orders: half
 * of it before and half after, as the core's own work grows with its orders.
 */
export async function benchDrain({ operations }: { operations: number }): Promise<object> {
  const numbers = Math.ceil(operations / perNumber)
  const data = { subscribers: numbers + 100, 'usage-rows': 0 }
  const core = await startCoreProcess({ ...data, 'order-delay': orderDelayMs })
  const { store, close } = await newStore()
  try {
    const client = await enrolledClient(core)
    const people = subscribersOf(core, data.subscribers, 0).slice(0, numbers)
    const verified = await verifyAll(client, core, people)
    const orders = (count: number) => Array.from({ length: count }, (_, n) => orderOfTurn(core, verified, n))
    const { counter, hub } = await enrolledCounter(core, store)
    await counter.puller.pull()
    await fill(store, orders(operations), verified)
    const half = Math.ceil(operations / 2)
    const before = await bareLoop(core, orders(half))
    const own = await drain(counter, hub)
    const after = await bareLoop(core, orders(operations - half))
    const bare = before + after
    return { operations, ratio: rounded(own / bare), seconds: rounded(own), bareSeconds: rounded(bare), parallel }
  } finally {
    await close()
    await core.stop()
  }
}

function orderOfTurn(core: CoreProcess, verified: readonly Verified[], turn: number): ProductOrderCreate {
  const own = verified[turn % verified.length]
  if (!own) throw new RangeError('no numbers')
  return updateOrder(core, own)
}

/** As the screen leaves them, without a screen: operation and outbox row. */
async function fill(store: Store, orders: readonly ProductOrderCreate[], people: readonly Verified[]): Promise<void> {
  const msisdns = new Map(people.map((own) => [own.productId, own.msisdn]))
  const visitId = v7()
  const at = new Date().toISOString()
  await store.write(async (tx) => {
    await addVisit(tx, { id: visitId, clerkId: '0417', msisdn: null, productId: null, openedAt: at })
    for (const payload of orders) {
      const { externalId: id } = payload
      const productId = payload.productOrderItem[0]?.product.id ?? ''
      const msisdn = msisdns.get(productId) ?? ''
      const operation = { id, visitId, clerkId: '0417', msisdn, productId, requestHash: id, createdAt: at }
      await addOperation(tx, { ...operation, operations: ['identityUpdate'] })
      await enqueue(tx, { id, aggregate: msisdn, kind: 'order', payload, schemaVersion: 1, baseVersion: 1, at })
    }
  })
}

/** Seconds from the sender's start until the core has answered every order. */
async function drain(counter: Counter, hub: EventHub): Promise<number> {
  const empty = new Promise<void>((resolve) => hub.on('status', ({ unsent }) => void (unsent === 0 && resolve())))
  const start = performance.now()
  counter.puller.start()
  counter.sender.start()
  await empty
  const seconds = (performance.now() - start) / 1000
  await counter.puller.stop()
  await counter.sender.stop()
  return seconds
}

/** Seconds; nothing but the requests, each answer read. */
async function bareLoop(core: CoreProcess, orders: ProductOrderCreate[]): Promise<number> {
  const authorization = await bearerOf(core)
  const turns = orders.values()
  const send = async () => {
    for (const body of turns) {
      const answer = await fetch(`${core.url}/tmf-api/productOrderingManagement/v4/productOrder`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: authorization },
        body: JSON.stringify(body),
      })
      await answer.json()
      if (answer.status !== 201) throw new Error(`the core answered ${answer.status}`)
    }
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: parallel }, send))
  return (performance.now() - start) / 1000
}
