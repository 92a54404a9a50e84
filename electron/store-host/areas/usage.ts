import { AppError } from '#domain/errors'
import type { UsageRow } from '#domain/usage'
import {
  addFetch,
  addUsagePage,
  adoptFetch,
  completeFetch,
  dropFetch,
  findFetch,
  sumUsage,
  usageBatch,
  type UsageFetch,
} from '#db/repositories/usage'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { requireCovered, type VerifiedVisit } from '../session'
import { pagesOf, type UsagePage } from '../sync/usagePages'

type FetchInput = Parameters<StoreApi['fetchUsage']>[0]

/** Fetches that run now, by their id. */
export interface UsageFetches {
  /** Ends the fetches of a visit and waits until they no longer write. */
  abandon(visitId: string): Promise<void>
  abandonAll(): Promise<void>
}

interface Running {
  visitId: string
  abort: AbortController
  ended: Promise<void>
}

export function usageArea(
  counter: Counter,
): Pick<StoreApi, 'usageBounds' | 'fetchUsage' | 'cancelFetch'> & UsageFetches {
  const running = new Map<string, Running>()

  async function stop(one: Running): Promise<void> {
    one.abort.abort(new AppError('REPORT_CANCELLED'))
    await one.ended.catch(() => undefined)
  }

  return {
    async usageBounds({ msisdn, period }) {
      const visit = counter.session.requireVerified(msisdn)
      const query = { 'product.id': visit.productId, ...period }
      return await counter.core().ask('usageBounds', { query, ...proofOf(counter, visit) })
    },

    async fetchUsage(input) {
      if (running.has(input.fetchId)) throw new AppError('REPORT_BUSY')
      const abort = new AbortController()
      const ended = fetchAll(counter, input, abort.signal).finally(() => running.delete(input.fetchId))
      running.set(input.fetchId, { visitId: input.visitId, abort, ended })
      await ended
    },

    async cancelFetch({ fetchId }) {
      const one = running.get(fetchId)
      if (one) await stop(one)
    },

    async abandonAll() {
      await Promise.all([...running.values()].map(stop))
    },

    async abandon(visitId) {
      await Promise.all([...running.values()].filter((one) => one.visitId === visitId).map(stop))
    },
  }
}

function proofOf(counter: Counter, visit: VerifiedVisit) {
  return { clerkToken: counter.session.requireToken(), verificationToken: visit.verification.token }
}

async function fetchAll(counter: Counter, input: FetchInput, signal: AbortSignal): Promise<void> {
  const { msisdn, visitId } = input
  const verified = () => counter.session.requireVerified(msisdn, visitId)
  const { productId, verification } = verified()
  requireCovered(verification, ['detailization'])
  const fetch = await begin(counter, input, productId)
  if (fetch.state === 'complete') return
  const proof = () => proofOf(counter, verified())
  tell(counter, fetch, fetch.nextOffset)
  const kept = inBatches(counter, fetch)
  try {
    for await (const page of pagesOf(counter, { fetch, proof, signal })) {
      signal.throwIfAborted()
      await kept.add(page)
    }
  } finally {
    // Also what had arrived when it was broken off: the next one goes on from there.
    await kept.flush()
  }
  await finish(counter, fetch, input)
}

/** On a slow line each page is kept as it comes. */
const batchMs = 500

/** Keeps pages in their order, several in one transaction while they come fast. */
function inBatches(
  counter: Counter,
  fetch: UsageFetch,
): { add: (page: UsagePage) => Promise<void>; flush: () => Promise<void> } {
  let rows: UsageRow[] = []
  let done = fetch.nextOffset
  let keptAt = counter.clock.now()

  async function flush(): Promise<void> {
    if (rows.length === 0) return
    const batch = rows
    rows = []
    await counter.store.write((tx) => addUsagePage(tx, fetch, batch, done))
    keptAt = counter.clock.now()
  }

  return {
    flush,
    async add(page) {
      rows.push(...page.rows)
      done = page.offset + page.rows.length
      tell(counter, fetch, done)
      const waited = counter.clock.now() - keptAt
      if (rows.length >= usageBatch || waited >= batchMs || waited < 0) await flush()
    },
  }
}

function tell(counter: Counter, { id: fetchId, expectedRows: total }: UsageFetch, done: number): void {
  if (done > 0) counter.events.emit('usage', { fetchId, done, total })
}

/** A new one, the same one again, or what an earlier one of this visit and period has left when it was broken off. */
async function begin(
  counter: Counter,
  { fetchId, visitId, period, rows }: FetchInput,
  productId: string,
): Promise<UsageFetch> {
  const { from: fromAt, to: toAt } = period
  const wanted = { id: fetchId, visitId, productId, fromAt, toAt, expectedRows: rows }
  return await counter.store.write(async (tx) => {
    const known = await findFetch(tx, fetchId)
    if (known) return sameFetch(known, wanted)
    return (await adoptFetch(tx, wanted)) ?? (await addFetch(tx, { ...wanted, createdAt: counter.clock.iso() }))
  })
}

function sameFetch(known: UsageFetch, wanted: Pick<UsageFetch, 'fromAt' | 'toAt' | 'expectedRows'>): UsageFetch {
  const { fromAt, toAt, expectedRows } = wanted
  if (known.fromAt !== fromAt || known.toAt !== toAt || known.expectedRows !== expectedRows) {
    throw new AppError('COMMAND_ID_REUSED')
  }
  return known
}

/**
 * Rows that came twice count once, so a count that fits means that each of them is here. What does not add up is worth
 * nothing: it goes, so that the next fetch begins anew.
 */
async function finish({ store }: Counter, fetch: UsageFetch, expected: FetchInput): Promise<void> {
  const got = await store.readLong((tx) => sumUsage(tx, fetch.key))
  const wrong = (['rows', 'totalTiyn', 'topUpsTiyn'] as const).find((name) => got[name] !== expected[name])
  if (wrong === undefined) return await store.write((tx) => completeFetch(tx, fetch.key))
  await store.write((tx) => dropFetch(tx, fetch.key))
  // Sums of a customer are personal: the field is named, the amounts are not.
  throw new AppError('REPORT_TOTALS_DIFFER', { field: wrong })
}
