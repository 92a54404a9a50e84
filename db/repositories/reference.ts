import type { ReadTx, WriteTx } from '../connection'
import { putRows } from '../manyRows'

/** Reference data of the core by kind and id, each as the JSON body that came. */

export interface ReferenceChange {
  kind: string
  id: string
  version: number
  /** Null: deleted. */
  body: unknown
}

const selectVersions = `SELECT kind, id, version FROM reference_item
  WHERE (kind, id) IN (SELECT value ->> 'kind', value ->> 'id' FROM json_each(?))`

/**
 * What is here already in the same version or a newer one stays: feeds repeat and reorder. Gives the changes that were newer
 * than all before them.
 */
export async function applyReferences(tx: WriteTx, changes: readonly ReferenceChange[]): Promise<ReferenceChange[]> {
  if (changes.length === 0) return []
  const asked = JSON.stringify(changes.map(({ kind, id }) => ({ kind, id })))
  const known: { kind: string; id: string; version: number }[] = await tx.raw(selectVersions, [asked])
  const versions = new Map(known.map((row) => [keyOf(row), row.version]))
  const newer = changes.filter((change) => {
    const before = versions.get(keyOf(change))
    if (before !== undefined && before >= change.version) return false
    versions.set(keyOf(change), change.version)
    return true
  })
  const rows = newer.map(({ body, ...rest }) => ({ ...rest, body: body === null ? null : JSON.stringify(body) }))
  await putRows(tx, { table: 'reference_item', key: ['kind', 'id'] }, rows)
  return newer
}

const keyOf = ({ kind, id }: Pick<ReferenceChange, 'kind' | 'id'>) => `${kind} ${id}`

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
