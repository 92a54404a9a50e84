import { describe, expect, it } from 'vitest'
import { addToTotals, type UsageRow } from '#domain/usage'
import { addTestVisit, start, tempStore, visitId } from '../spec/tempStore'
import { addVisit, closeVisit } from './visits'
import {
  addFetch,
  addUsagePage,
  adoptFetch,
  completeFetch,
  findFetch,
  purgeUsage,
  sumUsage,
  usageBatches,
} from './usage'

const fetchId = '019a0000-0000-7000-8000-00000000f001'

function row(number: number): UsageRow {
  const at = new Date(Date.UTC(2026, 0, 1, 0, Math.floor(number / 3))).toISOString()
  return { id: `u-${String(number).padStart(6, '0')}`, at, type: 'voice', amountTiyn: number }
}

const full: UsageRow = {
  id: 'u-full',
  at: '2025-12-31T23:59:59.999Z',
  type: 'data',
  direction: 'out',
  otherNumber: '77017654321',
  otherName: 'Ұлттық "Банк"',
  durationSeconds: 0,
  volumeBytes: 9_007_199_254_740_991,
  country: 'KZ',
  network: 'ALTEL',
  roaming: false,
  chargedFrom: 'package',
  note: '',
  amountTiyn: -125,
}

async function storeWithFetch() {
  const { store } = await tempStore()
  const fetch = await store.write(async (tx) => {
    await addTestVisit(tx)
    const period = { fromAt: '2026-01-01T00:00:00.000Z', toAt: '2026-02-01T00:00:00.000Z' }
    return await addFetch(tx, {
      id: fetchId,
      visitId,
      productId: 'prod-1',
      ...period,
      expectedRows: 10,
      createdAt: start,
    })
  })
  return { store, fetch }
}

async function collect(batches: AsyncIterable<UsageRow[]>): Promise<UsageRow[][]> {
  const all: UsageRow[][] = []
  for await (const batch of batches) all.push(batch)
  return all
}

