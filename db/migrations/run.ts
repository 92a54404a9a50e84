import { AppError } from '#domain/errors'
import type { Clock } from '#domain/clock'
import type { ReadTx, Writer, WriteTx } from '../connection'
import type { Migration } from './migration'

/**
 * A runner of our own: Knex's migrator cannot switch foreign keys off around a migration (inside a transaction SQLite ignores
 * that, and a rebuilt parent table then deletes its children without a word), does not check afterwards, and
 * reports a store of a newer version as a corrupt directory.
 */

/** The highest migration in the store; 0 for an empty file. */
export async function schemaVersion(tx: ReadTx): Promise<number> {
  const table = await tx('sqlite_master').where({ type: 'table', name: 'migration' }).first()
  if (!table) return 0
  const [row]: { id: number | null }[] = await tx('migration').select(tx.raw('max(id) AS id'))
  return row?.id ?? 0
}

/** Each migration with its checks in one transaction. Throws STORE_MIGRATION `{migration}`; what was done before it stays. */
export async function migrate(store: Writer, pending: readonly Migration[], clock: Clock): Promise<void> {
  await store.setForeignKeys(false)
  for (const migration of pending) {
    await store
      .write((tx) => apply(tx, migration, clock))
      .catch((error: unknown) => {
        throw new AppError('STORE_MIGRATION', { migration: migration.id }, { cause: error })
      })
  }
  await store.setForeignKeys(true)
}

async function apply(tx: WriteTx, migration: Migration, clock: Clock): Promise<void> {
  const before = await rowCounts(tx)
  await tx.raw(
    'CREATE TABLE IF NOT EXISTS migration (id INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  )
  await migration.up(tx)
  await checkForeignKeys(tx)
  checkCounts(before, await rowCounts(tx), migration)
  await tx('migration').insert({ id: migration.id, name: migration.name, appliedAt: clock.iso() })
}

async function rowCounts(tx: ReadTx): Promise<Map<string, number>> {
  const tables: { name: string }[] = await tx('sqlite_master')
    .where({ type: 'table' })
    .whereNot('name', 'like', 'sqlite_%')
  const counts = new Map<string, number>()
  for (const { name } of tables) {
    const [row]: { rows: number }[] = await tx(name).select(tx.raw('count(*) AS rows'))
    counts.set(name, row?.rows ?? 0)
  }
  return counts
}

async function checkForeignKeys(tx: ReadTx): Promise<void> {
  const broken: unknown[] = await tx.raw('PRAGMA foreign_key_check')
  if (broken.length > 0) throw new AppError('STORE_MIGRATION', { check: 'foreignKeys', rows: broken.length })
}

function checkCounts(before: Map<string, number>, after: Map<string, number>, { changesRowsOf }: Migration): void {
  for (const [table, rows] of before) {
    if (table === 'migration' || changesRowsOf.includes(table)) continue
    const now = after.get(table) ?? 0
    if (now !== rows) throw new AppError('STORE_MIGRATION', { check: 'rowCount', table, before: rows, after: now })
  }
}
