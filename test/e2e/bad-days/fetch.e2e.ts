import { expect, effectsOf, expectNamed, test } from '../../fixtures/badDayTest'
import type { Counter } from '../../fixtures/pages/counter'
import { endedReport, spooledFiles, watchReports } from '../../fixtures/reports'
import type { Core } from '../../fixtures/test'

const period = { from: '2024-01-01', to: '2026-10-31' }
const slowPages = { match: { endpoint: 'usage' }, fault: { kind: 'latency', ms: 150 } } as const
/** The rows of the period that the screen proposes are not gathered ahead, so that all pages are those of the order. */
const noPages = { match: { endpoint: 'usage' }, fault: { kind: 'status', status: 500 } } as const
const cut = { match: {}, fault: { kind: 'down' } } as const

const pagesAnswered = (core: Core) =>
  core.history().filter((entry) => entry.entry === 'request' && entry.endpoint === 'usage' && entry.status === 200)
    .length

async function startExport(counter: Counter, core: Core): Promise<number> {
  await counter.receive(core.facts.people.main)
  await watchReports(counter.page)
  await counter.choosePeriod(period.from, period.to)
  await expect(counter.byId('detail-bounds'), 'of the long period').toContainText(/\d\d\s\d{3}/)
  core.setFaults([slowPages])
  await counter.confirm('detail-submit')
  const bar = counter.byId('detail-progress').getByRole('progressbar')
  await expect(bar).toHaveAttribute('aria-valuenow', /[1-9]/)
  return Number(await bar.getAttribute('aria-valuenow'))
}

test.describe('while the rows of a detailization come', () => {
  test.use({ usageRows: 20_000, faults: [noPages] })

  test('line-cut-in-fetch: what is here is kept, it goes on by itself, one fee, no page asked for twice', async ({
    counter,
    core,
    page,
    userData,
    picture,
  }) => {
    await startExport(counter, core)
    core.setFaults([cut])
    await expect(counter.byId('detail-fetching-later')).toBeVisible()
    await expect(counter.byId('detail-cancel')).toBeEnabled()
    await expect(counter.byId('sync-state')).toHaveAttribute('data-core', 'offline')
    await picture(page, 'line-cut-in-fetch')
    expect(effectsOf(core, 'feeCharged')).toEqual([])
    core.setFaults([])
    const { phase, result } = await endedReport(page)
    expect(phase).toBe('done')
    expect(effectsOf(core, 'feeCharged')).toEqual(['feeCharged'])
    expect(pagesAnswered(core)).toBe(Math.ceil((result?.rows ?? 0) / 1000))
    expect(spooledFiles(userData)).toHaveLength(1)
    await expect(counter.byId('detail-fetching-later')).toHaveCount(0)
  })

  test('fetch-called-off: ordered again it goes on where it was', async ({ counter, core, page }) => {
    await startExport(counter, core)
    await counter.press('detail-cancel')
    expect((await endedReport(page)).phase).toBe('cancelled')
    const before = pagesAnswered(core)
    core.setFaults([])
    await expect(counter.byId('detail-submit')).toBeEnabled()
    await watchReports(page)
    await counter.confirm('detail-submit')
    const { phase, result } = await endedReport(page)
    expect(phase).toBe('done')
    const pages = Math.ceil((result?.rows ?? 0) / 1000)
    // At most those that were under way when it was called off come once more.
    expect(pagesAnswered(core) - before).toBeLessThan(pages)
    expect(effectsOf(core, 'feeCharged')).toEqual(['feeCharged'])
  })
})

test.describe('a core that has to collect a long period first', () => {
  test.use({ faults: [{ match: { endpoint: 'usageBounds' }, fault: { kind: 'collects', ms: 4000 } }] })

  test('core-collects: it is waited for in sight, then price and rows are there', async ({
    counter,
    core,
    page,
    picture,
  }) => {
    await counter.receive(core.facts.people.main)
    await counter.choosePeriod(period.from, period.to)
    await expectNamed(page, 'CORE_SLOW', 'detail-from')
    await expect(counter.byId('detail-submit')).toHaveAttribute('aria-disabled', 'true')
    await picture(page, 'core-collects')
    core.setFaults([])
    await expect(counter.byId('detail-submit')).not.toHaveAttribute('aria-disabled', 'true', { timeout: 15_000 })
    await expect(page.locator('[data-code="CORE_SLOW"]')).toHaveCount(0)
    await watchReports(page)
    await counter.confirm('detail-submit')
    expect((await endedReport(page)).phase).toBe('done')
  })
})
