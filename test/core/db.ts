import knex, { type Knex } from 'knex'

/**
 * The reference core's own database. One connection: requests follow one another, as transactions of one writer do.
 * @param file path of the SQLite file, or `:memory:`
 */
export async function openDb(file: string): Promise<Knex> {
  const db = knex({
    client: 'sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  })
  await db.raw('PRAGMA journal_mode = WAL')
  await db.raw('PRAGMA synchronous = OFF')
  return db
}

export async function readMeta(db: Knex, key: string): Promise<string | undefined> {
  if (!(await db.schema.hasTable('meta'))) return undefined
  const row = await db<{ key: string; value: string }>('meta').where({ key }).first()
  return row?.value
}

export async function writeMeta(db: Knex, key: string, value: string): Promise<void> {
  await db('meta').insert({ key, value }).onConflict('key').merge()
}
