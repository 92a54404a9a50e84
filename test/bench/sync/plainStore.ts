import makeKnex from 'knex'
import { storePragmas, type Store, type WriteTx } from '#db/connection'
import { camelRows, snakeCase } from '#db/columnNames'

/** The same tables without encryption, which the application refuses to open: only to see what encryption costs. */
export async function openPlain(file: string, schema: readonly string[]): Promise<Store> {
  const knex = makeKnex({
    client: 'sqlite3',
    connection: { filename: file },
    pool: { min: 1, max: 1 },
    useNullAsDefault: true,
    wrapIdentifier: (name, quote) => quote(snakeCase(name)),
    postProcessResponse: camelRows,
  })
  for (const pragma of storePragmas.split(';').filter((each) => each.trim() !== '')) await knex.raw(pragma)
  for (const statement of schema) await knex.raw(statement)
  const write: Store['write'] = (work) => knex.transaction((tx) => work(tx as unknown as WriteTx))
  return {
    write,
    read: write,
    readLong: write,
    close: () => knex.destroy(),
  }
}

/** What the tables were made with, without SQLite's own. */
export async function schemaOf(store: Store, ...tables: string[]): Promise<string[]> {
  const rows: { sql: string }[] = await store.read((tx) =>
    tx('sqlite_master').whereIn('tbl_name', tables).whereNotNull('sql').orderBy('type', 'desc').select('sql'),
  )
  return rows.map((row) => row.sql)
}
