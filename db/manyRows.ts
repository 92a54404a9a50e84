import { snakeCase } from './columnNames'
import type { WriteTx } from './connection'

/**
 * Adds rows, or puts them in the place of what has their `key`: by one statement that binds all of them as one text, as
 * binding value by value costs many times as much. All rows have the same names.
 */
export async function putRows<Row extends { [K in keyof Row]: string | number | null }>(
  tx: WriteTx,
  { table, key }: { table: string; key: readonly (keyof Row & string)[] },
  rows: readonly Row[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first).map((name) => ({ name, column: snakeCase(name) }))
  await tx.raw(
    `INSERT INTO ${table} (${columns.map(({ column }) => column).join(', ')})
      SELECT ${columns.map(({ name }) => `value ->> '$.${name}'`).join(', ')} FROM jsonb_each(?) WHERE true
      ON CONFLICT (${key.map(snakeCase).join(', ')})
      DO UPDATE SET ${columns.map(({ column }) => `${column} = excluded.${column}`).join(', ')}`,
    [JSON.stringify(rows)],
  )
}
