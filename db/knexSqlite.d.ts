/** Knex publishes no types for its dialects; this is the part that `connection.ts` extends. */
declare module 'knex/lib/dialects/sqlite3/index.js' {
  import type { Knex } from 'knex'
  import type { Database } from 'sqlite3'

  export default class SqliteClient extends Knex.Client {
    driver: typeof import('sqlite3')
    connectionSettings: object
    acquireRawConnection(): Promise<Database>
    destroyRawConnection(connection: Database): Promise<void>
  }
}
