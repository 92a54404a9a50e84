import type { AnswerOf } from '#domain/core/endpoints'
import { AppError } from '#domain/errors'
import { feedCursor, saveFeedCursor } from '#db/repositories/reference'
import { dropStale, markStale } from '#db/repositories/resync'
import type { CounterBase } from '../counter'
import { applyFeed, type FeedEffects } from './applyFeed'

const pageSize = 500

/**
 * Reads the feed up to its present end. The cursor is stored with the rows it stands for, so that none is lost or skipped.
 * Answers whether an order that is open here has changed. Throws what the core answers.
 */
export async function pullFeed(counter: CounterBase, signal: AbortSignal): Promise<{ ordersChanged: boolean }> {
  let ordersChanged = false
  for (;;) {
    const after = await counter.store.read(feedCursor)
    const query = { limit: pageSize, ...(after !== undefined && { after }) }
    const page = await counter.core().ask('feed', { query, signal }).catch(asGone)
    if (page === 'gone') {
      await beginAnew(counter)
      continue
    }
    const effects = await applyPage(counter, page)
    tell(counter, effects)
    ordersChanged ||= effects.ordersChanged
    if (!page.more) return { ordersChanged }
  }
}

/** 410: the core no longer has the place we stopped at. */
function asGone(error: unknown): 'gone' {
  if (error instanceof AppError && error.code === 'CORE_REFUSED' && error.params['status'] === 410) return 'gone'
  throw error
}

async function beginAnew({ store, line, log }: CounterBase): Promise<void> {
  const known = await store.read(feedCursor)
  // Without a place there is nothing that could be gone; asking again at once would go on for ever.
  if (known === undefined) throw new AppError('CORE_ANSWER_MALFORMED', { endpoint: 'feed' })
  log('warn', 'feed.anew')
  await store.write(async (tx) => {
    await markStale(tx)
    await saveFeedCursor(tx, null, line.coreIso())
  })
}

function applyPage({ store, clock, line }: CounterBase, page: AnswerOf<'feed'>): Promise<FeedEffects> {
  const now = clock.iso()
  return store.write(async (tx) => {
    const effects = await applyFeed(tx, page.items, now)
    await saveFeedCursor(tx, page.next, line.coreIso())
    const dropped = page.more ? 0 : await dropStale(tx)
    return { ...effects, referencesChanged: effects.referencesChanged || dropped > 0 }
  })
}

function tell(counter: CounterBase, { applied, skipped, productsChanged, referencesChanged }: FeedEffects): void {
  if (referencesChanged) counter.references.forget()
  if (applied > 0) counter.log('info', 'feed.applied', { items: applied })
  for (const item of skipped) counter.log('warn', 'feed.skipped', item)
  for (const msisdn of productsChanged) {
    for (const visit of counter.session.visitsOf(msisdn)) visit.customers.delete(msisdn)
  }
}
