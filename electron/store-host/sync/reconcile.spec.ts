import { describe, expect, it } from 'vitest'
import { buildOrder, type ProductOrder } from '#domain/core/order'
import { AppError } from '#domain/errors'
import type { Store } from '#db/connection'
import { restoredSetting } from '#db/recovery'
import { findOperation } from '#db/repositories/operations'
import { saveFeedCursor } from '#db/repositories/reference'
import { findSetting, saveSetting } from '#db/repositories/settings'
import { applyLeases, findSim } from '#db/repositories/stock'
import { addTestOrder, addTestVisit, operationId, start, stoppedClock, tempStore } from '#db/spec/tempStore'
import type { CounterBase } from '../counter'
import { createSession } from '../session'
import { mustReconcile, reconcile } from './reconcile'

const a = '77010000001'
const b = '77010000002'
const later = '2026-11-23T10:00:00.000Z'
const iccid = '8999701000000000015'

interface Sent {
  id: string
  msisdn: string
  state?: ProductOrder['state']
  intentAt?: string
}

/** An order as the core gives it: a new SIM for a product. */
function atCore({ id, msisdn, state = 'inProgress', intentAt = later }: Sent): ProductOrder {
  const fee = { feeId: 'fee', quoteId: 'q', tiyn: 0, taxRate: 16 }
  const order = buildOrder({
    externalId: id,
    officeId: 'office-1',
    clerkId: 'clerk-7',
    product: { id: `prod-${msisdn}`, msisdn },
    proof: { verificationId: 'ver-1' },
    intentAt,
    lines: [{ operation: 'simReissue', reason: 'DAMAGED', iccid, fence: 3, fee }],
  })
  return { ...order, id: `ord-${id}`, orderDate: intentAt, state }
}

/** A restored store with order 1 of number a waiting, and a core that has these orders. */
async function restored(orders: ProductOrder[]) {
  const { store } = await tempStore()
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addTestOrder(tx, operationId(1), a)
    // This machine's clock was days ahead when the backup was taken.
    await saveSetting(tx, restoredSetting, '2026-11-27T09:00:00.000Z')
    await saveFeedCursor(tx, 'c-1', start)
    const lease = { until: later, fence: 3, simKind: 'physical' as const, formFactor: 'nano', version: 1 }
    await applyLeases(tx, [{ iccid, officeId: 'office-1', state: 'leased', ...lease }])
  })
  const clock = stoppedClock(later)
  let [visits, done, away] = [0, 0, 0]
  const asked: Record<string, unknown>[] = []
  const ask = (_endpoint: string, { query }: { query: Record<string, unknown> }) => {
    asked.push(query)
    if (query['externalId'] !== undefined && away-- > 0) return Promise.reject(new AppError('CORE_UNREACHABLE'))
    const { externalId, offset = 0 } = query
    if (externalId !== undefined) return Promise.resolve(orders.filter((order) => order.externalId === externalId))
    return Promise.resolve(orders.slice(Number(offset), Number(offset) + 100))
  }
  const counter = {
    ...{ store, clock, log: () => undefined, core: () => ({ ask }), device: () => ({ officeId: 'office-1' }) },
    ...{ events: { emit: () => undefined }, publishStatus: () => undefined },
    ids: { uuid: () => operationId(9000 + visits++) },
    session: createSession({ coreIso: clock.iso, state: { core: 'online' } }),
    reconciled: () => void (done += 1),
  }
  const run = () => reconcile(counter as unknown as CounterBase, new AbortController().signal)
  return { store, asked, run, times: () => done, goAway: () => void (away = 1) }
}

const stateOf = async (store: Store, number: number) =>
  (await store.read((tx) => findOperation(tx, operationId(number))))?.state

