import { feedBodies, isFeedKind, type FeedBody, type FeedItem, type FeedKind } from '#domain/core/feed'
import type { WriteTx } from '#db/connection'
import { hurrySent } from '#db/outbox/outbox'
import { applyReference } from '#db/repositories/reference'
import { applyLease, removeLease } from '#db/repositories/stock'
import { removeVerifier } from '#db/repositories/verifiers'

/** What the page asks for beyond the store, once it is committed. */
export interface FeedEffects {
  applied: number
  /** Kinds this version does not know, or bodies it cannot read. */
  skipped: { kind: string; reason: 'unknownKind' | 'malformedBody' }[]
  ordersChanged: boolean
  productsChanged: string[]
}

/** Applies items in any order and any number of times: versions decide, not their turn. */
export async function applyFeed(tx: WriteTx, items: readonly FeedItem[], now: string): Promise<FeedEffects> {
  const effects: FeedEffects = { applied: 0, skipped: [], ordersChanged: false, productsChanged: [] }
  for (const item of items) {
    if (!isFeedKind(item.kind)) effects.skipped.push({ kind: 'other', reason: 'unknownKind' })
    else await applyItem(tx, item, item.kind, { now, effects })
  }
  return effects
}

interface Applying {
  now: string
  effects: FeedEffects
}

async function applyItem(tx: WriteTx, item: FeedItem, kind: FeedKind, { now, effects }: Applying): Promise<void> {
  const body = readBody(kind, item)
  if (body === undefined) return void effects.skipped.push({ kind, reason: 'malformedBody' })
  effects.applied += 1
  if (kind === 'simLease') return await applySim(tx, item, body as FeedBody<'simLease'> | null)
  if (kind === 'orderChanged') {
    const changed = body as FeedBody<'orderChanged'> | null
    if (changed && (await hurrySent(tx, changed.externalId, now))) effects.ordersChanged = true
    return
  }
  if (kind === 'productChanged') {
    const changed = body as FeedBody<'productChanged'> | null
    if (changed) effects.productsChanged.push(changed.msisdn)
    return
  }
  const isNew = await applyReference(tx, { kind, id: item.id, version: item.version, body })
  // Who no longer works here must not come in by pulling the plug.
  if (isNew && kind === 'clerk' && body === null) await removeVerifier(tx, item.id)
}

/** Null: deleted. Undefined: not readable. */
function readBody(kind: FeedKind, item: FeedItem): unknown {
  return item.op === 'delete' ? null : feedBodies[kind].safeParse(item.body).data
}

async function applySim(tx: WriteTx, item: FeedItem, body: FeedBody<'simLease'> | null): Promise<void> {
  if (body) await applyLease(tx, { ...body, version: item.version })
  else await removeLease(tx, item.id, item.version)
}
