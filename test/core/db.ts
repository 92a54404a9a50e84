import knex, { type Knex } from 'knex'

/** PostgreSQL's own; each request or step of an order under way needs one. */
const connections = 16
const defaultSchema = 'reference_core'

/**
 * The reference core's own database.
 * @param place path of a SQLite file or `:memory:`: one connection, so transactions follow one another; or an address
 * `postgres://user@host/database?schema=reference_core`: many connections, and the tables in that schema only, because
 * the core empties what it finds. Throws RangeError for a schema that is not a plain name.
 */
export async function openDb(place: string): Promise<Knex> {
  return /^postgres(ql)?:/.test(place) ? openPostgres(new URL(place)) : openSqlite(place)
}

async function openSqlite(file: string): Promise<Knex> {
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

async function openPostgres(address: URL): Promise<Knex> {
  const schema = address.searchParams.get('schema') ?? defaultSchema
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) throw new RangeError('the schema must be a plain name')
  address.searchParams.delete('schema')
  // Whatever the server's default is: the locks of `locks.ts` are made for this level.
  address.searchParams.set('options', '-c default_transaction_isolation=read\\ committed')
  const db = knex({
    client: 'pg',
    connection: address.href,
    searchPath: [schema],
    pool: { min: 0, max: connections },
  })
  await db.raw('create schema if not exists ??', [schema])
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
