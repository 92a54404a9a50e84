import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { ballastFile } from '#db/ballast'
import { whenReady } from '../../fixtures/app'
import { fillDisk, growDisk, smallDisk } from '../../fixtures/badDays'
import { effectsOf, expect, expectNamed, test as base } from '../../fixtures/badDayTest'
import { Counter } from '../../fixtures/pages/counter'
import { needsRoot } from '../../fixtures/needs'
import { endedReport, spooledFiles, watchReports } from '../../fixtures/reports'
import { storedOrders } from '../../fixtures/store'

/** A folder of the counter that lies on a disk of its own. */
const test = base.extend<{ onSmallDisk: { folder: string; bytes: number }; disk: string }>({
  onSmallDisk: [{ folder: 'store', bytes: 120_000_000 }, { option: true }],
  disk: async ({ onSmallDisk, userData }, use) => {
    needsRoot(base, 'a full disk')
    const folder = path.join(userData, onSmallDisk.folder)
    mkdirSync(folder, { recursive: true })
    const unmount = smallDisk(folder, onSmallDisk.bytes)
    await use(folder)
    unmount()
  },
  relaunch: async ({ relaunch, disk }, use) => {
    expect(disk).not.toBe('')
    await use(relaunch)
  },
})

test('disk-full-at-start: the ballast makes room, the store opens with all it had', async ({
  app,
  core,
  counter,
  disk,
  userData,
  relaunch,
  picture,
}) => {
  await counter.unblock(core.facts.people.voluntary)
  await app.close()
  const ballast = ballastFile(path.join(disk, 'office.db'))
  expect(existsSync(ballast)).toBe(true)
  fillDisk(disk)

  const again = await relaunch()
  await whenReady(again.page, 'store')
  await expectNamed(again.page, 'STORE_FULL', 'recovery-free')
  await picture(again.page, 'disk-full-at-start')
  const recovered = new Counter(again.page)
  await recovered.press('recovery-free')
  await recovered.press('recovery-retry')
  await recovered.signIn(core.facts.clerks.clerk)
  expect(existsSync(ballast)).toBe(false)
  expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
})

test.describe('while an order is stored', () => {
  test('disk-full-order: refused before anybody is told it was accepted; with room it goes through', async ({
    counter,
    core,
    page,
    disk,
    userData,
    picture,
  }) => {
    await counter.openUnblock(core.facts.people.voluntary)
    const free = fillDisk(disk)
    await page.keyboard.press('Control+Enter')
    await expectNamed(page, 'STORE_FULL', 'unblock-submit')
    await picture(page, 'disk-full-order')
    expect(effectsOf(core, 'orderAccepted')).toEqual([])
    free()
    expect(await storedOrders(userData)).toEqual([])
    await counter.confirm('unblock-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')
    expect(effectsOf(core, 'orderAccepted')).toHaveLength(1)
  })
})

test.describe('while the PDF is written', () => {
  test.use({ onSmallDisk: { folder: 'spool', bytes: 32_768 }, usageRows: 2_500 })

  test('disk-full-pdf: named, no half file is left, nothing is sealed; with room the paper is made and paid once', async ({
    counter,
    core,
    page,
    disk,
    userData,
    picture,
  }) => {
    await counter.receive(core.facts.people.main)
    await watchReports(page)
    await counter.choosePeriod('2024-01-01', '2026-10-31')
    await counter.confirm('detail-submit')
    expect(await endedReport(page)).toMatchObject({ phase: 'failed', error: 'REPORT_DISK_FULL' })
    await expectNamed(page, 'REPORT_DISK_FULL', 'detail-submit')
    await picture(page, 'disk-full-pdf')
    expect(spooledFiles(userData)).toEqual([])
    expect(effectsOf(core, 'reportSealed')).toEqual([])

    growDisk(disk, 32_000_000)
    await watchReports(page)
    await counter.confirm('detail-submit')
    expect((await endedReport(page)).phase).toBe('done')
    expect(effectsOf(core, 'feeCharged', 'reportSealed')).toEqual(['feeCharged', 'reportSealed'])
  })
})
