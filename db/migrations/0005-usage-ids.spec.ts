import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { UsageRow } from '#domain/usage'
import { openStore } from '../openStore'
import { addFetch, addUsagePage, findFetch, sumUsage, usageBatches } from '../repositories/usage'
import { addTestVisit, keyHex, start, stoppedClock, tempDir, visitId } from '../spec/tempStore'
import { usageIds } from './0005-usage-ids'
import { migrations } from './index'

const before = migrations.filter(({ id }) => id < usageIds.id)
const rows = [1, 2, 3].map((n): UsageRow => ({ id: `u-${n}`, at: start, type: 'sms', amountTiyn: n }))

const indexNames = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'usage_row' AND sql IS NOT NULL"

it('keeps what is being fetched, which goes on after it', async () => {
  const dir = tempDir()
  const location = { file: join(dir, 'office.db'), keyHex }
  const opening = { location, backupDir: join(dir, 'backups'), clock: stoppedClock() }
  const old = await openStore({ ...opening, migrations: before })
  expect(await old.read((tx) => tx.raw(indexNames))).toEqual([{ name: 'usage_row_core_id' }])
  const [first, ...others] = rows
  await old.write(async (tx) => {
    await addTestVisit(tx)
    const period = { fromAt: start, toAt: start, expectedRows: rows.length, createdAt: start }
    const fetch = await addFetch(tx, { id: 'f', visitId, productId: 'prod-1', ...period })
    await addUsagePage(tx, fetch, first ? [first] : [], 1)
  })
  await old.close()
  const store = await openStore(opening)
  onTestFinished(() => store.close())
  expect(await store.read((tx) => tx.raw(indexNames))).toEqual([])
  const fetch = await store.read((tx) => findFetch(tx, 'f'))
  if (!fetch) throw new Error('the fetch is gone')
  expect(fetch).toMatchObject({ nextOffset: 1, state: 'fetching' })
  await store.write((tx) => addUsagePage(tx, fetch, others, 3))
  expect(await store.read((tx) => sumUsage(tx, fetch.key))).toEqual({ rows: 3, totalTiyn: 6, topUpsTiyn: 0 })
  const read: UsageRow[] = []
  for await (const batch of usageBatches(store, 'f', 2)) read.push(...batch)
  expect(read).toEqual(rows)
})
