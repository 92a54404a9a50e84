import { expect, effectsOf, expectNamed, test } from '../../fixtures/badDayTest'
import { startAgainBeside, whenReady, type RunningApp } from '../../fixtures/app'
import { CoreView } from '../../fixtures/coreView'
import { hostPid, killHost } from '../../fixtures/hosts'
import { needsPrintServer } from '../../fixtures/needs'
import { Counter } from '../../fixtures/pages/counter'
import { startPrintServer } from '../../fixtures/printServer'
import { printIs } from '../../fixtures/printTest'
import { endedReport, reportInPhase, spooledFiles, watchReports } from '../../fixtures/reports'
import { countRows, openVisits, paidPapers, storedOrders } from '../../fixtures/store'

test('store-host-killed: the clerk signs in again, the accepted order is kept and done once', async ({
  app,
  counter,
  core,
  page,
  userData,
  picture,
}) => {
  await counter.openUnblock(core.facts.people.voluntary)
  core.setFaults([
    { match: { endpoint: 'placeOrder' }, fault: { kind: 'down' } },
    { match: { endpoint: 'orders' }, fault: { kind: 'down' } },
  ])
  await page.keyboard.press('Control+Enter')
  await expect(counter.byId('outbox-count')).toHaveAttribute('data-count', '1')
  const before = await hostPid(app.electron, 'store-host')
  // Whoever was signed in is not any more, and so the page is replaced.
  const replaced = app.electron.waitForEvent('window')
  await killHost(app.electron, 'store-host')
  const again = new Counter(await replaced)
  await whenReady(again.page, 'signin')
  await expectNamed(again.page, 'HOST_RESTARTED', 'signin-submit')
  await picture(again.page, 'store-host-killed')
  core.setFaults([])
  await again.signIn(core.facts.clerks.clerk)
  await expect(again.byId('outbox-count')).toHaveAttribute('data-count', '0')
  await expect.poll(() => effectsOf(core, 'orderAccepted', 'blockLifted')).toEqual(['orderAccepted', 'blockLifted'])
  await expect.poll(() => storedOrders(userData)).toMatchObject([{ state: 'done' }])
  expect(await openVisits(userData)).toEqual([])
  expect(await hostPid(app.electron, 'store-host')).not.toBe(before)
})

const period = { from: '2024-01-01', to: '2026-10-31' }

async function startExport(counter: Counter, core: Parameters<typeof effectsOf>[0]): Promise<void> {
  await counter.receive(core.facts.people.main)
  await watchReports(counter.page)
  await counter.choosePeriod(period.from, period.to)
  await counter.confirm('detail-submit')
}

test.describe('the report host', () => {
  test.use({ usageRows: 20_000 })

  test('report-host-killed: the report fails with a reason, and the next try delivers it', async ({
    app,
    counter,
    core,
    page,
    userData,
    picture,
  }) => {
    await startExport(counter, core)
    await reportInPhase(page, 'writing')
    await killHost(app.electron, 'report-host')
    expect(await endedReport(page)).toMatchObject({ phase: 'failed', error: 'HOST_RESTARTED' })
    await expectNamed(page, 'HOST_RESTARTED', 'detail-submit')
    await picture(page, 'report-host-killed')
    expect(spooledFiles(userData), 'nothing of the dead writer is left').toEqual([])
    expect(effectsOf(core, 'feeCharged')).toHaveLength(1)
    await watchReports(page)
    await counter.confirm('detail-submit')
    expect((await endedReport(page)).phase).toBe('done')
    expect(effectsOf(core, 'feeCharged'), 'the fee is paid once').toHaveLength(1)
    await counter.finish()
    await expect.poll(() => spooledFiles(userData)).toEqual([])
  })
})

