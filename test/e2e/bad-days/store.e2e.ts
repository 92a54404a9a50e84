import { cpSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import {
  corruptStore,
  corruptTable,
  keyOfLostKeyring,
  newerStore,
  readOnlyStore,
  storeOfFirstVersion,
  truncateStore,
  wrongKey,
} from '../../fixtures/badDays'
import type { ErrorCode } from '#domain/errors'
import { migrations } from '#db/migrations/index'
import { effectsOf, expect, expectNamed, test } from '../../fixtures/badDayTest'
import { temporaryFolder, whenReady } from '../../fixtures/app'
import { Counter } from '../../fixtures/pages/counter'
import { needsRoot } from '../../fixtures/needs'
import { countRows, countRowsInCopy, fileGrows, storedOrders, storeFiles } from '../../fixtures/store'
import { filesBelow } from '../../fixtures/traces'
import type { Core } from '../../fixtures/test'

/** A day with one order done, as there is something to lose. */
async function workedDay(counter: Counter, core: Core): Promise<void> {
  await counter.unblock(core.facts.people.voluntary)
  await counter.finish()
}

const storeBackups = (userData: string) =>
  filesBelow(storeFiles(userData).backups).filter(({ name }) => name.endsWith('.bak'))
const recovery = (page: Page) => whenReady(page, 'store')

interface StoreDay {
  name: string
  code: ErrorCode
  harm: (userData: string) => void | Promise<void>
  next: string
  /** Whether what was harmed can be put right and opened by this program. */
  isMendable?: boolean
}
const days: StoreDay[] = [
  { name: 'store-corrupt', code: 'STORE_CORRUPT', harm: corruptStore, next: 'recovery-retry' },
  { name: 'store-truncated', code: 'STORE_CORRUPT', harm: truncateStore, next: 'recovery-retry' },
  { name: 'store-wrong-key', code: 'STORE_KEY_WRONG', harm: wrongKey, next: 'recovery-retry' },
  // Nothing but the newer program helps: it is named, and IT is given what it needs.
  { name: 'store-newer', code: 'STORE_NEWER', harm: newerStore, next: 'diagnostics-export', isMendable: false },
  { name: 'keyring-missing', code: 'KEYRING_MISSING', harm: keyOfLostKeyring, next: 'recovery-retry' },
]

for (const { name, code, harm, next, isMendable = true } of days) {
  test(`${name}: named, kept as it is, and a next step offered that leads back`, async ({
    app,
    counter,
    core,
    userData,
    relaunch,
    picture,
  }) => {
    await workedDay(counter, core)
    await app.close()
    const folder = path.dirname(storeFiles(userData).store)
    const whole = temporaryFolder('whole')
    cpSync(folder, whole.path, { recursive: true })
    await harm(userData)
    const before = readFileSync(storeFiles(userData).store)

    const { page } = await relaunch()
    await recovery(page)
    await expectNamed(page, code, next)
    await expect(page.getByTestId('diagnostics-export')).toBeEnabled()
    await picture(page, name)
    expect(readFileSync(storeFiles(userData).store).equals(before), 'the damaged store is not touched').toBe(true)
    expect(effectsOf(core, 'orderAccepted')).toHaveLength(1)

    // As IT does it: the keyring is there again, or the folder comes from their copy.
    cpSync(whole.path, folder, { recursive: true })
    whole.remove()
    if (!isMendable) return
    await page.getByTestId('recovery-retry').press('Enter')
    await new Counter(page).signIn(core.facts.clerks.clerk)
    await expect(page.getByTestId('outbox-count')).toHaveAttribute('data-count', '0')
    expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
    expect(effectsOf(core, 'orderAccepted'), 'and nothing is sent again').toHaveLength(1)
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

test('store-restore: what the backup lacks is listed; restored, the store learns from the core before it sends', async ({
  app,
  counter,
  core,
  userData,
  relaunch,
  picture,
}) => {
  const { foreigner, residence } = core.facts.people
  await workedDay(counter, core)
  await app.close()
  // Closed within the hour no other backup is taken: it lacks what is done now.
  const afternoon = await relaunch()
  const lost = new Counter(afternoon.page)
  await lost.signIn(core.facts.clerks.clerk)
  await lost.unblock(foreigner)
  await lost.finish()
  await afternoon.close()
  await corruptTable(userData, 'setting')
  const damaged = readFileSync(storeFiles(userData).store)

  const { page } = await relaunch()
  const restored = new Counter(page)
  await recovery(page)
  await expectNamed(page, 'STORE_CORRUPT', 'recovery-restore')
  await restored.press('recovery-restore')
  await expect(restored.byId('recovery-missing')).toHaveText(new RegExp(`${foreigner.msisdn.slice(-4)}$`))
  await picture(page, 'store-restore')
  const before = core.history().length
  core.setFaults([{ match: { endpoint: 'orders' }, fault: { kind: 'down' } }])
  await restored.press('recovery-restore-submit')
  await restored.signIn(core.facts.clerks.clerk)
  await expectNamed(page, 'STORE_RECONCILING', 'find-submit')
  const kept = filesBelow(path.dirname(storeFiles(userData).store))
  expect(
    kept.some(({ bytes }) => bytes.equals(damaged)),
    'the damaged store is kept beside it',
  ).toBe(true)

  await restored.openUnblock(residence)
  await page.keyboard.press('Control+Enter')
  await expect(restored.byId('outbox-count')).toHaveAttribute('data-count', '1')
  await picture(page, 'store-reconciling')
  expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }, { state: 'pending' }])
  core.setFaults([])
  await expect(restored.order()).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  await expect(page.locator('[data-code="STORE_RECONCILING"]')).toHaveCount(0)
  expect(await storedOrders(userData), 'what was lost is known again').toMatchObject([
    { state: 'done' },
    { state: 'done' },
    { state: 'done' },
  ])
  const asked = core
    .history()
    .slice(before)
    .flatMap((entry) => (entry.entry === 'request' ? [entry.endpoint] : []))
  expect(asked.indexOf('orders')).toBeLessThan(asked.indexOf('placeOrder'))
  expect(effectsOf(core, 'orderAccepted')).toHaveLength(3)
})

test('migration-failed: named, the store is as before with a backup of it, and nothing is sent', async ({
  core,
  userData,
  relaunch,
  picture,
}) => {
  // In the way of what the update makes, as no version of the program leaves it.
  await storeOfFirstVersion(userData, 3, 'CREATE TABLE visit_renewed (id TEXT) STRICT')
  const { page } = await relaunch()
  await recovery(page)
  await expectNamed(page, 'STORE_MIGRATION', 'recovery-retry')
  await expect(page.getByTestId('recovery-restore'), 'the newest backup is this very store').toHaveCount(0)
  await picture(page, 'migration-failed')
  await page.getByTestId('recovery-retry').press('Enter')
  await expect(page.getByTestId('recovery-still')).toBeVisible()
  await expectNamed(page, 'STORE_MIGRATION', 'diagnostics-export')
  expect(await countRows(userData, 'visit')).toBe(3)
  expect(await countRows(userData, 'migration')).toBe(1)
  expect(storeBackups(userData).length).toBeGreaterThan(0)
  expect(core.history()).toEqual([])
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
  expect(storeBackups(userData).length, 'a backup from before').toBeGreaterThan(0)
})
