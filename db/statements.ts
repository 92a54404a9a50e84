import type { Database, RunResult, Statement } from 'sqlite3'

/** The driver's word for statements whose rows are read, and for those that only change something. */
export type Way = 'all' | 'run'

export interface Outcome {
  rows: unknown
  /** Of the last insert, and the rows that a change has met. */
  context: { lastID: number; changes: number }
}

/** SQLite holds the values of a statement until its next use: a page of a customer's usage must not stay there after the visit. */
const isLong = (value: unknown) => typeof value === 'string' && value.length > 4096

/** More than the store's own statements; above it the one that was longest unused goes. */
const mostKept = 100

const ofConnection = new WeakMap<Database, Statements>()

/** By the connection and not by the client: Knex makes a client of its own for each transaction. */
export function statementsOf(db: Database): Statements {
  const statements = ofConnection.get(db) ?? new Statements(db)
  ofConnection.set(db, statements)
  return statements
}

/** Keeps the statements of one connection compiled: for the short ones of the store compiling takes as long as running. */
class Statements {
  readonly #kept = new Map<string, Statement>()

  constructor(private readonly db: Database) {}

  /** Throws the driver's error. */
  query(way: Way, sql: string, bindings: readonly unknown[]): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        this.#forget(sql)
        reject(error)
      }
      const done = function (this: RunResult, error: Error | null, rows?: unknown) {
        if (error) fail(error)
        else resolve({ rows, context: { lastID: this.lastID, changes: this.changes } })
      }
      if (bindings.some(isLong)) this.db[way](sql, bindings, done)
      else this.#use(sql, fail)[way](bindings, done)
    })
  }

  /** Before the connection closes, which SQLite refuses while it has statements. */
  async drop(): Promise<void> {
    const all = [...this.#kept.values()]
    this.#kept.clear()
    await Promise.all(all.map((statement) => new Promise<void>((done) => void statement.finalize(() => done()))))
  }

  #use(sql: string, onFault: (error: Error) => void): Statement {
    const known = this.#kept.get(sql)
    this.#kept.delete(sql)
    const statement = known ?? this.#compile(sql, onFault)
    this.#kept.set(sql, statement)
    this.#forgetOldest()
    return statement
  }

  /** The driver queues what is asked of a statement that is still being compiled, and drops it when that fails. */
  #compile(sql: string, onFault: (error: Error) => void): Statement {
    return this.db.prepare(sql, (error: Error | null) => void (error && onFault(error)))
  }

  #forgetOldest(): void {
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined && this.#kept.size > mostKept) this.#forget(oldest)
  }

  #forget(sql: string): void {
    this.#kept.get(sql)?.finalize()
    this.#kept.delete(sql)
  }
}
