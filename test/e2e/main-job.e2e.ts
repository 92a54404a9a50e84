import { localDateOf } from '#domain/period'
import { checkPdf, printedRows, printedTotals } from '#reports/testing/printed'
import { CoreView, totalsOf } from '../fixtures/coreView'
import { endedReport, spooledFiles, watchReports } from '../fixtures/reports'
import { expect, test } from '../fixtures/test'

test.describe('the three jobs, by keyboard alone', () => {
  test('a voluntary block is lifted', async ({ counter, core, page }) => {
    const { voluntary } = core.facts.people
    await counter.receive(voluntary)
    await page.keyboard.press('F4')
    await counter.confirm('unblock-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')

    const [order] = await (await CoreView.of(core)).orders(core.facts.office.id)
    expect(order).toMatchObject({ state: 'completed' })
    const effects = core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'blockLifted')
    expect(effects).toHaveLength(1)
    await counter.finish()
  })

  test('a lost number gets a new SIM and is unblocked in one order', async ({ counter, core }) => {
    const { main } = core.facts.people
    const sim = core.facts.sims.free19[0]
    await counter.receive(main)
    await counter.chooseReissue({ iccid: sim?.iccid ?? '', reason: 'LOST_STOLEN' })
    await counter.confirm('reissue-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')

    const orders = await (await CoreView.of(core)).orders(core.facts.office.id)
    expect(orders.map(({ state, productOrderItem }) => [state, productOrderItem.map((item) => item['@type'])])).toEqual(
      [['completed', ['SimReissueItem', 'UnblockItem']]],
    )
    await counter.finish()
  })

  test('a renewed document is taken over in the same order', async ({ counter, core }) => {
    const { renewed } = core.facts.people
    const sim = core.facts.sims.free20[0]
    await counter.receive(renewed)
    await counter.chooseReissue({ iccid: sim?.iccid ?? '', reason: 'LOST_STOLEN' })
    await counter.confirm('reissue-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')
    const [order] = await (await CoreView.of(core)).orders(core.facts.office.id)
    expect(order?.productOrderItem.map((item) => item['@type'])).toEqual([
      'IdentityUpdateItem',
      'SimReissueItem',
      'UnblockItem',
    ])
  })

  test('the paper holds just what the core holds, across the change of the clock', async ({
    counter,
    core,
    page,
    userData,
  }) => {
    const { main } = core.facts.people
    const period = { from: '2023-12-01', to: '2024-03-01' }
    await counter.receive(main)
    await watchReports(page)
    await counter.choosePeriod(period.from, period.to)
    await counter.confirm('detail-submit')
    const view = await endedReport(page)
    expect(view.phase).toBe('done')

    const rows = await (await CoreView.of(core)).usage(main, period)
    const lastMinute = rows.filter(({ at }) => localDateOf(at) === period.to && at >= '2024-03-01T18:59:00.000Z')
    expect(lastMinute.length, 'the last local minute of the last day has rows').toBeGreaterThan(0)
    const expected = totalsOf(rows)
    expect(view.result).toMatchObject({ ...expected })
    const file = view.result?.file ?? ''
    checkPdf(file)
    expect(printedRows(file)).toHaveLength(expected.rows)
    expect(printedTotals(file)).toEqual(expected)

    await expect(counter.byId('detail-open')).toBeVisible()
    await counter.finish()
    await expect.poll(() => spooledFiles(userData), 'nothing of the customer stays in the spool').toEqual([])
  })
})

test.describe('a customer view that comes late', () => {
  test.use({ faults: [{ match: { endpoint: 'buckets' }, fault: { kind: 'latency', ms: 2_000 } }] })

  test('is waited for: the block goes with the new SIM however fast the keys come', async ({ counter, core, page }) => {
    const { main } = core.facts.people
    await counter.receive(main)
    await counter.chooseReissue({ iccid: core.facts.sims.free19[0]?.iccid ?? '', reason: 'LOST_STOLEN' })
    await expect(page.getByTestId('reissue-submit')).toBeDisabled()
    await counter.confirm('reissue-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')

    const [order] = await (await CoreView.of(core)).orders(core.facts.office.id)
    expect(order?.productOrderItem.map((item) => item['@type'])).toEqual(['SimReissueItem', 'UnblockItem'])
  })
})

test.describe('a large detailization', () => {
  test.use({ usageRows: 20_000, faults: [{ match: { endpoint: 'usage' }, fault: { kind: 'latency', ms: 150 } }] })

  test('shows its progress and can be cancelled at no cost', async ({ counter, core, page, userData }) => {
    await counter.receive(core.facts.people.main)
    await watchReports(page)
    await counter.choosePeriod('2024-01-01', '2026-10-31')
    await counter.confirm('detail-submit')
    const bar = counter.byId('detail-progress').getByRole('progressbar')
    await expect(bar).toHaveAttribute('aria-valuenow', /[1-9]/)
    await counter.press('detail-cancel')
    expect((await endedReport(page)).phase).toBe('cancelled')
    expect(core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'feeCharged')).toEqual([])
    expect(spooledFiles(userData)).toEqual([])
  })
})
