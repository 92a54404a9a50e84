import { checkPdf, printedInfo, printedText } from '#reports/testing/printed'
import { whenReady } from '../fixtures/app'
import { resizeTo } from '../fixtures/axe'
import { spooledFiles } from '../fixtures/reports'
import { expect, test } from '../fixtures/test'

test('papers of the visit: application, receipt, hand-over and summary, gone when it ends', async ({
  counter,
  core,
  page,
  userData,
  app,
}) => {
  const { main } = core.facts.people
  const iccid = core.facts.sims.free19[0]?.iccid ?? ''
  await counter.receive(main)
  await counter.chooseReissue({ iccid, reason: 'LOST_STOLEN' })
  await counter.confirm('reissue-submit')
  await expect(counter.order()).toHaveAttribute('data-state', 'done')
  await counter.sumUp()

  const rows = page.getByTestId('document-row')
  await expect(rows).toHaveCount(4)
  for (const [width, height] of [
    [1366, 768],
    [1093, 614],
  ] as const) {
    await resizeTo(app.electron, width, height)
    await expect(rows.last(), `seen at ${width}x${height} without scrolling`).toBeInViewport({ ratio: 1 })
  }
  await page.keyboard.press('F7')
  await expect(rows.first().getByTestId('document-open')).toBeFocused()
  /** Presses a button of one row and gives the text of the paper it made. */
  const made = async (kind: string, button = 'document-open') => {
    const before = spooledFiles(userData)
    const press = page.locator(`[data-testid=document-row][data-kind=${kind}]`).getByTestId(button)
    await expect(press).not.toHaveAttribute('aria-busy', 'true')
    await press.press('Enter')
    const fresh = () => spooledFiles(userData).filter((file) => file.endsWith('.pdf') && !before.includes(file))
    await expect.poll(() => fresh().length).toBe(1)
    const [file = ''] = fresh()
    checkPdf(file)
    await whenReady(page, 'paper')
    await page.keyboard.press('Escape')
    await whenReady(page, 'finish')
    return { file, text: printedText(file).replace(/\s+/g, ' ') }
  }

  const card = iccid.replace(/(\d{4})(?=\d)/g, '$1 ')
  expect((await made('application')).text).toContain('Заявление о замене SIM-карты и разблокировке номера')
  const receipt = await made('receipt', 'document-open-roll')
  expect(printedInfo(receipt.file).get('Page size')).toContain('226.77')
  expect(receipt.text).toContain('1 000,00 ₸')
  const handover = await made('handover')
  expect(handover.text).toContain('Карта включена')
  expect(handover.text.replaceAll('\u00a0', ' ')).toContain(card)
  const summary = await made('visit')
  expect(summary.text).toContain('орындалды')
  expect(summary.text).toContain('УЧЕБНЫЙ РЕЖИМ')

  await counter.press('visit-finish')
  await expect.poll(() => spooledFiles(userData), 'nothing of the customer stays in the spool').toEqual([])
})
