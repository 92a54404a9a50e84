import type { WriteTx } from '../connection'

/** One step of the schema. Never edited once released; there is no way back but the backup taken before it. */
export interface Migration {
  /** 1, 2, 3 … without a gap. */
  id: number
  name: string
  /** Existing tables in which it adds or removes rows; in all others the number of rows must stay. */
  changesRowsOf: readonly string[]
  /** Runs in a transaction with foreign keys off. Raw SQL: Knex's alterTable rebuilds tables and loses STRICT. */
  up(tx: WriteTx): Promise<void>
}

export async function runAll(tx: WriteTx, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await tx.raw(statement)
}
