import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WriteTx } from './connection'
import { runAll, type Migration } from './migrations/migration'
import { openStore, updateWasInterrupted } from './openStore'
import { migrations } from './migrations/index'
import { keyHex, stoppedClock, tempDir } from './spec/tempStore'

function step(id: number, up: (tx: WriteTx) => Promise<void>, changesRowsOf: string[] = []): Migration {
  return { id, name: `step${id}`, changesRowsOf, up }
}

const family = step(1, (tx) =>
  runAll(tx, [
    'CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT, extra TEXT) STRICT',
    'CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER NOT NULL REFERENCES parent (id) ON DELETE CASCADE) STRICT',
    "INSERT INTO parent VALUES (1, 'a', 'b')",
    'INSERT INTO child VALUES (1, 1), (2, 1)',
  ]),
)

function place() {
  const dir = tempDir()
  const file = join(dir, 'office.db')
  const backupDir = join(dir, 'backups')
  const open = async (list: readonly Migration[]) => {
    const store = await openStore({
      location: { file, keyHex },
      backupDir,
      clock: stoppedClock(),
      migrations: list,
    })
    onTestFinished(() => store.close())
    return store
  }
  const backups = () => readdirSync(dir, { recursive: true }).filter((name) => String(name).endsWith('.bak'))
  return { open, backups, file }
}

describe('the released migrations', () => {
  it('make a store from nothing, all tables strict, without a backup of nothing', async () => {
    const { open, backups } = place()
    const store = await open(migrations)
    const tables = await store.read<{ name: string; strict: number }[]>((tx) =>
      tx.raw("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'"),
    )
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([])
    expect(tables.map(({ name }) => name)).toContain('usage_row')
    expect(backups()).toEqual([])
  })

  it('are numbered without a gap', () => {
    expect(migrations.map(({ id }) => id)).toEqual(migrations.map((_, index) => index + 1))
  })
})

describe('opening a store of another version', () => {
  it('refuses a newer one and leaves it alone', async () => {
    const { open, backups } = place()
    await (await open([family, step(2, async () => undefined)])).close()
    await expect(open([family])).rejects.toMatchObject({ code: 'STORE_NEWER', params: { store: 2, app: 1 } })
    expect(backups()).toEqual([])
    const store = await open([family, step(2, async () => undefined)])
    expect(await store.read((tx) => tx('child').select('id'))).toHaveLength(2)
  })

  it('takes a backup and keeps child rows where a parent table is rebuilt', async () => {
    const { open, backups } = place()
    await (await open([family])).close()
    const rebuild = step(2, (tx) =>
      runAll(tx, [
        'CREATE TABLE renewed (id INTEGER PRIMARY KEY, name TEXT) STRICT',
        'INSERT INTO renewed SELECT id, name FROM parent',
        'DROP TABLE parent',
        'ALTER TABLE renewed RENAME TO parent',
      ]),
    )
    const store = await open([family, rebuild])
    expect(await store.read((tx) => tx('child').select('id'))).toHaveLength(2)
    expect(await store.read((tx) => tx('parent').select())).toEqual([{ id: 1, name: 'a' }])
    expect(backups()).toHaveLength(1)
    await expect(store.write((tx) => tx('child').insert({ id: 3, parentId: 99 }))).rejects.toMatchObject({
      params: { sqlite: 'SQLITE_CONSTRAINT' },
    })
  })

  it('knows of an update that was broken off, until it is done', async () => {
    const { open, file } = place()
    await (await open([family])).close()
    let duringUpdate: boolean | undefined
    const observed = step(2, async () => void (duringUpdate = updateWasInterrupted(file)))
    expect(updateWasInterrupted(file)).toBe(false)
    await open([family, observed])
    expect([duringUpdate, updateWasInterrupted(file)]).toEqual([true, false])
  })

  it('has nothing to take up after an update that failed and was put back', async () => {
    const { open, file } = place()
    await (await open([family])).close()
    await open([family, step(2, () => Promise.reject(new Error('boom')))]).catch(() => undefined)
    expect(updateWasInterrupted(file)).toBe(false)
  })

  const faults: [string, Migration][] = [
    ['an error', step(3, () => Promise.reject(new Error('boom')))],
    ['rows lost', step(3, (tx) => runAll(tx, ['DELETE FROM child WHERE id = 1']))],
    ['a broken reference', step(3, (tx) => runAll(tx, ['DELETE FROM parent']), ['parent'])],
  ]
  it.each(faults)('puts everything back after %s, also the steps before', async (_name, failing) => {
    const { open } = place()
    await (await open([family])).close()
    const good = step(2, (tx) =>
      runAll(tx, ["UPDATE parent SET name = 'changed'", 'CREATE TABLE later (id INTEGER) STRICT']),
    )
    await expect(open([family, good, failing])).rejects.toMatchObject({
      code: 'STORE_MIGRATION',
      params: { migration: 3 },
    })
    const store = await open([family])
    expect(await store.read((tx) => tx('parent').select())).toEqual([{ id: 1, name: 'a', extra: 'b' }])
    expect(await store.read((tx) => tx('child').select('id'))).toHaveLength(2)
    await (await open([family, good])).close()
  })
})
