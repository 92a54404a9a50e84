import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import makeKnex, { type Knex } from 'knex'
import SqliteClient, { type Query } from 'knex/lib/dialects/sqlite3/index.js'
import type { Database } from 'sqlite3'
import { AppError } from '#domain/errors'
import { camelRows, snakeCase } from './columnNames'
import { sqliteCode, storeFault } from './faults'
import { roomAt } from './files'
import { groupCommit, type Transact } from './groupCommit'
import { statementsOf, type Way } from './statements'
import { inTransaction, type Queries, Turn } from './transaction'

/** The only module that imports Knex: everything else holds a transaction, and so cannot reach the pool past it. */

declare const readable: unique symbol
declare const writable: unique symbol
/** One consistent state of the store. Its queries are refused after its end. */
export type ReadTx = Queries & { readonly [readable]: true }
/** May also write; every function that only reads takes it too. */
export type WriteTx = ReadTx & { readonly [writable]: true }

export interface StoreFile {
  file: string
  /** 32 bytes, hex: the raw key, no derivation. */
  keyHex: string
}

/** Errors are {@link AppError}; their messages never hold SQL or values. */
export interface ReadableStore {
  read<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export interface Store extends ReadableStore {
  /** Like `read`, by a connection of its own: what takes seconds holds up no other read. */
  readLong<T>(work: (tx: ReadTx) => Promise<T>): Promise<T>
  /** Commits when `work` resolves, else leaves nothing. No network inside: there is one writer. */
  write<T>(work: (tx: WriteTx) => Promise<T>): Promise<T>
}

/** A store with what only migrations need. */
export interface Writer extends Store {
  readonly file: string
  /** Outside a transaction, where alone SQLite obeys it. */
  setForeignKeys(on: boolean): Promise<void>
  /** A complete copy of the store, encrypted with the same key, to a file that does not exist yet. */
  copyTo(file: string): Promise<void>
}

interface Settings {
  filename: string
  keyHex: string
  access: 'create' | 'write' | 'look'
  pragmas: string
}

const cipher = "PRAGMA cipher='sqlcipher'; PRAGMA legacy=4;"
const durable = 'PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;'
/**
 * Pages of a long fetch are changed again and again: they stay in memory (16 MiB), and go from the log to the file after
 * 16 MiB of it in place of 4. What is committed is in the log and synced all the same.
 */
const room = 'PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=4000;'
const common = 'PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY; PRAGMA busy_timeout=5000;'
/** A nested use of the single connection would wait for itself; this turns it into an error soon. */
const acquireTimeoutMs = 4000
/** Of the writer; public to measure what encryption costs. */
export const storePragmas = `${durable} ${room} ${common}`

class CipherClient extends SqliteClient {
  override async acquireRawConnection(): Promise<Database> {
    const settings = this.connectionSettings as Settings
    try {
      const db = await openFile(this.driver, settings)
      return await unlock(db, settings).catch((error: unknown) => closing(db, error))
    } catch (error) {
      throw openFault(error, settings.filename)
    }
  }

  override async destroyRawConnection(db: Database): Promise<void> {
    await statementsOf(db).drop()
    await super.destroyRawConnection(db)
  }