test.describe('in the middle of an export', () => {
  test.use({ usageRows: 20_000, faults: [{ match: { endpoint: 'usage' }, fault: { kind: 'latency', ms: 150 } }] })

  // What a crash leaves of a fetch waits for the customer's next visit; one that was closed leaves nothing.
  for (const { name, end, kept } of [
    { name: 'window-closed-in-export', end: (app: RunningApp) => app.closeWindow(), kept: false },
    { name: 'app-killed-in-export', end: (app: RunningApp) => app.kill(), kept: true },
  ]) {
    test(`${name}: nothing was charged, no paper is left, the next start is clean`, async ({
      app,
      counter,
      core,
      userData,
      relaunch,
      picture,
    }) => {
      await startExport(counter, core)
      const bar = counter.byId('detail-progress').getByRole('progressbar')
      await expect(bar).toHaveAttribute('aria-valuenow', /[1-9]/)
      await end(app)

      const again = await relaunch()
      await whenReady(again.page, 'signin')
      await expectNamed(again.page, 'VISIT_INTERRUPTED', 'signin-submit')
      await picture(again.page, name)
      await expect.poll(() => spooledFiles(userData)).toEqual([])
      expect(await openVisits(userData)).toEqual([])
      expect((await countRows(userData, 'usage_fetch')) > 0).toBe(kept)
      expect(await storedOrders(userData)).toEqual([])
      expect(effectsOf(core, 'feeCharged', 'orderAccepted')).toEqual([])
      expect(await (await CoreView.of(core)).orders(core.facts.office.id)).toEqual([])
      await new Counter(again.page).signIn(core.facts.clerks.clerk)
      await expect(again.page.locator('[data-code="VISIT_INTERRUPTED"]')).toHaveCount(0)
    })
  }
})

test.describe('between the fee and the paper', () => {
  test.use({ usageRows: 20_000 })

  test('app-killed-after-fee: the next visit says that it is paid, and makes the paper without a second fee', async ({
    app,
    counter,
    core,
    page,
    userData,
    relaunch,
    environment,
    picture,
  }) => {
    await startExport(counter, core)
    await reportInPhase(page, 'writing')
    await app.kill()
    expect(effectsOf(core, 'feeCharged')).toHaveLength(1)

    needsPrintServer(test)
    const printServer = await startPrintServer()
    Object.assign(environment, { ACTIV_CUPS_SOCKET: printServer.socket })

    const again = await relaunch()
    await whenReady(again.page, 'signin')
    await expectNamed(again.page, 'VISIT_INTERRUPTED', 'signin-submit')
    const later = new Counter(again.page)
    await later.signIn(core.facts.clerks.clerk)
    await later.receive(core.facts.people.main)
    await watchReports(again.page)
    await later.choosePeriod(period.from, period.to)
    await expect(later.byId('price')).toHaveAttribute('data-paid', 'true')
    await picture(again.page, 'app-killed-after-fee')
    await later.confirm('detail-submit')
    expect((await endedReport(again.page)).phase).toBe('done')
    expect(await paidPapers(userData), 'made is not handed out').toBe(1)
    await later.press('detail-print')
    await whenReady(again.page, 'paperPrint')
    await later.press('print-submit')
    await printIs(later, 'done')
    await expect.poll(() => paidPapers(userData)).toBe(0)
    await printServer.stop()
    expect(effectsOf(core, 'feeCharged'), 'the fee is paid once').toHaveLength(1)
    expect(await storedOrders(userData)).toMatchObject([{ state: 'done' }])
  })
})

test('second-instance: the second start ends at once and the first goes on in the middle of its visit', async ({
  app,
  counter,
  core,
  page,
  userData,
  picture,
}) => {
  await counter.find(core.facts.people.voluntary.msisdn)
  const code = await startAgainBeside(userData)
  expect(code).toBe(0)
  expect(app.electron.windows()).toHaveLength(1)
  await expect(counter.byId('number-status')).toBeVisible()
  await expectNamed(page, 'ALREADY_RUNNING', 'verify-submit')
  await picture(page, 'second-instance')
  await counter.verify(core.facts.people.voluntary)
  expect(await openVisits(userData)).toHaveLength(1)
  expect(await storedOrders(userData)).toEqual([])
  expect(effectsOf(core, 'orderAccepted')).toEqual([])
})
