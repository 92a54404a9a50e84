import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postgresFolder } from '../../setup/postgres.mjs'
import { needs } from '../fixtures/needs'
import { startPostgres, type PostgresServer } from '../fixtures/postgres'
import { openDb } from './db'
import { startSmallCore } from './harness'

const isThere = postgresFolder() !== undefined
let server: PostgresServer | undefined
beforeAll(async () => {
  if (isThere) server = await startPostgres({ durable: false })
})
afterAll(() => server?.stop())

/** The core's other specs run on it too, by `vitest.config.ts`, where it is there. */
describe('the reference core on PostgreSQL', () => {
  it('leaves tables of the same name in other schemas alone', async (test) => {
    needs(test, isThere, 'PostgreSQL (Debian: postgresql)')
    const url = server?.url ?? ''
    const theirs = await openDb(`${url}&schema=public`)
    await theirs.schema.createTable('orders', (t) => t.text('kept'))
    await theirs('orders').insert({ kept: 'yes' })
    const core = await startSmallCore({ db: url })
    await core.stop()
    expect(await theirs('orders').select()).toEqual([{ kept: 'yes' }])
    await theirs.destroy()
  })

  it('takes a plain name for its schema only', async () => {
    await expect(openDb('postgres:///postgres?schema=a";drop')).rejects.toThrow(RangeError)
  })
})