describe('usage rows', () => {
  it('come back as they went in', async () => {
    const { store, fetch } = await storeWithFetch()
    await store.write((tx) => addUsagePage(tx, fetch, [full, row(1)], 2))
    expect(await collect(usageBatches(store, fetchId))).toEqual([[full, row(1)]])
  })

  it('are stored once, with the place to go on from', async () => {
    const { store, fetch } = await storeWithFetch()
    const rows = [0, 1, 2].map(row)
    await store.write((tx) => addUsagePage(tx, fetch, rows, 3))
    await store.write((tx) => addUsagePage(tx, fetch, [...rows, row(3)], 4))
    expect(await store.read((tx) => sumUsage(tx, fetch.key))).toMatchObject({ rows: 4 })
    expect(await store.read((tx) => findFetch(tx, fetchId))).toMatchObject({ nextOffset: 4, state: 'fetching' })
  })

  it('count once where one came under two times, so that a fetch with it cannot end as whole', async () => {
    const { store, fetch } = await storeWithFetch()
    const moved = { ...row(1), at: full.at }
    await store.write((tx) => addUsagePage(tx, fetch, [row(0), row(1), moved], 3))
    expect(await store.read((tx) => sumUsage(tx, fetch.key))).toMatchObject({ rows: 2 })
  })

  it('of a page longer than a statement are all stored', async () => {
    const { store, fetch } = await storeWithFetch()
    const rows = Array.from({ length: 2001 }, (_, index) => row(index))
    await store.write((tx) => addUsagePage(tx, fetch, rows, rows.length))
    expect(await store.read((tx) => sumUsage(tx, fetch.key))).toMatchObject({ rows: 2001 })
  })

  it('are read in order of time and id in batches without loss at their borders', async () => {
    const { store, fetch } = await storeWithFetch()
    const rows = Array.from({ length: 25 }, (_, index) => row(index))
    await store.write((tx) => addUsagePage(tx, fetch, [...rows].reverse(), 25))
    const batches = await collect(usageBatches(store, fetchId, 10))
    expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5])
    expect(batches.flat()).toEqual(rows)
  })

  it('are read by the index, not sorted', async () => {
    const { store } = await storeWithFetch()
    const plan = await store.read<{ detail: string }[]>((tx) =>
      tx.raw(
        'EXPLAIN QUERY PLAN SELECT at FROM usage_row WHERE fetch_key = 1 AND (at, core_id) > (?, ?) ORDER BY at, core_id',
        ['', ''],
      ),
    )
    expect(plan.map(({ detail }) => detail)).toEqual([expect.stringMatching(/^SEARCH usage_row USING PRIMARY KEY/)])
  })

  it('that a fetch has left go on in one of the same visit, number and period, and of no other', async () => {
    const { store, fetch } = await storeWithFetch()
    await store.write((tx) => addUsagePage(tx, fetch, [full, row(1)], 2))
    const { visitId: visit, productId, fromAt, toAt, expectedRows } = fetch
    const again = { id: 'another', visitId: visit, productId, fromAt, toAt, expectedRows }
    const adopt = (change: object) => store.write((tx) => adoptFetch(tx, { ...again, ...change }))
    const others = [{ visitId: 'v' }, { productId: 'p' }, { fromAt: toAt }, { toAt: fromAt }, { expectedRows: 11 }]
    for (const other of others) expect(await adopt(other)).toBeUndefined()
    expect(await adopt({})).toMatchObject({ id: 'another', nextOffset: 2 })
    expect(await collect(usageBatches(store, 'another'))).toEqual([[full, row(1)]])
    await store.write((tx) => completeFetch(tx, fetch.key))
    expect(await adopt({ id: 'a third' }), 'a finished one is left to its paper').toBeUndefined()
  })

  it('left by a visit that a crash has ended go on in another visit of the number, finished or not', async () => {
    const { store, fetch } = await storeWithFetch()
    await store.write((tx) => addUsagePage(tx, fetch, [full, row(1)], 2))
    const { visitId: crashed, productId, fromAt, toAt, expectedRows } = fetch
    const wanted = { id: 'another', visitId: 'later', productId, fromAt, toAt, expectedRows }
    const adopt = (change: object = {}) => store.write((tx) => adoptFetch(tx, { ...wanted, ...change }))
    await store.write((tx) => addVisit(tx, { id: 'later', clerkId: '0417', msisdn: null, productId, openedAt: start }))
    expect(await adopt(), 'while that visit is open').toBeUndefined()
    await store.write((tx) => closeVisit(tx, crashed, 'expired', start))
    expect(await adopt({ productId: 'of somebody else' })).toBeUndefined()
    expect(await adopt()).toMatchObject({ id: 'another', visitId: 'later', nextOffset: 2 })
    await store.write((tx) => purgeUsage(tx, { visitId: 'later' }))
    expect(await collect(usageBatches(store, 'another')), 'and with that visit').toEqual([])
  })

  it('add up as the rows of the core do: top-ups apart', async () => {
    const { store, fetch } = await storeWithFetch()
    const topUp: UsageRow = { id: 'u-top', at: full.at, type: 'topup', amountTiyn: -50_000 }
    await store.write((tx) => addUsagePage(tx, fetch, [full, row(7), topUp], 3))
    const sums = { rows: 3, totalTiyn: -118, topUpsTiyn: 50_000 }
    expect(await store.read((tx) => sumUsage(tx, fetch.key))).toEqual(sums)
    expect([full, row(7), topUp].reduce(addToTotals, { rows: 0, totalTiyn: 0, topUpsTiyn: 0 })).toEqual(sums)
  })

  it('go with the visit', async () => {
    const { store, fetch } = await storeWithFetch()
    await store.write((tx) => addUsagePage(tx, fetch, [full], 1))
    await store.write((tx) => purgeUsage(tx, { visitId }))
    expect(await store.read((tx) => sumUsage(tx, fetch.key))).toEqual({ rows: 0, totalTiyn: 0, topUpsTiyn: 0 })
    expect(await collect(usageBatches(store, fetchId))).toEqual([])
  })
})
