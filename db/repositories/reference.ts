import type { ReadTx, WriteTx } from '../connection'

/** Reference data of the core by kind and id, each as the JSON body that came. */

export interface ReferenceChange {
  kind: string
  id: string
  version: number
  /** Null: deleted. */
  body: unknown
}

/** Answers false when this version or a newer one is here already: feeds repeat and reorder. */
export async function applyReference(tx: WriteTx, change: ReferenceChange): Promise<boolean> {
  const { kind, id, version } = change
  const body = change.body === null ? null : JSON.stringify(change.body)
  const known: { version: number } | undefined = await tx('reference_item').where({ kind, id }).first('version')
  if (known && known.version >= version) return false
  await tx('reference_item').insert({ kind, id, version, body }).onConflict(['kind', 'id']).merge()
  return true
}

export async function findReference(tx: ReadTx, kind: string, id: string): Promise<unknown> {
  const row: { body: string | null } | undefined = await tx('reference_item').where({ kind, id }).first('body')
  return row?.body ? JSON.parse(row.body) : undefined
}

export async function listReference(tx: ReadTx, kind: string): Promise<unknown[]> {
  const rows: { body: string }[] = await tx('reference_item')
    .where({ kind })
    .whereNotNull('body')
    .orderBy('id')
    .select('body')
  return rows.map((row) => JSON.parse(row.body) as unknown)
}

export async function feedCursor(tx: ReadTx): Promise<string | undefined> {
  const row: { cursor: string | null } | undefined = await tx('feed_state').first()
  return row?.cursor ?? undefined
}

/** When the feed was last read, by the core's clock; undefined before the first time. */
export async function feedReadAt(tx: ReadTx): Promise<string | undefined> {
  const row: { changedAt: string } | undefined = await tx('feed_state').first()
  return row?.changedAt
}

/** Null begins the feed anew. `at` is the core's time. */
export async function saveFeedCursor(tx: WriteTx, cursor: string | null, at: string): Promise<void> {
  await tx('feed_state').insert({ id: 1, cursor, changedAt: at }).onConflict('id').merge()
}
