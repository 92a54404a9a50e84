import { expect, it, vi } from 'vitest'
import type { OrderView } from '#domain/contract/views'
import type { ReadTx } from '#db/connection'
import { claimDue, findOutboxRow, hurryAll, hurryStranded, move } from '#db/outbox/outbox'
import { addTestOrder, addTestVisit, operationId, start, stoppedClock, tempStore } from '#db/spec/tempStore'
import type { CounterBase } from '../counter'
import { Sender } from './sender'
import { publishOrder } from './settle'

/** A store with one order that was sent for once and is due again at `nextAt`. */
async function storeWithOrder(clock: ReturnType<typeof stoppedClock>, nextAt: string) {
  const { store } = await tempStore(clock)
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addTestOrder(tx, operationId(1), '77010000001')
    const [row] = await claimDue(tx, { now: start, leaseUntil: start, limit: 1 })
    if (row) await move(tx, row, 'return', { at: start, nextAt })
  })
  return store
}

/** A sender over a real store whose timers only note what they are asked for. */
async function senderWith(rowDueAt: string, afterClaim: (advance: (ms: number) => void) => void) {
  const clock = stoppedClock()
  const store = await storeWithOrder(clock, rowDueAt)
  let asked: (ms: number) => void
  const nextWait = new Promise<number>((resolve) => (asked = resolve))
  const timers: { set(ms: number, run: () => void): () => void } = {
    set(ms, run) {
      if (first) queueMicrotask(run)
      else asked(ms)
      first = false
      return () => undefined
    },
  }
  let first = true
  const writing = {
    ...store,
    write: async <T>(work: Parameters<typeof store.write<T>>[0]) => {
      const result = await store.write(work)
      afterClaim((ms) => clock.advance(ms))
      return result
    },
  }
  const counter = {
    store: writing,
    clock,
    timers,
    line: { mayWrite: true },
    reconciling: () => false,
    log: () => undefined,
  }
  return { sender: new Sender(counter as unknown as CounterBase), nextWait, clock }
}

it('does not sleep over an order that became due while it looked', async () => {
  const due = new Date(Date.parse(start) + 5).toISOString()
  const { sender, nextWait } = await senderWith(due, (advance) => advance(20))
  sender.start()
  expect(await nextWait).toBe(0)
})

it('sleeps until the next order is due', async () => {
  const due = new Date(Date.parse(start) + 5000).toISOString()
  const { sender, nextWait } = await senderWith(due, () => undefined)
  sender.start()
  expect(await nextWait).toBe(5000)
})

it('does not wait out a clock that was put back', async () => {
  const hour = 3_600_000
  const due = new Date(Date.parse(start) + 5000).toISOString()
  const { sender, nextWait, clock } = await senderWith(due, () => undefined)
  sender.start()
  clock.advance(-hour)
  expect(await nextWait).toBeLessThan(hour)
})

it('does not wait out a clock that was put back before it looked at a new order', async () => {
  const clock = stoppedClock()
  const { store } = await tempStore(clock)
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addTestOrder(tx, operationId(1), '77010000001')
  })
  clock.advance(-24 * 3_600_000)
  const due = await store.write(async (tx) => {
    await hurryStranded(tx, clock.iso())
    return await claimDue(tx, { now: clock.iso(), leaseUntil: start, limit: 1 })
  })
  expect(due).toHaveLength(1)
})

it('does not wait out a clock that was put back after the core was heard to answer again', async () => {
  const clock = stoppedClock()
  const store = await storeWithOrder(clock, '2027-01-01T00:00:00.000Z')
  clock.advance(48 * 3_600_000)
  await store.write((tx) => hurryAll(tx, { now: clock.iso(), nextAt: clock.iso() }))
  clock.advance(-24 * 3_600_000)
  await store.write((tx) => hurryStranded(tx, clock.iso()))
  expect(await store.read((tx) => findOutboxRow(tx, operationId(1)))).toMatchObject({ nextAt: clock.iso() })
})

it('keeps what it is sending when the clock jumps past the lease', async () => {
  const clock = stoppedClock()
  const store = await storeWithOrder(clock, start)
  const asked: string[] = []
  let begun: () => void = () => undefined
  const sending = new Promise<void>((resolve) => (begun = resolve))
  const ask = (endpoint: string) => {
    asked.push(endpoint)
    begun()
    return new Promise(() => undefined)
  }
  const runs: (() => void)[] = []
  let set: () => void = () => undefined
  const nextTimer = () => new Promise<void>((resolve) => (set = resolve))
  const counter = {
    ...{ store, clock, line: { mayWrite: true }, reconciling: () => false, random: () => 0.5 },
    ...{ log: () => undefined, core: () => ({ ask }), publishStatus: () => undefined },
    timers: { set: (_ms: number, run: () => void) => (runs.push(run), set(), () => undefined) },
    events: { emit: () => undefined },
  }
  const sender = new Sender(counter as unknown as CounterBase)
  sender.start()
  const slept = nextTimer()
  runs.shift()?.()
  await Promise.all([sending, slept])
  clock.advance(24 * 3_600_000)
  const looked = nextTimer()
  runs.shift()?.()
  // Woken while it looks, it wants to look once more: the timer for that is set when it has.
  sender.wake()
  await looked
  expect(await store.read((tx) => findOutboxRow(tx, operationId(1)))).toMatchObject({ state: 'sending', attempts: 2 })
  expect(asked).toEqual(['orders'])
})

it('tells no order older than it was told before, however long a read of it takes', async () => {
  const clock = stoppedClock()
  const store = await storeWithOrder(clock, start)
  const told: string[] = []
  const counter = {
    ...{ clock, line: { mayWrite: true }, reconciling: () => false, random: () => 0.5 },
    ...{ log: () => undefined, core: () => ({ ask: () => new Promise(() => undefined) }) },
    publishStatus: () => undefined,
    timers: { set: (_ms: number, run: () => void) => (queueMicrotask(run), () => undefined) },
    events: { emit: (_event: 'order', { state }: OrderView) => void told.push(state) },
    store: {
      ...store,
      /** The order is claimed after this read has begun and before it ends. */
      read: <T>(work: (tx: ReadTx) => Promise<T>) =>
        store.read(async (tx) => {
          const found = await work(tx)
          if (told.length === 0) await claimed
          return found
        }),
    },
  }
  const base = counter as unknown as CounterBase
  let claim: () => void = () => undefined
  const claimed = new Promise<void>((resolve) => (claim = resolve))
  const placed = publishOrder(base, operationId(1))
  const sender = new Sender({
    ...base,
    store: {
      ...base.store,
      write: async (work) => {
        const result = await store.write(work)
        setImmediate(claim)
        return result
      },
    },
  })
  sender.start()
  await placed
  await vi.waitUntil(() => told.length === 2)
  expect(told).toEqual(['pending', 'sending'])
})
