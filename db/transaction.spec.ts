import { expect, it } from 'vitest'
import type { Knex } from 'knex'
import { AppError } from '#domain/errors'
import type { Store, WriteTx } from './connection'
import { findSetting, saveSetting } from './repositories/settings'
import { tempStore } from './spec/tempStore'

const settings = (store: Store) => store.read<unknown[]>((tx) => tx('setting').select('name'))

async function refused(late: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await late
  } catch (error) {
    return error
  }
}

it('refuses a query that is made in it and run after its end, also while another one runs', async () => {
  const { store } = await tempStore()
  const builders = await store.write((tx) => {
    const all: { late: PromiseLike<unknown>[] } = {
      late: [tx('setting').insert({ name: 'a', value: '1' }), tx.raw('DELETE FROM setting')],
    }
    return Promise.resolve(all)
  })
  const ended = { code: 'STORE_CLOSED', params: { reason: 'transactionEnded' } }
  await store.write(async (tx) => {
    await saveSetting(tx, 'b', '2')
    for (const late of builders.late) expect(await refused(late)).toMatchObject(ended)
  })
  expect(await settings(store)).toEqual([{ name: 'b' }])
})

it('refuses a handle that outlives it', async () => {
  const { store } = await tempStore()
  const kept: WriteTx[] = []
  await store.write((tx) => Promise.resolve(void kept.push(tx)))
  const [tx] = kept
  expect(await refused((tx as WriteTx)('setting').select())).toMatchObject({ code: 'STORE_CLOSED' })
})

it('runs subqueries, raw parts and functions as its own', async () => {
  const { store } = await tempStore()
  const found = await store.write(async (tx) => {
    await saveSetting(tx, 'a', '1')
    await saveSetting(tx, 'b', '2')
    const names = tx('setting').select('name').where({ value: '2' })
    const nested = (query: Knex.QueryBuilder) => void query.where({ name: 'a' }).orWhereIn('name', names)
    return await tx('setting').where(nested).select(tx.raw('upper(name) AS name')).orderBy('name')
  })
  expect(found).toEqual([{ name: 'A' }, { name: 'B' }])
})

it('throws what came first when the rollback fails too, and the next one works', async () => {
  const { store } = await tempStore()
  const failed = store.write(async (tx) => {
    await saveSetting(tx, 'a', '1')
    // What SQLite does by itself on a full disk.
    await tx.raw('ROLLBACK')
    throw new AppError('STORE_FULL')
  })
  expect(await refused(failed)).toMatchObject({ code: 'STORE_FULL' })
  await store.write((tx) => saveSetting(tx, 'b', '2'))
  expect(await settings(store)).toEqual([{ name: 'b' }])
})

it('leaves nothing of a commit that is refused', async () => {
  const { store } = await tempStore()
  await store.write((tx) => tx.raw('CREATE TABLE child (parent TEXT REFERENCES setting DEFERRABLE INITIALLY DEFERRED)'))
  const broken = store.write(async (tx) => {
    await saveSetting(tx, 'a', '1')
    await tx('child').insert({ parent: 'nobody' })
  })
  expect(await refused(broken)).toMatchObject({ params: { sqlite: 'SQLITE_CONSTRAINT' } })
  await store.write((tx) => saveSetting(tx, 'b', '2'))
  expect(await store.read((tx) => findSetting(tx, 'a'))).toBeUndefined()
})

it('has the connection to itself: what asks for another within is refused, not waited for without end', async () => {
  const { store } = await tempStore()
  const nested = store.read(() => store.read((tx) => tx('setting').select()))
  expect(await refused(nested)).toMatchObject({ code: 'INTERNAL' })
})
