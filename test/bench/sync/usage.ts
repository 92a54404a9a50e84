import { v7 } from 'uuid'
import type { Store } from '#db/connection'
import { addFetch, addUsagePage, usageBatch } from '#db/repositories/usage'
import { addVisit, closeVisit } from '#db/repositories/visits'
import type { UsageRow } from '#domain/usage'
import { head, rowBatches } from '../report/rows'

/** The rows of the report's benchmark, in batches as a fetch stores pages that come fast. */
export async function* usagePages(rows: number): AsyncGenerator<UsageRow[]> {
  let page: UsageRow[] = []
  for await (const batch of rowBatches(rows)) {
    page.push(...batch)
    if (page.length < usageBatch) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/**
 * Stores rows as a fetch does, a transaction per batch, under a visit that has ended. Gives the seconds spent in the store,
 * without those of making the rows.
 */
export async function ingest(store: Store, rows: number): Promise<number> {
  const visitId = v7()
  const at = new Date().toISOString()
  const period = { fromAt: head.periodFrom, toAt: head.periodTo, expectedRows: rows, createdAt: at }
  const fetch = await store.write(async (tx) => {
    await addVisit(tx, { id: visitId, clerkId: '0417', msisdn: null, productId: null, openedAt: at })
    await closeVisit(tx, visitId, 'finished', at)
    return await addFetch(tx, { id: v7(), visitId, productId: 'prod-1', ...period })
  })
  let done = 0
  let ms = 0
  for await (const page of usagePages(rows)) {
    done += page.length
    const start = performance.now()
    await store.write((tx) => addUsagePage(tx, fetch, page, done))
    ms += performance.now() - start
  }
  return ms / 1000
}
