import { expect, it } from 'vitest'
import { claimDue, move } from '#db/outbox/outbox'
import { addTestOrder, addTestVisit, operationId, start, stoppedClock, tempStore } from '#db/spec/tempStore'
import type { CounterBase } from '../counter'
import { Sender } from './sender'

/** A sender over a real store whose timers only note what they are asked for. */
async function senderWith(rowDueAt: string, afterClaim: (advance: (ms: number) => void) => void) {
  const clock = stoppedClock()
  const { store } = await tempStore(clock)
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addTestOrder(tx, operationId(1), '77010000001')
    const [row] = await claimDue(tx, { now: start, leaseUntil: start, limit: 1 })
    if (row) await move(tx, row, 'return', { at: start, nextAt: rowDueAt })
  })
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
