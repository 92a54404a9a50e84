import { usageFromTmf } from '#domain/core/usage'
import { AppError } from '#domain/errors'
import type { UsageRow } from '#domain/usage'
import { addFetch, addUsagePage, completeFetch, countUsage, findFetch, type UsageFetch } from '#db/repositories/usage'
import type { StoreApi, UtcPeriod } from '../../link/store-api'
import type { Counter } from '../counter'
import { requireCovered, type VerifiedVisit } from '../session'

type FetchInput = Parameters<StoreApi['fetchUsage']>[0]

const pageRows = 1000
/** Pages asked for ahead; they are stored in their order all the same. */
const parallelPages = 3

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
  const visit = counter.session.requireVerified(input.msisdn, input.visitId)
  requireCovered(visit.verification, ['detailization'])
  const fetch = await begin(counter, input, visit.productId)
  if (fetch.state === 'complete') return
  for await (const page of pagesOf(counter, { fetch, visit, signal })) {
    signal.throwIfAborted()
    const done = page.offset + page.rows.length
    await counter.store.write((tx) => addUsagePage(tx, fetch, page.rows, done))
    counter.events.emit('usage', { fetchId: fetch.id, done, total: fetch.expectedRows })
  }
  await finish(counter, fetch)
}

async function begin(
  counter: Counter,
  { fetchId, visitId, period, rows }: FetchInput,
  productId: string,
): Promise<UsageFetch> {
  const known = await counter.store.read((tx) => findFetch(tx, fetchId))
  if (known) return sameFetch(known, period, rows)
  const { from: fromAt, to: toAt } = period
  const fetch = { id: fetchId, visitId, productId, fromAt, toAt, expectedRows: rows, createdAt: counter.clock.iso() }
  return await counter.store.write((tx) => addFetch(tx, fetch))
}

function sameFetch(known: UsageFetch, { from, to }: UtcPeriod, rows: number): UsageFetch {
  if (known.fromAt !== from || known.toAt !== to || known.expectedRows !== rows) throw new AppError('COMMAND_ID_REUSED')
  return known
}

interface Pages {
  fetch: UsageFetch
  visit: VerifiedVisit
  signal: AbortSignal
}

interface Page {
  offset: number
  rows: UsageRow[]
}

/** Yields pages in their order while the next ones are on their way. */
async function* pagesOf(counter: Counter, pages: Pages): AsyncGenerator<Page, void> {
  const { expectedRows, nextOffset } = pages.fetch
  const ahead: Promise<Page>[] = []
  let offset = nextOffset
  while (offset < expectedRows || ahead.length > 0) {
    while (ahead.length < parallelPages && offset < expectedRows) {
      const page = askPage(counter, pages, offset)
      // Handled when its turn comes; until then it must not count as unhandled.
      page.catch(() => undefined)
      ahead.push(page)
      offset += pageRows
    }
    const page = await ahead.shift()
    if (page) yield page
  }
}

/** Never past the rows that were counted: what was charged since is not part of this report. */
async function askPage(counter: Counter, { fetch, visit, signal }: Pages, offset: number): Promise<Page> {
  const limit = Math.min(pageRows, fetch.expectedRows - offset)
  const query = {
    'ratedProductUsage.productRef.id': fetch.productId,
    'usageDate.gte': fetch.fromAt,
    'usageDate.lt': fetch.toAt,
    offset,
    limit,
  }
  const options = { ...proofOf(counter, visit), signal, correlationId: fetch.id }
  const answer = await counter.core().ask('usage', { query, ...options })
  if (answer.length !== limit) throw new AppError('REPORT_TOTALS_DIFFER', { expected: limit, got: answer.length })
  return { offset, rows: answer.map(usageFromTmf) }
}

/** Rows that came twice are stored once, so a count that fits means that each of them is here. */
async function finish(counter: Counter, fetch: UsageFetch): Promise<void> {
  await counter.store.write(async (tx) => {
    const got = await countUsage(tx, fetch.key)
    if (got !== fetch.expectedRows) throw new AppError('REPORT_TOTALS_DIFFER', { expected: fetch.expectedRows, got })
    await completeFetch(tx, fetch.key)
  })
}
