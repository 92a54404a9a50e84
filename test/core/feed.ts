import type { Knex } from 'knex'
import type { FeedBody, FeedItem, FeedKind } from '#domain/core/feed'
import { inTransaction, lockName } from './locks'
import type { FeedRow } from './rows'

/**
 * Appends to the feed in the transaction of the change itself, which holds the lock of what has changed. The item gets
 * its place only once committed (`FeedNumbers`). `officeId` null = for every office.
 */
export async function appendFeed<K extends FeedKind>(
  tx: Knex,
  item: { kind: K; id: string; body: FeedBody<K>; officeId: string | null },
): Promise<void> {
  const own = { kind: item.kind, item_id: item.id }
  await tx('feed').insert({
    ...own,
    op: 'upsert',
    version: tx('feed as earlier').where(own).select(tx.raw('coalesce(max(version), 0) + 1')),
    body: JSON.stringify(item.body),
    office_id: item.officeId,
  })
}

/**
 * Gives committed items their numbers, one batch after another. Numbers that the items took along before they were
 * committed would come to light in another order, and a reader with a later cursor would never see the earlier item.
 */
export class FeedNumbers {
  private running: Promise<void> | undefined
  private next: Promise<void> | undefined

  constructor(private readonly db: Knex) {}

  /** When it ends, all that was committed before the call has a number; calls meanwhile share one batch. */
  giveOut(): Promise<void> {
    if (!this.running) return this.begin()
    this.next ??= this.running.then(
      () => this.begin(),
      () => this.begin(),
    )
    return this.next
  }

  private begin(): Promise<void> {
    this.next = undefined
    const running = numberFeed(this.db).finally(() => {
      if (this.running === running) this.running = undefined
    })
    this.running = running
    return running
  }
}

async function numberFeed(db: Knex): Promise<void> {
  const open = await db<FeedRow>('feed').whereNull('seq').first('id')
  if (!open) return
  await inTransaction(db, async (tx) => {
    await lockName(tx, 'feed')
    await tx.raw(`
      update feed set seq = placed.seq
      from (
        select id, (select coalesce(max(seq), 0) from feed) + row_number() over (order by id) as seq
        from feed where seq is null
      ) as placed
      where feed.id = placed.id`)
  })
}

/** Items after a sequence number that this office may see, at most `limit`. */
export async function readFeed(
  tx: Knex,
  officeId: string,
  after: number,
  limit: number,
): Promise<{ items: FeedItem[]; more: boolean }> {
  const rows = await tx<FeedRow & { seq: number }>('feed')
    .where('seq', '>', after)
    .where((own) => own.whereNull('office_id').orWhere({ office_id: officeId }))
    .orderBy('seq')
    .limit(limit + 1)
  return { items: rows.slice(0, limit).map(toItem), more: rows.length > limit }
}

function toItem(row: FeedRow & { seq: number }): FeedItem {
  const { seq, kind, op, version } = row
  return { seq, kind, op, id: row.item_id, version, body: JSON.parse(row.body) as unknown }
}
