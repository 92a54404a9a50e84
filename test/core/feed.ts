import type { Knex } from 'knex'
import type { FeedBody, FeedItem, FeedKind } from '#domain/core/feed'
import type { FeedRow } from './rows'

/** Appends to the feed in the transaction of the change itself. `officeId` null = for every office. */
export async function appendFeed<K extends FeedKind>(
  tx: Knex,
  item: { kind: K; id: string; body: FeedBody<K>; officeId: string | null },
): Promise<void> {
  const last = await tx<FeedRow>('feed')
    .where({ kind: item.kind, item_id: item.id })
    .orderBy('seq', 'desc')
    .first('version')
  await tx<FeedRow>('feed').insert({
    kind: item.kind,
    op: 'upsert',
    item_id: item.id,
    version: (last?.version ?? 0) + 1,
    body: JSON.stringify(item.body),
    office_id: item.officeId,
  })
}

/** Items after a sequence number that this office may see, at most `limit`. */
export async function readFeed(
  tx: Knex,
  officeId: string,
  after: number,
  limit: number,
): Promise<{ items: FeedItem[]; more: boolean }> {
  const rows = await tx<FeedRow>('feed')
    .where('seq', '>', after)
    .where((own) => own.whereNull('office_id').orWhere({ office_id: officeId }))
    .orderBy('seq')
    .limit(limit + 1)
  return { items: rows.slice(0, limit).map(toItem), more: rows.length > limit }
}

function toItem(row: FeedRow): FeedItem {
  const { seq, kind, op, version } = row
  return { seq, kind, op, id: row.item_id, version, body: JSON.parse(row.body) as unknown }
}
