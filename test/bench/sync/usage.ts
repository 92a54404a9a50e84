import { v7 } from 'uuid'
import type { Store } from '#db/connection'
import { addFetch, addUsagePage, sumUsage, usageBatch } from '#db/repositories/usage'
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
 * Stores rows as a fetch does, a transaction per batch and the adding up at its end, under a visit that has ended. Gives the
 * seconds spent in the store, without those of making the rows.
 */
export async function ingest(store: Store, rows: number): Promise<{ seconds: number; addingUp: number }> {
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
  const start = performance.now()
  const stored = await store.readLong((tx) => sumUsage(tx, fetch.key))
  if (stored.rows !== rows) throw new Error('rows are missing')
  const addingUp = performance.now() - start
  return { seconds: (ms + addingUp) / 1000, addingUp: addingUp / 1000 }
}
