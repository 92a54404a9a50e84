import { describe, expect, it } from 'vitest'
import type { Store } from '../connection'
import { addTestOrder, addTestVisit, operationId, start, tempStore } from '../spec/tempStore'
import {
  applyLeases,
  countStock,
  findSim,
  listFreeSims,
  reserveSim,
  settleSims,
  writeOff,
  type SimLease,
} from './stock'

const iccid = '8999701000000000015'
const lease: SimLease = {
  iccid,
  officeId: 'office-1',
  state: 'leased',
  until: '2026-12-31T00:00:00.000Z',
  fence: 7,
  simKind: 'physical',
  formFactor: 'triple',
  version: 10,
}

async function stockedStore(changes: Partial<SimLease> = {}): Promise<Store> {
  const { store } = await tempStore()
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addTestOrder(tx, operationId(1), '77010000001')
    await addTestOrder(tx, operationId(2), '77010000002')
    await applyLeases(tx, [{ ...lease, ...changes }])
  })
  return store
}

const reserve = (store: Store, by = 1, fence = 7) =>
  store.write((tx) => reserveSim(tx, { iccid, fence, operationId: operationId(by), now: start }))
const sim = (store: Store) => store.read((tx) => findSim(tx, iccid))

describe('a SIM', () => {
  it('is claimed by one operation only', async () => {
    const store = await stockedStore()
    await reserve(store)
    await expect(reserve(store, 2)).rejects.toMatchObject({ code: 'ICCID_RESERVED' })
    expect(await sim(store)).toMatchObject({ state: 'reserved', reservedBy: operationId(1) })
    expect(await store.read((tx) => listFreeSims(tx, 'office-1', start))).toEqual([])
  })

  it('is used when the order is done and free again when it was rejected', async () => {
    const store = await stockedStore()
    await reserve(store)
    await store.write((tx) => settleSims(tx, operationId(1), 'release'))
    await reserve(store, 2)
    await store.write((tx) => settleSims(tx, operationId(2), 'use'))
    expect(await sim(store)).toMatchObject({ state: 'used', reservedBy: null })
  })

  it('is refused when its lease has ended, is another, or is not here', async () => {
    await expect(reserve(await stockedStore({ until: start }))).rejects.toMatchObject({ code: 'ICCID_LEASE_EXPIRED' })
    await expect(reserve(await stockedStore(), 1, 6)).rejects.toMatchObject({ code: 'FENCE_STALE' })
    await expect(reserve(await stockedStore({ iccid: '8999701000000000023' }))).rejects.toMatchObject({
      code: 'ICCID_UNKNOWN',
    })
  })
})

it('is in the store once: another row with its ICCID is refused by the database', async () => {
  const store = await stockedStore()
  const row = { ...lease, reservedBy: null, rowVersion: 1 }
  await expect(store.write((tx) => tx('sim_stock').insert(row))).rejects.toMatchObject({
    params: { sqlite: 'SQLITE_CONSTRAINT' },
  })
  await expect(
    store.write((tx) =>
      tx('sim_stock')
        .where({ iccid })
        .update({ reservedBy: operationId(1) }),
    ),
  ).rejects.toMatchObject({ params: { sqlite: 'SQLITE_CONSTRAINT' } })
})

describe('a lease from the feed', () => {
  const feed = (store: Store, change: Partial<SimLease>) =>
    store.write((tx) => applyLeases(tx, [{ ...lease, ...change }]))

  it('does no harm when repeated or older', async () => {
    const store = await stockedStore()
    expect(await feed(store, {})).toBe(0)
    expect(await feed(store, { version: 9, state: 'damaged' })).toBe(0)
    expect(await sim(store)).toMatchObject({ state: 'leased', rowVersion: 1 })
  })

  it('does not free what an order here claims or has used, unless leased anew', async () => {
    const store = await stockedStore()
    await reserve(store)
    await feed(store, { version: 11, until: '2027-01-31T00:00:00.000Z' })
    expect(await sim(store)).toMatchObject({ state: 'reserved', until: '2027-01-31T00:00:00.000Z' })
    await store.write((tx) => settleSims(tx, operationId(1), 'use'))
    await feed(store, { version: 12 })
    expect(await sim(store)).toMatchObject({ state: 'used' })
    await feed(store, { version: 13, fence: 8 })
    expect(await sim(store)).toMatchObject({ state: 'leased', fence: 8 })
  })

  it('that is taken away leaves nothing to give out', async () => {
    const store = await stockedStore()
    await store.write((tx) => applyLeases(tx, [{ iccid, version: 11, state: 'gone' }]))
    expect(await store.read((tx) => listFreeSims(tx, 'office-1', start))).toEqual([])
    await expect(reserve(store)).rejects.toMatchObject({ code: 'ICCID_OTHER_OFFICE' })
  })
  it('that is taken away under a claim does not come back when the claim is given up', async () => {
    const store = await stockedStore()
    await reserve(store)
    await store.write((tx) => applyLeases(tx, [{ iccid, version: 11, state: 'gone' }]))
    expect(await sim(store)).toMatchObject({ state: 'reserved', reservedBy: operationId(1) })
    await store.write((tx) => settleSims(tx, operationId(1), 'release'))
    await expect(reserve(store, 2)).rejects.toMatchObject({ code: 'ICCID_LEASE_EXPIRED' })
    expect(await store.read((tx) => listFreeSims(tx, 'office-1', start))).toEqual([])
  })
})

describe('the stock', () => {
  it('is counted by kind and state; a lease that ended or is another office’s is not free', async () => {
    const store = await stockedStore()
    const add = (number: number, change: Partial<SimLease>) =>
      store.write((tx) => applyLeases(tx, [{ ...lease, iccid: `899970100000000010${number}`, ...change }]))
    await add(1, { until: start })
    await add(2, { officeId: 'office-2' })
    await add(3, { state: 'damaged' })
    await add(4, { simKind: 'esim' })
    await add(5, {})
    await reserve(store)
    const counts = await store.read((tx) => countStock(tx, 'office-1', start))
    expect(Object.fromEntries(counts.map((row) => [`${row.simKind} ${row.standing}`, row.cards]))).toEqual({
      'physical leased': 1,
      'physical expired': 1,
      'physical returned': 1,
      'physical damaged': 1,
      'physical reserved': 1,
      'esim leased': 1,
    })
  })

  it('gives nobody what the core has written off, nor back to an order that had claimed it meanwhile', async () => {
    const store = await stockedStore()
    await reserve(store)
    await store.write((tx) => writeOff(tx, iccid))
    expect(await sim(store)).toMatchObject({ state: 'damaged', reservedBy: null })
    await store.write((tx) => settleSims(tx, operationId(1), 'release'))
    await expect(reserve(store, 2)).rejects.toMatchObject({ code: 'ICCID_DAMAGED' })
    await store.write((tx) => applyLeases(tx, [{ ...lease, version: 11 }]))
    expect(await sim(store)).toMatchObject({ state: 'damaged' })
  })
})
