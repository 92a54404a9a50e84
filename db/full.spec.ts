import { describe, expect, it } from 'vitest'
import { verifyAudit } from './audit'
import type { Store } from './connection'
import { enqueue } from './outbox/outbox'
import { addOperation } from './repositories/operations'
import { addTestVisit, operationId, start, stoppedClock, tempStore, visitId } from './spec/tempStore'
import { unitOfWork } from './unitOfWork'

/** SQLite answers SQLITE_FULL for a store that may not grow, as it does for a disk that cannot hold more. */
function limitTo(store: Store, pages: number): Promise<unknown> {
  return store.write((tx) => tx.raw(`PRAGMA max_page_count=${pages}`))
}

function place(store: Store, id: string, payload: object): Promise<void> {
  const audit = { actor: 'clerk-1', event: 'orderPlaced', subject: id }
  const common = { visitId, clerkId: 'clerk-1', msisdn: '77010000001', productId: 'prod-1', requestHash: id }
  return unitOfWork(store, { clock: stoppedClock(), audit }, async (tx) => {
    await addOperation(tx, { id, ...common, operations: ['unblock'], createdAt: start })
    const frozen = { schemaVersion: 1, baseVersion: 1, at: start }
    await enqueue(tx, { id, aggregate: common.msisdn, kind: 'order', payload, ...frozen })
  })
}

describe('a disk that fills while an order is stored', () => {
  it('leaves nothing of the order, and the store works on when there is room again', async () => {
    const { store } = await tempStore()
    await store.write((tx) => addTestVisit(tx))
    await place(store, operationId(1), {})
    await limitTo(store, 1)
    const big = { text: 'x'.repeat(100_000) }
    await expect(place(store, operationId(2), big)).rejects.toMatchObject({
      code: 'STORE_FULL',
      params: { sqlite: 'SQLITE_FULL' },
    })
    const counts = (tables: string[]) => Promise.all(tables.map((table) => store.read((tx) => tx(table).select())))
    expect((await counts(['operation', 'outbox', 'audit'])).map(({ length }) => length)).toEqual([1, 1, 1])
    await limitTo(store, 1_000_000)
    await place(store, operationId(2), big)
    expect((await counts(['operation', 'outbox', 'audit'])).map(({ length }) => length)).toEqual([2, 2, 2])
    expect(await store.read(verifyAudit)).toMatchObject({ rows: 2 })
  })
})
