import { feedBodies, isFeedKind, type FeedBody, type FeedItem, type FeedKind } from '#domain/core/feed'
import type { WriteTx } from '#db/connection'
import { hurrySent } from '#db/outbox/outbox'
import { applyReferences, type ReferenceChange } from '#db/repositories/reference'
import { applyLeases, type SimWord } from '#db/repositories/stock'
import { removeVerifiers } from '#db/repositories/verifiers'

/** What the page asks for beyond the store, once it is committed. */
export interface FeedEffects {
  applied: number
  /** Kinds this version does not know, or bodies it cannot read. */
  skipped: { kind: string; reason: 'unknownKind' | 'malformedBody' }[]
  ordersChanged: boolean
  referencesChanged: boolean
  productsChanged: string[]
}

/** Items of a page by what is done with them: each kind is applied at once, as a statement per item takes most of the time. */
interface Sorted extends Pick<FeedEffects, 'applied' | 'skipped' | 'productsChanged'> {
  sims: SimWord[]
  references: ReferenceChange[]
  /** External ids. */
  orders: string[]
}

/** Applies items in any order and any number of times: versions decide, not their turn. */
export async function applyFeed(tx: WriteTx, items: readonly FeedItem[], now: string): Promise<FeedEffects> {
  const { sims, references, orders, ...effects } = sortOut(items)
  await applyLeases(tx, sims)
  const newer = await applyReferences(tx, references)
  const left = newer.filter(({ kind, body }) => kind === 'clerk' && body === null)
  // Who no longer works here must not come in by pulling the plug.
  await removeVerifiers(
    tx,
    left.map(({ id }) => id),
  )
  return { ...effects, referencesChanged: newer.length > 0, ordersChanged: await hurrySent(tx, orders, now) }
}

function sortOut(items: readonly FeedItem[]): Sorted {
  const sorted: Sorted = { applied: 0, skipped: [], productsChanged: [], sims: [], references: [], orders: [] }
  for (const item of items) {
    if (isFeedKind(item.kind)) sortItem(sorted, item, item.kind)
    else sorted.skipped.push({ kind: 'other', reason: 'unknownKind' })
  }
  return sorted
}

function sortItem(sorted: Sorted, { id, version, ...item }: FeedItem, kind: FeedKind): void {
  const body = readBody(kind, item)
  if (body === undefined) return void sorted.skipped.push({ kind, reason: 'malformedBody' })
  sorted.applied += 1
  if (kind === 'simLease') {
    const lease = body as FeedBody<'simLease'> | null
    sorted.sims.push(lease ? { ...lease, version } : { iccid: id, version, state: 'gone' })
  } else if (kind === 'orderChanged') {
    const changed = body as FeedBody<'orderChanged'> | null
    if (changed) sorted.orders.push(changed.externalId)
  } else if (kind === 'productChanged') {
    const changed = body as FeedBody<'productChanged'> | null
    if (changed) sorted.productsChanged.push(changed.msisdn)
  } else {
    sorted.references.push({ kind, id, version, body })
  }
}

/** Null: deleted. Undefined: not readable. */
function readBody(kind: FeedKind, item: Pick<FeedItem, 'op' | 'body'>): unknown {
  return item.op === 'delete' ? null : feedBodies[kind].safeParse(item.body).data
}
