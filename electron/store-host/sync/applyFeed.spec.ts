import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeedItem } from '#domain/core/feed'
import type { Store } from '#db/connection'
import { addTestOrder, addTestVisit, operationId, start, tempStore } from '#db/spec/tempStore'
import { claimDue, findOutboxRow, move } from '#db/outbox/outbox'
import { findReference, listReference } from '#db/repositories/reference'
import { dropStale, markStale } from '#db/repositories/resync'
import { findSim } from '#db/repositories/stock'
import { findVerifier, saveVerifier } from '#db/repositories/verifiers'
import { applyFeed } from './applyFeed'

const clerk = (name: string) => ({ id: '0417', name, roles: ['clerk'] })
const iccid = '8999701000000000015'
const lease = {
  iccid,
  simKind: 'physical',
  formFactor: 'triple',
  officeId: 'office-1',
  until: '2027-01-01T00:00:00.000Z',
  fence: 3,
  state: 'leased',
}
const verifier = { name: 'Айгерім', roles: [], salt: 's', hash: 'h', cost: 2, offlineUntil: start, madeAt: start }
let seq = 0
const item = (kind: string, id: string, version: number, body: unknown, op: FeedItem['op'] = 'upsert'): FeedItem => ({
  seq: ++seq,
  kind,
  op,
  id,
  version,
  body,
})

const version = fc.integer({ min: 1, max: 6 })
const anyLease = fc.record({
  state: fc.constantFrom('leased', 'used', 'returned', 'damaged'),
  fence: fc.integer({ min: 3, max: 4 }),
})
const anyItem = fc.oneof(
  fc
    .tuple(fc.constantFrom(iccid, '8999701000000000023'), version, anyLease)
    .map(([id, count, own]) => item('simLease', id, count, { ...lease, iccid: id, ...own })),
  fc.tuple(fc.constant(iccid), version).map(([id, count]) => item('simLease', id, count, null, 'delete')),
  version.map((count) => item('clerk', '0417', count, clerk(`Айгерім ${count}`))),
  version.map((count) => item('clerk', '0417', count, null, 'delete')),
)

/** What pages make of a store with a SIM that an order claims and a clerk who may sign in without the core. */
async function stateAfter(store: Store, pages: readonly FeedItem[][]): Promise<unknown> {
  return await store.write(async (tx) => {
    for (const table of ['sim_stock', 'reference_item', 'offline_verifier']) await tx(table).delete()
    const claimed = { ...lease, state: 'reserved', reservedBy: operationId(1), version: 0 }
    await tx('sim_stock').insert(claimed)
    await saveVerifier(tx, { clerkId: '0417', ...verifier })
    for (const page of pages) await applyFeed(tx, page, start)
    return [await tx('sim_stock').orderBy('iccid'), await tx('reference_item'), await tx('offline_verifier')]
  })
}

