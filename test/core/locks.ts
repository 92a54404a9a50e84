import type { Knex } from 'knex'
import type { ProductRow } from './rows'

/**
 * What keeps transactions of PostgreSQL from getting into one another's way. Taken in this order, so that none waits in a
 * circle: the command, the number, the subject of attempts, the SIM. On SQLite transactions follow one another anyway.
 */

/** Those that name the same thing follow one another to their ends; what they read afterwards is what the last one left. */
export async function lockName(tx: Knex, name: string): Promise<void> {
  if (isPostgres(tx)) await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [name])
}

/** One order of a number at a time. Gives the number as it stands then. */
export function lockProduct(tx: Knex, by: { id?: string; msisdn?: string }): Promise<ProductRow | undefined> {
  return tx<ProductRow>('products').where(by).forUpdate().first()
}

/** Unique violation, serialization failure, deadlock: another transaction was first, and a new try sees what it did. */
const lost = new Set(['23505', '40001', '40P01'])
const tries = 5

export async function inTransaction<T>(db: Knex, work: (tx: Knex) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await db.transaction(work)
    } catch (error) {
      if (tried === tries || !lost.has(sqlState(error))) throw error
    }
  }
}

/** A text that PostgreSQL cannot hold, as one with U+0000. */
export function isUnholdable(error: unknown): boolean {
  return sqlState(error) === '22021'
}

function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

function isPostgres(tx: Knex): boolean {
  return (tx.client as { dialect: string }).dialect === 'postgresql'
}