describe('a restored store', () => {
  it('asks since some time before it last read the feed and takes over what it lacks, with the SIM that it claims', async () => {
    const { store, asked, run, times } = await restored([atCore({ id: operationId(5), msisdn: b })])
    await run()
    const since = { 'channel.id': 'office-1', 'orderDate.gte': '2026-11-23T07:00:00.000Z' }
    expect(asked[0]).toMatchObject(since)
    const found = {
      msisdn: b,
      state: 'sent',
      operations: ['simReissue'],
      clerkId: 'clerk-7',
      coreOrderId: expect.any(String),
    }
    expect(await store.read((tx) => findOperation(tx, operationId(5)))).toMatchObject(found)
    expect(await store.read((tx) => findSim(tx, iccid))).toMatchObject({ reservedBy: operationId(5) })
    expect([await stateOf(store, 1), times()]).toEqual(['pending', 1])
    expect(await store.read((tx) => findSetting(tx, restoredSetting))).toBeUndefined()
  })

  it('does not send again what the core has', async () => {
    const { store, run } = await restored([
      atCore({ id: operationId(1), msisdn: a, state: 'completed', intentAt: start }),
    ])
    await run()
    expect(await stateOf(store, 1)).toBe('done')
  })

  it('leaves to a person what later orders of the number have overtaken', async () => {
    const { store, run } = await restored([atCore({ id: operationId(6), msisdn: a, state: 'completed' })])
    await run()
    expect([await stateOf(store, 1), await stateOf(store, 6)]).toEqual(['dead', 'done'])
  })

  it('takes nothing for overtaken because this clock is behind that of the core', async () => {
    const intentAt = '2026-11-23T08:30:00.000Z'
    const { store, run } = await restored([atCore({ id: operationId(6), msisdn: a, state: 'completed', intentAt })])
    // Written down at 08:00 by a clock that was an hour behind; the order itself says 09:00.
    await store.write((tx) => addTestOrder(tx, operationId(2), a, { at: '2026-11-23T08:00:00.000Z', intentAt: start }))
    await run()
    expect(await stateOf(store, 2)).toBe('pending')
  })

  it('knows of a refusal again, page after page, and of each order once', async () => {
    const many = Array.from({ length: 130 }, (_, index) => {
      return atCore({ id: operationId(100 + index), msisdn: b, state: index === 129 ? 'failed' : 'completed' })
    })
    const { store, run } = await restored(many)
    await run()
    await store.write((tx) => saveSetting(tx, restoredSetting, start))
    await run()
    expect(await store.read((tx) => tx('operation').select('id'))).toHaveLength(131)
    const failed = { state: 'rejected', error: 'ORDER_FAILED' }
    expect(await store.read((tx) => findOperation(tx, operationId(229)))).toMatchObject(failed)
  })

  it('keeps its mark when the core goes away in between', async () => {
    const { store, run, times, goAway } = await restored([atCore({ id: operationId(5), msisdn: b })])
    goAway()
    await expect(run()).rejects.toMatchObject({ code: 'CORE_UNREACHABLE' })
    expect([await store.read((tx) => findSetting(tx, restoredSetting)), times()]).toEqual([expect.any(String), 0])
    await run()
    expect(times()).toBe(1)
  })
})

describe('a store', () => {
  const must = async (store: Store, now: string) => await store.read((tx) => mustReconcile(tx, Date.parse(now)))

  it('that has met the core within a week goes on as it is', async () => {
    const { store } = await tempStore()
    expect(await must(store, start), 'never met it').toBe(false)
    await store.write((tx) => saveFeedCursor(tx, 'c-1', start))
    expect(await must(store, '2026-11-30T08:00:00.000Z')).toBe(false)
  })

  it('that was restored, or away for longer, asks first what the core has', async () => {
    const { store } = await tempStore()
    await store.write((tx) => saveFeedCursor(tx, 'c-1', start))
    expect(await must(store, '2026-11-30T10:00:00.000Z')).toBe(true)
    await store.write((tx) => saveSetting(tx, restoredSetting, start))
    expect(await must(store, start)).toBe(true)
  })
})