  override async _query(connection: Database | Turn, query: Query): Promise<Query> {
    const db = connection instanceof Turn ? connection.db : connection
    const { rows, context } = await statementsOf(db).query(wayOf(query), query.sql, query.bindings ?? [])
    return Object.assign(query, { response: rows, context })
  }
}

function wayOf({ method, returning }: Query): Way {
  if (method === 'insert' || method === 'update') return returning ? 'all' : 'run'
  return method === 'counter' || method === 'del' ? 'run' : 'all'
}

function openFile(driver: typeof import('sqlite3'), settings: Settings): Promise<Database> {
  const { OPEN_READONLY, OPEN_READWRITE, OPEN_CREATE } = driver
  const mode = { look: OPEN_READONLY, write: OPEN_READWRITE, create: OPEN_READWRITE | OPEN_CREATE }[settings.access]
  return new Promise((resolve, reject) => {
    const db: Database = new driver.Database(settings.filename, mode, (error) => (error ? reject(error) : resolve(db)))
  })
}

/** The cipher is named before the key, the key is tried before anything is written. */
async function unlock(db: Database, { keyHex, pragmas }: Settings): Promise<Database> {
  if (!/^[0-9a-f]{64}$/i.test(keyHex)) throw new AppError('STORE_KEY_WRONG')
  await exec(db, cipher)
  await requireCipher(db)
  await exec(db, `PRAGMA key="x'${keyHex}'"`)
  await exec(db, 'SELECT count(*) FROM sqlite_master')
  await exec(db, pragmas)
  return db
}

/** SQLite ignores pragmas it does not know: a build without encryption would take the key and write plain data. */
export async function requireCipher(db: Pick<Database, 'all'>): Promise<void> {
  const rows = await all(db, 'PRAGMA cipher')
  if (!rows.some((row) => Object.values(row).includes('sqlcipher'))) {
    throw new AppError('STORE_KEY_WRONG', { reason: 'noEncryption' })
  }
}

function exec(db: Database, sql: string): Promise<void> {
  return new Promise((resolve, reject) => void db.exec(sql, (error) => (error ? reject(error) : resolve())))
}

function all(db: Pick<Database, 'all'>, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  return new Promise((resolve, reject) => {
    db.all(sql, values, (error: Error | null, rows: Record<string, unknown>[]) =>
      error ? reject(error) : resolve(rows),
    )
  })
}

function closing(db: Database, error: unknown): Promise<never> {
  return new Promise((_resolve, reject) => void db.close(() => reject(error)))
}

/** What the index of the log needs at least: without it SQLite reports a fault of the disk and not that it is full. */
const leastRoomBytes = 128 * 1024

/** An encrypted page and junk look alike, but a store is always a whole number of pages. */
function openFault(error: unknown, file: string): AppError {
  if (sqliteCode(error) === 'SQLITE_IOERR' && roomAt(file) < leastRoomBytes) return new AppError('STORE_FULL')
  if (sqliteCode(error) !== 'SQLITE_NOTADB') return storeFault(error)
  const { size } = statSync(file)
  return new AppError(size > 0 && size % 4096 === 0 ? 'STORE_KEY_WRONG' : 'STORE_CORRUPT')
}

function connect(settings: Settings): Knex {
  return makeKnex({
    client: CipherClient,
    connection: settings as unknown as Knex.StaticConnectionConfig,
    pool: { min: 1, max: 1 },
    acquireConnectionTimeout: acquireTimeoutMs,
    useNullAsDefault: true,
    wrapIdentifier: (name, quote) => quote(snakeCase(name)),
    postProcessResponse: camelRows,
    // Knex prints statements and connection errors to the console otherwise.
    log: { warn: noLog, error: noLog, debug: noLog, deprecate: noLog },
  })
}

function noLog(): void {
  // Knex must not print: its messages hold bound values.
}

/** Many reads at a time by one connection that cannot write. The file must exist. */
export function openReader(location: StoreFile): Promise<ReadableStore> {
  return readerOf('write', location)
}

/** Looks into a file that may be damaged, or a backup, without changing a byte of it: not even its log is taken over. */
export function openInspector(location: StoreFile): Promise<ReadableStore> {
  return readerOf('look', location)
}

function readerOf(access: 'write' | 'look', { file, keyHex }: StoreFile): Promise<ReadableStore> {
  const pragmas = `${common} PRAGMA query_only=ON;`
  return opened(connect({ filename: file, keyHex, access, pragmas }), (reader) => ({
    read: (work) => transaction(reader, work),
    close: () => guarded(() => reader.destroy()),
  }))
}

/** Changes a copy that nobody else has open; it stays one file without a log beside it. */
export async function editCopy({ file, keyHex }: StoreFile, work: (tx: WriteTx) => Promise<void>): Promise<void> {
  const pragmas = `PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL; ${common}`
  const copy = await opened(connect({ filename: file, keyHex, access: 'write', pragmas }), (knex) => knex)
  try {
    await transaction(copy, work)
  } finally {
    await copy.destroy()
  }
}

/** Opens or makes the store, without migrating it: see `migrations/open.ts`. Reads go past the writer by a connection of their own. */
export async function openWriter({ file, keyHex }: StoreFile): Promise<Writer> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const writer = connect({ filename: file, keyHex, access: 'create', pragmas: storePragmas })
  const transact: Transact = (work) => transaction(writer, work)
  return await opened(writer, async () => {
    const reader = await openReader({ file, keyHex })
    let closed = false
    return {
      file,
      write: groupCommit(transact, acquireTimeoutMs),
      read: (work) => reader.read(work),
      readLong: async (work) => {
        if (closed) throw new AppError('STORE_CLOSED')
        return await readAside({ file, keyHex }, work)
      },
      setForeignKeys: (on) =>
        guarded(() => writer.raw(`PRAGMA foreign_keys=${on ? 'ON' : 'OFF'}`)).then(() => undefined),
      copyTo: (target) => guarded(() => writer.raw('VACUUM INTO ?', [target])).then(() => undefined),
      close: once(async () => {
        closed = true
        await reader.close()
        await checkpoint(writer)
        await guarded(() => writer.destroy())
      }),
    }
  })
}

async function readAside<T>(location: StoreFile, work: (tx: ReadTx) => Promise<T>): Promise<T> {
  const own = await openReader(location)
  try {
    return await own.read(work)
  } finally {
    await own.close()
  }
}

async function checkpoint(writer: Knex): Promise<void> {
  try {
    await writer.raw('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // On a full disk what is committed stays in the log beside the file, and is read from there the next time.
  }
}

/** Knex connects with the first query; a store that cannot be opened shall say so here. */
async function opened<T>(connection: Knex, make: (connection: Knex) => T | Promise<T>): Promise<T> {
  try {
    await connection.raw('SELECT 1')
    return await make(connection)
  } catch (error) {
    await connection.destroy()
    throw storeFault(error)
  }
}

function transaction<Tx extends ReadTx, T>(knex: Knex, work: (tx: Tx) => Promise<T>): Promise<T> {
  return guarded(() => inTransaction(knex, (queries) => work(queries as Tx)))
}

async function guarded<T>(work: () => PromiseLike<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isPoolGone(error) ? new AppError('STORE_CLOSED') : storeFault(error)
  }
}

function isPoolGone(error: unknown): boolean {
  return error instanceof Error && error.message === 'Unable to acquire a connection'
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => (running ??= work())
}
