import sqlite3 from 'sqlite3'
import { expect, it, onTestFinished, vi } from 'vitest'
import { findSetting, saveSetting } from './repositories/settings'
import { addTestVisit, tempStore } from './spec/tempStore'

it('answers a statement used again with its new values, after a failure too', async () => {
  const { store } = await tempStore()
  await store.write((tx) => addTestVisit(tx))
  const insert = (seq: number) => store.write((tx) => tx('setting').insert({ name: `n${seq}`, value: String(seq) }))
  await insert(1)
  expect(await insert(1).catch((error: unknown) => error)).toMatchObject({ params: { sqlite: 'SQLITE_CONSTRAINT' } })
  await insert(2)
  const rows: { name: string }[] = await store.read((tx) => tx('setting').whereLike('name', 'n_').orderBy('name'))
  expect(rows.map(({ name }) => name)).toEqual(['n1', 'n2'])
})

it('keeps its statements through a change of the schema, and more of them than it keeps', async () => {
  const { store } = await tempStore()
  const count = () => store.write((tx) => tx.raw('SELECT * FROM extra'))
  await store.write((tx) => tx.raw('CREATE TABLE extra (a INTEGER) STRICT'))
  await store.write((tx) => tx.raw('INSERT INTO extra VALUES (1)'))
  expect(await count()).toEqual([{ a: 1 }])
  await store.write((tx) => tx.raw('ALTER TABLE extra ADD COLUMN b TEXT'))
  expect(await count()).toEqual([{ a: 1, b: null }])
  const asked = Array.from({ length: 250 }, (_, n) => store.read((tx) => tx.raw(`SELECT ${n} AS n`)))
  expect((await Promise.all(asked)).map(([row]: { n: number }[]) => row?.n)).toEqual(
    Array.from({ length: 250 }, (_, n) => n),
  )
})

it('keeps none that holds a long value, as a page of usage is', async () => {
  const { store } = await tempStore()
  const kept = vi.spyOn(sqlite3.Database.prototype, 'prepare')
  onTestFinished(() => kept.mockRestore())
  const insertsKept = () => kept.mock.calls.filter(([sql]) => sql.startsWith('insert into `setting`')).length
  const long = 'x'.repeat(5000)
  await store.write((tx) => saveSetting(tx, 'page', long))
  expect(insertsKept()).toBe(0)
  expect(await store.read((tx) => findSetting(tx, 'page'))).toBe(long)
  await store.write((tx) => saveSetting(tx, 'page', 'short'))
  expect(insertsKept()).toBe(1)
})
