import { describe, expect, it } from 'vitest'
import type { Store } from '../connection'
import { isConstraintFault } from '../faults'
import { addTestOrder, addTestVisit, operationId, start, tempStore } from '../spec/tempStore'
import { forgetPayload, reviveRow, settleRow } from './decisions'
import { claimDue, countOutbox, findOutboxRow, move, nextDue, type OutboxRow } from './outbox'

const a = '77010000001'
const b = '77010000002'
const lease = '2026-11-23T09:01:00.000Z'
const decision = { by: 'clerk-1', reason: 'asked twice', at: start }

/** Number a: order 1 dead, order 2 behind it. Number b: order 3 rejected. */
async function waiting(): Promise<Store> {
  const { store } = await tempStore()
  await store.write(async (tx) => {
    await addTestVisit(tx)
    for (const [index, msisdn] of [a, a, b].entries()) await addTestOrder(tx, operationId(index + 1), msisdn)
    const [first, third] = await claimDue(tx, { now: start, leaseUntil: lease, limit: 9 })
    await move(tx, first as OutboxRow, 'bury', { at: start })
    await move(tx, third as OutboxRow, 'reject', { at: start })
  })
  return store
}

const claimed = async (store: Store) =>
  (await store.write((tx) => claimDue(tx, { now: start, leaseUntil: lease, limit: 9 }))).map(({ seq }) => seq)

describe('a decision', () => {
  it('takes rows off the list, and lets go on what waited behind a dead one', async () => {
    const store = await waiting()
    expect(await claimed(store)).toEqual([])
    await store.write((tx) => settleRow(tx, operationId(3), decision))
    expect(await store.read(countOutbox)).toEqual({ unsent: 1, open: 0, attention: 1 })
    await store.write((tx) => settleRow(tx, operationId(1), decision))
    expect(await store.read(countOutbox)).toEqual({ unsent: 1, open: 0, attention: 0 })
    expect(await store.read((tx) => nextDue(tx, '2026-01-01T00:00:00.000Z'))).toBe(start)
    expect(await claimed(store)).toEqual([2])
    const row = await store.read((tx) => findOutboxRow(tx, operationId(1)))
    expect(row).toMatchObject({ state: 'dead', settledBy: 'clerk-1', settleReason: 'asked twice', settledAt: start })
  })

  it('is made once, about rows that wait for one', async () => {
    const store = await waiting()
    const code = (id: string) => store.write((tx) => settleRow(tx, id, decision)).catch((error: unknown) => error)
    expect(await code(operationId(9))).toMatchObject({ code: 'ORDER_UNKNOWN' })
    expect(await code(operationId(2))).toMatchObject({ code: 'ORDER_NOT_WAITING' })
    await code(operationId(1))
    expect(await code(operationId(1))).toMatchObject({ code: 'ORDER_NOT_WAITING' })
    const behind = (change: object) => store.write((tx) => tx('outbox').update(change)).catch(isConstraintFault)
    expect(await behind({ settledAt: lease })).toBe(true)
  })

  it('to try again puts a dead row back to its place, never a rejected one', async () => {
    const store = await waiting()
    await store.write((tx) => reviveRow(tx, operationId(1), start))
    expect(await claimed(store)).toEqual([1])
    expect(await store.read((tx) => findOutboxRow(tx, operationId(1)))).toMatchObject({ attempts: 2 })
    const refused = store.write((tx) => reviveRow(tx, operationId(3), start))
    await expect(refused).rejects.toMatchObject({ code: 'ORDER_NOT_WAITING' })
  })

  it('lets the payload go, which a row that still waits keeps', async () => {
    const store = await waiting()
    expect(await store.write((tx) => forgetPayload(tx, operationId(1))).catch(isConstraintFault)).toBe(true)
    await store.write((tx) => settleRow(tx, operationId(1), decision))
    await store.write((tx) => forgetPayload(tx, operationId(1)))
    await store.write((tx) => forgetPayload(tx, operationId(3)))
    const rows = await store.read((tx) => tx('outbox').whereNull('payload').orderBy('seq').select('seq'))
    expect(rows).toEqual([{ seq: 1 }, { seq: 3 }])
  })
})
