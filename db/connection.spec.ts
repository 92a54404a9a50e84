import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sqlite3 from 'sqlite3'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '#domain/errors'
import { backUp } from './backup'
import { openReader, openWriter, requireCipher, type ReadTx } from './connection'
import { saveSetting } from './repositories/settings'
import { addTestVisit, filesHolding, keyHex, start, tempDir, tempStore } from './spec/tempStore'

const canaries = ['Әсем Қаныш-Кенжебаева', '77015550199', '860712300456']

async function code(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  )
}

async function writerWithCanaries() {
  const dir = tempDir()
  const file = join(dir, 'office.db')
  const store = await openWriter({ file, keyHex })
  onTestFinished(() => store.close())
  await store.write(async (tx) => {
    await tx.raw('CREATE TABLE person (name TEXT, number TEXT, iin TEXT) STRICT')
    for (let i = 0; i < 200; i++)
      await tx('person').insert({ name: canaries[0], number: canaries[1], iin: canaries[2] })
  })
  return { dir, file, store }
}

/** Takes the encryption off a copy, as a build without it would have written the file. */
async function decryptedCopy(file: string, copy: string): Promise<void> {
  copyFileSync(file, copy)
  const db = await new Promise<sqlite3.Database>((resolve, reject) => {
    const opened: sqlite3.Database = new sqlite3.Database(copy, (error) => (error ? reject(error) : resolve(opened)))
  })
  const sql = `PRAGMA cipher='sqlcipher'; PRAGMA legacy=4; PRAGMA key="x'${keyHex}'"; PRAGMA journal_mode=DELETE; PRAGMA rekey='';`
  await new Promise<void>((resolve, reject) => db.exec(sql, (error) => (error ? reject(error) : resolve())))
  await new Promise<void>((resolve, reject) => db.close((error) => (error ? reject(error) : resolve())))
}

describe('encryption', () => {
  it('leaves no name, number or IIN readable in the store, its log and its backup', async () => {
    const { dir, file, store } = await writerWithCanaries()
    await backUp(store, keyHex, { dir: join(dir, 'backups'), version: 1, at: start })
    expect(readFileSync(`${file}-wal`).length).toBeGreaterThan(4096)
    expect(filesHolding(dir, canaries)).toEqual([])
  })

  it('is what hides them: the same search finds them once it is off', async () => {
    const { dir, file, store } = await writerWithCanaries()
    await store.close()
    await decryptedCopy(file, join(dir, 'plain.db'))
    expect(filesHolding(dir, canaries)).toEqual(['plain.db'])
    expect(filesHolding(dir, [canaries[2] ?? ''])).toEqual(['plain.db'])
  })

  it('refuses a plain store, another key, junk and a torn file, each by its code', async () => {
    const { dir, file, store } = await writerWithCanaries()
    await store.close()
    const plain = join(dir, 'plain.db')
    await decryptedCopy(file, plain)
    const junk = join(dir, 'junk.db')
    writeFileSync(junk, 'not a store')
    const torn = join(dir, 'torn.db')
    writeFileSync(torn, readFileSync(file).subarray(0, 5000))
    expect(await code(openWriter({ file: plain, keyHex }))).toBe('STORE_KEY_WRONG')
    expect(await code(openWriter({ file, keyHex: 'ab'.repeat(32) }))).toBe('STORE_KEY_WRONG')
    expect(await code(openWriter({ file, keyHex: 'short' }))).toBe('STORE_KEY_WRONG')
    expect(await code(openWriter({ file: junk, keyHex }))).toBe('STORE_CORRUPT')
    expect(await code(openWriter({ file: torn, keyHex }))).toBe('STORE_CORRUPT')
  })

  it('refuses to work with a build of SQLite that has none', async () => {
    // Such a build answers nothing to a pragma that it does not know.
    const plain = {
      all: (_sql: string, _values: unknown, done: (error: null, rows: object[]) => void) => done(null, []),
    }
    const refused = { code: 'STORE_KEY_WRONG', params: { reason: 'noEncryption' } }
    await expect(requireCipher(plain as never)).rejects.toMatchObject(refused)
  })

  it('notices one changed bit', async () => {
    const { file, store } = await writerWithCanaries()
    await store.close()
    const bytes = readFileSync(file)
    bytes[4096 + 100] = (bytes[4096 + 100] ?? 0) ^ 1
    writeFileSync(file, bytes)
    const reader = await openReader({ file, keyHex })
    onTestFinished(() => reader.close())
    expect(await code(reader.read((tx) => tx('person').select()))).toBe('STORE_CORRUPT')
  })
})

describe('the connection', () => {
  it('is durable: WAL with a sync at each commit, foreign keys on', async () => {
    const { store } = await tempStore()
    const pragma = (name: string) => store.write<unknown[]>((tx) => tx.raw(`PRAGMA ${name}`))
    expect(await pragma('journal_mode')).toEqual([{ journalMode: 'wal' }])
    expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }])
    expect(await pragma('foreign_keys')).toEqual([{ foreignKeys: 1 }])
    expect(await pragma('secure_delete')).toEqual([{ secureDelete: 1 }])
  })

  it('reads beside the writer but cannot write there', async () => {
    const { store, file } = await tempStore()
    await store.write((tx) => addTestVisit(tx))
    const reader = await openReader({ file, keyHex })
    onTestFinished(() => reader.close())
    expect(await reader.read((tx) => tx('visit').select('id'))).toHaveLength(1)
    expect(await code(reader.read((tx) => tx('visit').delete()))).toBe('STORE_READONLY')
  })

  it('reads for long without holding up other reads', async () => {
    const { store } = await tempStore()
    await store.write((tx) => addTestVisit(tx))
    const count = (tx: ReadTx) => tx('visit').select('id')
    const { long, short } = await store.readLong(async (tx) => ({
      long: await count(tx),
      short: await store.read(count),
    }))
    expect(short).toEqual(long)
    expect(long).toHaveLength(1)
  })

  it('says neither statements nor values when something fails, and prints nothing', async () => {
    const printed = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error'), vi.spyOn(console, 'warn')]
    onTestFinished(() => printed.forEach((spy) => spy.mockRestore()))
    const { store } = await tempStore()
    const name = canaries[0] ?? ''
    const failure = await store
      .write((tx) => tx('setting').insert({ name: null, value: name }))
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'INTERNAL', params: { sqlite: 'SQLITE_CONSTRAINT' } })
    expect(failure).not.toHaveProperty('cause')
    expect(JSON.stringify(failure) + String((failure as Error).stack)).not.toContain(name)
    expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([])
  })

  it('rolls back the whole write when a part fails', async () => {
    const { store } = await tempStore()
    await store
      .write(async (tx) => {
        await saveSetting(tx, 'language', 'kk')
        throw new AppError('CORE_FAULT')
      })
      .catch(() => undefined)
    expect(await store.read((tx) => tx('setting').select())).toEqual([])
  })

  it('answers STORE_CLOSED after close, which may be called twice', async () => {
    const { store } = await tempStore()
    await store.close()
    await store.close()
    expect(await code(store.read((tx) => tx('visit').select()))).toBe('STORE_CLOSED')
    expect(await code(store.readLong((tx) => tx('visit').select()))).toBe('STORE_CLOSED')
    expect(await code(store.write((tx) => addTestVisit(tx)))).toBe('STORE_CLOSED')
  })
})