describe('feed items', () => {
  const items = [
    item('clerk', '0417', 1, clerk('Айгерім')),
    item('clerk', '0417', 2, clerk('Айгерім Ж.')),
    item('simLease', iccid, 1, lease),
    item('simLease', iccid, 2, { ...lease, state: 'used' }),
    item('clerk', '0500', 1, { ...clerk('Ерлан'), id: '0500' }),
    item('clerk', '0500', 2, null, 'delete'),
  ]
  const orders: [string, FeedItem[]][] = [
    ['in order', items],
    ['twice', [...items, ...items]],
    ['backwards', [...items].reverse()],
  ]
  it.each(orders)('lead to the same %s', async (_name, received) => {
    const { store } = await tempStore()
    await store.write((tx) => applyFeed(tx, received, start))
    expect(await store.read((tx) => listReference(tx, 'clerk'))).toEqual([clerk('Айгерім Ж.')])
    expect(await store.read((tx) => findSim(tx, iccid))).toMatchObject({ state: 'used', version: 2 })
  })

  it('lead to the same in one page as one by one', async () => {
    const { store } = await tempStore()
    await store.write(async (tx) => {
      await addTestVisit(tx)
      await addTestOrder(tx, operationId(1), '77010000001')
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyItem, { maxLength: 12 }), async (received) => {
        const pages = received.map((one) => [one])
        expect(await stateAfter(store, [received])).toEqual(await stateAfter(store, pages))
      }),
      { numRuns: 60 },
    )
  })

  it('that take a clerk away take the sign-in without the core too', async () => {
    const { store } = await tempStore()
    await store.write(async (tx) => {
      for (const clerkId of ['0417', '0500']) await saveVerifier(tx, { clerkId, ...verifier })
      await applyFeed(tx, [item('clerk', '0417', 2, null, 'delete'), item('clerk', '0500', 2, clerk('Ерлан'))], start)
      await applyFeed(tx, [item('clerk', '0500', 1, null, 'delete')], start)
    })
    const left = await store.read((tx) => Promise.all(['0417', '0500'].map((id) => findVerifier(tx, id))))
    expect(left.map((one) => one?.clerkId)).toEqual([undefined, '0500'])
  })

  it('of an unknown kind or shape are passed over, and the others taken', async () => {
    const { store } = await tempStore()
    const received = [
      item('hologram', 'x', 1, { secret: 'text' }),
      item('clerk', '0417', 1, { name: 7 }),
      item('policy', 'idle', 1, { key: 'idle', value: 3 }),
    ]
    const effects = await store.write((tx) => applyFeed(tx, received, start))
    expect(effects).toMatchObject({
      applied: 1,
      skipped: [
        { kind: 'other', reason: 'unknownKind' },
        { kind: 'clerk', reason: 'malformedBody' },
      ],
    })
    expect(await store.read((tx) => findReference(tx, 'policy', 'idle'))).toEqual({ key: 'idle', value: 3 })
  })

  it('of an order have it asked for at once, and only when it is at the core', async () => {
    const { store } = await tempStore()
    const later = '2026-11-23T12:00:00.000Z'
    await store.write(async (tx) => {
      await addTestVisit(tx)
      await addTestOrder(tx, operationId(1), '77010000001')
      await addTestOrder(tx, operationId(2), '77010000002')
      const [first] = await claimDue(tx, { now: start, leaseUntil: later, limit: 1 })
      if (first) await move(tx, first, 'accept', { at: start, nextAt: later })
    })
    const changed = (id: number) =>
      item('orderChanged', `ord-${id}`, 1, { orderId: `ord-${id}`, externalId: operationId(id), state: 'completed' })
    expect(await store.write((tx) => applyFeed(tx, [changed(2), changed(3)], start))).toMatchObject({
      ordersChanged: false,
      referencesChanged: false,
    })
    expect(await store.write((tx) => applyFeed(tx, [changed(1)], start))).toMatchObject({ ordersChanged: true })
    expect(await store.read((tx) => findOutboxRow(tx, operationId(1)))).toMatchObject({ nextAt: start, state: 'sent' })
  })

  it('of a feed begun anew replace newer versions of the old one, and what it lacks goes', async () => {
    const { store } = await tempStore()
    await store.write(async (tx) => {
      await applyFeed(tx, [item('clerk', '0417', 9, clerk('Айгерім')), item('clerk', '0500', 9, clerk('Ерлан'))], start)
      await applyFeed(tx, [item('simLease', iccid, 9, lease)], start)
      await markStale(tx)
      await applyFeed(tx, [item('clerk', '0417', 1, clerk('Айгерім Ж.'))], start)
      await dropStale(tx)
    })
    expect(await store.read((tx) => listReference(tx, 'clerk'))).toEqual([clerk('Айгерім Ж.')])
    expect(await store.read((tx) => findSim(tx, iccid))).toMatchObject({ state: 'returned' })
  })
})
