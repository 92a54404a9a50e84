import { describe, expect, it } from 'vitest'
import type { Store } from '../connection'
import { isConstraintFault } from '../faults'
import { addTestOrder, addTestVisit, operationId, start, tempStore } from '../spec/tempStore'
import {
  claimDue,
  countOutbox,
  findOutboxRow,
  forgetPayloads,
  frozenPayload,
  move,
  nextDue,
  returnExpired,
  type OutboxRow,
} from './outbox'
import { afterEvent, type OutboxEvent, type OutboxState } from './states'

const a = '77010000001'
const b = '77010000002'
const lease = '2026-11-23T09:01:00.000Z'
const later = '2026-11-23T10:00:00.000Z'

/** Orders 1 and 2 for number a, 3 for b, 4 for a. */
async function fourOrders(): Promise<Store> {
  const { store } = await tempStore()
  await store.write(async (tx) => {
    await addTestVisit(tx)
    for (const [index, msisdn] of [a, a, b, a].entries()) await addTestOrder(tx, operationId(index + 1), msisdn)
  })
  return store
}

const claim = (store: Store, now = start, limit = 10) =>
  store.write((tx) => claimDue(tx, { now, leaseUntil: lease, limit }))
const seqs = (rows: OutboxRow[]) => rows.map(({ seq }) => seq)
const settle = (store: Store, row: OutboxRow | undefined, event: OutboxEvent) =>
  store.write(async (tx) => {
    if (!row) throw new Error('no row')
    await move(tx, row, event, { at: start })
  })

describe('claiming', () => {
  it('takes the head of each number, numbers side by side', async () => {
    const store = await fourOrders()
    expect(seqs(await claim(store))).toEqual([1, 3])
    expect(await claim(store)).toEqual([])
  })

  it('goes on to the next of a number when the core has the one before, or has refused it', async () => {
    const store = await fourOrders()
    const [first] = await claim(store)
    await settle(store, first, 'accept')
    const [second] = await claim(store)
    expect(second?.seq).toBe(2)
    await settle(store, second, 'reject')
    expect(seqs(await claim(store))).toEqual([4])
  })

  it('holds up only its own number behind a row that waits or is dead', async () => {
    const store = await fourOrders()
    const [first, third] = await claim(store)
    await store.write((tx) => move(tx, first as OutboxRow, 'return', { at: start, nextAt: later }))
    await settle(store, third, 'accept')
    expect(await claim(store)).toEqual([])
    expect(await store.read((tx) => nextDue(tx, start)), 'not hidden by the one at the core, which is due').toBe(later)
    const [again] = await claim(store, later)
    expect(again).toMatchObject({ seq: 1, attempts: 2 })
    await settle(store, again, 'bury')
    expect(await claim(store, later)).toEqual([])
    expect(await store.read(countOutbox)).toEqual({ unsent: 2, open: 1, attention: 1 })
  })

  it('gets rows back when their lease has run out, not before', async () => {
    const store = await fourOrders()
    await claim(store)
    expect(await store.read((tx) => nextDue(tx, start))).toBe(lease)
    expect(await store.write((tx) => returnExpired(tx, start))).toBe(0)
    expect(await store.write((tx) => returnExpired(tx, lease))).toBe(2)
    expect(seqs(await claim(store, lease))).toEqual([1, 3])
  })
})

describe('rows', () => {
  it('cannot be deleted, and their id and payload cannot be changed', async () => {
    const store = await fourOrders()
    const attempts = [
      store.write((tx) => tx('outbox').delete()),
      store.write((tx) => tx('outbox').update({ payload: '{}' })),
      store.write((tx) => tx('outbox').update({ payload: null })),
      store.write((tx) => tx('outbox').update({ aggregate: b })),
    ]
    const outcomes = await Promise.all(attempts.map((attempt) => attempt.catch(isConstraintFault)))
    expect(outcomes).toEqual([true, true, true, true])
    const row = await store.read((tx) => findOutboxRow(tx, operationId(1)))
    expect(row && frozenPayload(row)).toEqual({ externalId: operationId(1), requestedStartDate: start })
  })

  it('keep only id and hash some time after the end', async () => {
    const store = await fourOrders()
    const [first, third] = await claim(store)
    await settle(store, first, 'complete')
    await settle(store, third, 'accept')
    expect(await store.write((tx) => forgetPayloads(tx, later))).toBe(1)
    const row = await store.read((tx) => findOutboxRow(tx, operationId(1)))
    expect(row).toMatchObject({ state: 'done', payload: null })
    expect(row?.payloadHash).toHaveLength(64)
  })

  it('are not moved twice by two senders', async () => {
    const store = await fourOrders()
    const [first] = await claim(store)
    await settle(store, first, 'accept')
    await expect(settle(store, first, 'reject')).rejects.toMatchObject({
      code: 'INTERNAL',
      params: { outbox: 'moved' },
    })
  })
})

describe('the state machine', () => {
  const steps: [OutboxState, OutboxEvent, OutboxState | undefined][] = [
    ['pending', 'claim', 'sending'],
    ['pending', 'complete', undefined],
    ['sending', 'return', 'pending'],
    ['sending', 'bury', 'dead'],
    ['sent', 'complete', 'done'],
    ['sent', 'return', undefined],
    ['done', 'reject', undefined],
    ['rejected', 'claim', undefined],
    ['dead', 'claim', undefined],
  ]
  it.each(steps)('%s on %s -> %s', (state, event, expected) => {
    expect(afterEvent(state, event)).toBe(expected)
  })
})
