import type { Knex } from 'knex'
import type { Database } from 'sqlite3'
import { AppError } from '#domain/errors'
import { statementsOf } from './statements'

/**
 * Transactions on one instance of Knex. Knex's own make a whole instance for each: of the time that finding a customer
 * takes a third, and it keeps the garbage collector busy for longer than a clerk may wait for a key.
 */

/** What a transaction offers; raw statements and builders are queries of its connection while it lasts. */
export type Queries = ((table: string) => Knex.QueryBuilder) & Pick<Knex, 'raw'>

/** Stands for the connection in the queries of one transaction. Knex writes its own marks on it. */
export class Turn {
  #ended = false

  constructor(private readonly connection: Database) {}

  /** Throws STORE_CLOSED after the end: a query that was made within and is run later would be part of another's work. */
  get db(): Database {
    if (this.#ended) throw new AppError('STORE_CLOSED', { reason: 'transactionEnded' })
    return this.connection
  }

  end(): void {
    this.#ended = true
  }
}

/** Has the connection of `knex` to itself; commits when `work` resolves, else leaves nothing. Throws what came first. */
export async function inTransaction<T>(knex: Knex, work: (queries: Queries) => Promise<T>): Promise<T> {
  const connection = (await knex.client.acquireConnection()) as Database
  const turn = new Turn(connection)
  const run = (sql: string) => statementsOf(connection).query('run', sql, [])
  try {
    await run('BEGIN')
    const result = await work(queriesOf(knex, turn))
    await run('COMMIT')
    return result
  } catch (error) {
    // On a full disk SQLite rolls back by itself, and there is nothing left to roll back.
    await run('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    turn.end()
    await knex.client.releaseConnection(connection)
  }
}

function queriesOf(knex: Knex, turn: Turn): Queries {
  const raw = (...asked: Parameters<Knex['raw']>) => knex.raw(...asked).connection(turn)
  return Object.assign((table: string) => knex(table).connection(turn), { raw: raw as Knex['raw'] })
}
