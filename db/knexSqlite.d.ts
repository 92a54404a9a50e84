/** Knex publishes no types for its dialects; this is the part that `connection.ts` extends. */
declare module 'knex/lib/dialects/sqlite3/index.js' {
  import type { Knex } from 'knex'
  import type { Database } from 'sqlite3'

  /** A statement on its way through the dialect: as asked, then with what came of it. */
  export interface Query {
    sql: string
    method?: string
    bindings?: readonly unknown[]
    returning?: unknown
    response?: unknown
    context?: { lastID: number; changes: number }
  }

  export default class SqliteClient extends Knex.Client {
    driver: typeof import('sqlite3')
    connectionSettings: object
    acquireRawConnection(): Promise<Database>
    /** `connection` is what was acquired, or what was passed to the query. */
    _query(connection: object, query: Query): Promise<Query>
    destroyRawConnection(connection: Database): Promise<void>
  }
}
