import { characteristicsToRecord } from '#domain/core/common'
import { checkPdf, printedInfo, printedRows, printedText, printedTotals } from '#reports/testing/printed'
import { CoreView, totalsOf } from '../fixtures/coreView'

import { endedReport, watchReports } from '../fixtures/reports'
import { expect, test } from '../fixtures/test'

test('a summary form in one language is ordered, and printed, as chosen', async ({ counter, core, page }) => {
  const { main } = core.facts.people
  const period = { from: '2023-12-01', to: '2024-03-01' }
  await counter.receive(main)
  await watchReports(page)
  await counter.choosePeriod(period.from, period.to)
  await counter.byId('detail-form').selectOption('summary')
  await counter.byId('detail-language').selectOption('ru')
  await counter.confirm('detail-submit')
  const view = await endedReport(page)
  expect(view).toMatchObject({ phase: 'done', form: 'summary', language: 'ru' })

  const reader = await CoreView.of(core)
  const [order] = await reader.orders(core.facts.office.id)
  const facts = characteristicsToRecord(order?.productOrderItem[0]?.product.productCharacteristic)
  expect(facts).toMatchObject({ operation: 'detailization', form: 'summary' })

  const file = view.result?.file ?? ''
  checkPdf(file)
  expect(printedRows(file)).toEqual([])
  expect(printedTotals(file)).toEqual(totalsOf(await reader.usage(main, period)))
  expect(printedInfo(file).get('Title')).toMatch(/^Детализация № /)
  expect(printedText(file)).toContain('сводная форма')
  expect(printedText(file)).not.toContain('Егжей')

  // The same period in the other form is another paper, and may be ordered.
  await expect(counter.byId('detail-submit')).toHaveCount(0)
  await counter.byId('detail-form').selectOption('expanded')
  await expect(counter.byId('detail-submit')).toBeVisible()
})
