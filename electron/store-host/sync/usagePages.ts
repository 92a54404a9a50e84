import { usageFromTmf } from '#domain/core/usage'
import { AppError } from '#domain/errors'
import type { UsageRow } from '#domain/usage'
import type { UsageFetch } from '#db/repositories/usage'
import type { Counter } from '../counter'
import { patiently } from './patience'

const pageRows = 1000
/** Pages asked for ahead; they are stored in their order all the same. */
const parallelPages = 3

export interface Pages {
  fetch: UsageFetch
  /** What proves the right to the rows, asked for before each request: it throws when the customer's session is over. */
  proof: () => { clerkToken: string; verificationToken: string }
  signal: AbortSignal
}

export interface UsagePage {
  offset: number
  rows: UsageRow[]
}

/**
 * Yields pages in their order while the next ones are on their way; a line that drops is waited for. Throws
 * REPORT_TOTALS_DIFFER, what the core refuses, what `proof` throws, or the reason of `signal`.
 */
export async function* pagesOf(counter: Counter, pages: Pages): AsyncGenerator<UsagePage, void> {
  const { expectedRows, nextOffset } = pages.fetch
  const over = new AbortController()
  const asked = { ...pages, signal: AbortSignal.any([pages.signal, over.signal]) }
  const ahead: Promise<UsagePage>[] = []
  let offset = nextOffset
  try {
    while (offset < expectedRows || ahead.length > 0) {
      while (ahead.length < parallelPages && offset < expectedRows) {
        const page = askPage(counter, asked, offset)
        // Handled when its turn comes; until then it must not count as unhandled.
        page.catch(() => undefined)
        ahead.push(page)
        offset += pageRows
      }
      const page = await ahead.shift()
      if (page) yield page
    }
  } finally {
    // One that failed ends the others: nobody waits for them any more.
    over.abort(new AppError('REPORT_CANCELLED'))
    await Promise.allSettled(ahead)
  }
}

/** Never past the rows that were counted: what was charged since is not part of this report. */
async function askPage(counter: Counter, { fetch, proof, signal }: Pages, offset: number): Promise<UsagePage> {
  const limit = Math.min(pageRows, fetch.expectedRows - offset)
  const query = {
    'ratedProductUsage.productRef.id': fetch.productId,
    'usageDate.gte': fetch.fromAt,
    'usageDate.lt': fetch.toAt,
    offset,
    limit,
  }
  const onPause = (code: string) => counter.log('warn', 'usage.again', { ref: fetch.id, code, offset })
  const answer = await patiently(counter, { signal, onPause }, () => {
    return counter.core().ask('usage', { query, ...proof(), signal, correlationId: fetch.id })
  })
  if (answer.length !== limit) throw new AppError('REPORT_TOTALS_DIFFER', { expected: limit, got: answer.length })
  return { offset, rows: answer.map(usageFromTmf) }
}
