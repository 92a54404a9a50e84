import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import {
  corruptStore,
  keyOfLostKeyring,
  needsRoot,
  newerStore,
  readOnlyStore,
  storeOfFirstVersion,
  truncateStore,
  wrongKey,
} from '../../fixtures/badDays'
import type { ErrorCode } from '#domain/errors'
import { migrations } from '#db/migrations/index'
import { effectsOf, expect, expectNamed, test } from '../../fixtures/badDayTest'
import { whenReady } from '../../fixtures/app'
import type { Counter } from '../../fixtures/pages/counter'
import { countRows, countRowsInCopy, fileGrows, storedOrders, storeFiles } from '../../fixtures/store'
import { filesBelow } from '../../fixtures/traces'
import type { Core } from '../../fixtures/test'

/** A day with one order done, as there is something to lose. */
async function workedDay(counter: Counter, core: Core): Promise<void> {
  await counter.unblock(core.facts.people.voluntary)
  await counter.finish()
}

const recovery = (page: Page) => whenReady(page, 'store')

interface StoreDay {
  name: string
  code: ErrorCode
  harm: (userData: string) => void | Promise<void>
  next: string
}
const days: StoreDay[] = [
  { name: 'store-corrupt', code: 'STORE_CORRUPT', harm: corruptStore, next: 'recovery-retry' },
  { name: 'store-truncated', code: 'STORE_CORRUPT', harm: truncateStore, next: 'recovery-retry' },
  { name: 'store-wrong-key', code: 'STORE_KEY_WRONG', harm: wrongKey, next: 'recovery-retry' },
  // Nothing but the newer program helps: it is named, and IT is given what it needs.
  { name: 'store-newer', code: 'STORE_NEWER', harm: newerStore, next: 'diagnostics-export' },
  { name: 'keyring-missing', code: 'KEYRING_MISSING', harm: keyOfLostKeyring, next: 'recovery-retry' },
]

for (const { name, code, harm, next } of days) {
  test(`${name}: named, kept as it is, and a next step offered`, async ({
    app,
    counter,
    core,
    userData,
    relaunch,
    picture,
  }) => {
    await workedDay(counter, core)
    await app.close()
    await harm(userData)
    const before = readFileSync(storeFiles(userData).store)

    const { page } = await relaunch()
    await recovery(page)
    await expectNamed(page, code, next)
    await expect(page.getByTestId('diagnostics-export')).toBeEnabled()
    await picture(page, name)
    expect(readFileSync(storeFiles(userData).store).equals(before), 'the damaged store is not touched').toBe(true)
    expect(core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'orderAccepted')).toHaveLength(1)
  })
}

test('store-read-only: named; writable again, "try again" opens it with all that was there', async ({
  app,
  counter,
  core,
  userData,
  relaunch,
  picture,
}) => {
  needsRoot(test, 'a read-only store')
  await workedDay(counter, core)
  await app.close()
  const makeWritable = readOnlyStore(userData)
  try {
    const { page } = await relaunch()
    await recovery(page)
    await expectNamed(page, 'STORE_READONLY', 'recovery-retry')
    await picture(page, 'store-read-only')
    makeWritable()
    await page.getByTestId('recovery-retry').press('Enter')
    await whenReady(page, 'signin')
    expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
  } finally {
    makeWritable()
  }
})

test('store-restore: the newest backup is put in place, the damaged store is kept beside it', async ({
  app,
  counter,
  core,
  userData,
  relaunch,
  picture,
}) => {
  await workedDay(counter, core)
  await app.close()
  corruptStore(userData)
  const damaged = readFileSync(storeFiles(userData).store)
  const { page } = await relaunch()
  await recovery(page)
  await expectNamed(page, 'STORE_CORRUPT', 'recovery-restore')
  await page.getByTestId('recovery-restore').press('Enter')
  await expect(page.getByTestId('recovery-restore-submit')).toBeVisible()
  await picture(page, 'store-restore')
  await page.getByTestId('recovery-restore-submit').press('Enter')
  await whenReady(page, 'signin')
  expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
  const kept = filesBelow(path.dirname(storeFiles(userData).store))
  expect(
    kept.some(({ bytes }) => bytes.equals(damaged)),
    'the damaged store is kept beside it',
  ).toBe(true)
  expect(effectsOf(core, 'orderAccepted')).toEqual(['orderAccepted'])
})

test('migration-killed: the next start finishes it, with every row and a backup from before', async ({
  userData,
  relaunch,
  picture,
}) => {
  const rows = 200_000
  await storeOfFirstVersion(userData, rows)
  const log = `${storeFiles(userData).store}-wal`
  // A transaction that outgrows SQLite's memory goes on into the log long before it is committed.
  const writing = fileGrows(log, 1_000_000)
  const app = await relaunch()
  await writing
  await app.kill()
  expect(statSync(log).size, 'the transaction had begun to write').toBeGreaterThan(1_000_000)
  expect(await countRowsInCopy(userData, 'migration'), 'and nothing of it counts').toBe(1)

  const { page } = await relaunch()
  await whenReady(page, 'enrol')
  await expectNamed(page, 'STORE_UPDATE_RESUMED', 'enrol-submit')
  await picture(page, 'migration-killed')
  expect(await countRows(userData, 'visit')).toBe(rows)
  expect(await countRows(userData, 'migration')).toBe(migrations.length)
  const backups = filesBelow(storeFiles(userData).backups).filter(({ name }) => name.endsWith('.bak'))
  expect(backups.length, 'a backup from before').toBeGreaterThan(0)
})
