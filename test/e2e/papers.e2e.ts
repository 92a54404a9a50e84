import { readFileSync } from 'node:fs'
import { whenReady, type RunningApp } from '../fixtures/app'
import { resizeTo, violationsOf } from '../fixtures/axe'
import { chooseIn, tabTo, typeInto } from '../fixtures/pages/keys'
import { expect, madeReport, printIs, test } from '../fixtures/printTest'
import { spooledFiles } from '../fixtures/reports'
import { readStore } from '../fixtures/store'

/** The heads of a paper's tables have their words in the text layer by `aria-owns`, which axe does not follow. */
async function violationsBeside({ electron, page }: RunningApp): Promise<string[]> {
  const rule = 'empty-table-header: '
  const found = await violationsOf(electron)
  const heads = found.filter((line) => line.startsWith(rule))
  const wordless = await page.evaluate(
    (selectors) =>
      selectors.filter((selector) => {
        const owned = document.querySelector(selector)?.getAttribute('aria-owns')?.split(' ') ?? ['']
        return owned.some((id) => !document.getElementById(id)?.textContent?.trim())
      }),
    heads.map((line) => (JSON.parse(line.slice(rule.length)) as string[]).join(' ')),
  )
  return [...found.filter((line) => !line.startsWith(rule)), ...wordless.map((selector) => rule + selector)]
}

test.describe('a finished paper, by keyboard alone', () => {
  test('is looked at, searched and zoomed', async ({ counter, core, page, picture, app }) => {
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    page.on('pageerror', (error) => errors.push(error.message))
    await counter.receive(core.facts.people.main)
    await madeReport(counter, '2026-01-01', '2026-10-31')
    await page.keyboard.press('Enter')
    await whenReady(page, 'paper')
    const view = counter.byId('paper-view')
    await expect(view).toBeFocused()
    await expect(view.locator('.textLayer').first()).toContainText('Activ')
    await picture(page, 'preview')

    await typeInto(page, 'paper-page', '3')
    await page.keyboard.press('Enter')
    await expect(view.locator('.page[data-page-number="3"] canvas')).toBeVisible()
    await expect(page.getByRole('status').last()).toContainText('3')
    expect(await view.locator('canvas').count(), 'only pages near the view are drawn').toBeLessThan(8)

    const before = await counter.byId('paper-zoom').innerText()
    await page.keyboard.press('Control+Equal')
    await expect(counter.byId('paper-zoom')).not.toHaveText(before)
    await page.keyboard.press('Control+0')
    await expect(counter.byId('paper-zoom')).toHaveText(before)
    await resizeTo(app.electron, 1093, 614)
    await expect(counter.byId('paper-zoom'), 'it fits the window that has become smaller').not.toHaveText(before)
    await resizeTo(app.electron, 1366, 768)
    await expect(counter.byId('paper-zoom')).toHaveText(before)

    await page.keyboard.press('Control+F')
    await expect(counter.byId('paper-search')).toBeFocused()
    await page.keyboard.type('Activ')
    await page.keyboard.press('Enter')
    await expect(counter.byId('paper-matches')).toHaveText(/^\d+ из \d+$/)
    const first = Number.parseInt(await counter.byId('paper-matches').innerText(), 10)
    await page.keyboard.press('Enter')
    await expect(counter.byId('paper-matches')).toHaveText(new RegExp(`^${first + 1} из \\d+$`))
    await expect(view.locator('.highlight.selected')).toHaveCount(1)
    await picture(page, 'search')
    await page.keyboard.press('Shift+Enter')
    await expect(counter.byId('paper-matches')).toHaveText(new RegExp(`^${first} из \\d+$`))
    await typeInto(page, 'paper-search', 'нет такого текста')
    await page.keyboard.press('Enter')
    await expect(counter.byId('paper-matches')).toHaveText('Не найдено')
    expect(await violationsBeside(app)).toEqual([])
    expect(errors, 'nothing was refused by the content security policy').toEqual([])
  })

  test('is printed as it is, twice with a reason, and leaves nothing behind', async ({
    counter,
    core,
    page,
    printServer,
    picture,
    userData,
    app,
  }) => {
    const { main } = core.facts.people
    await counter.receive(main)
    const file = await madeReport(counter)
    const document = readFileSync(file)
    await page.keyboard.press('F7')
    await whenReady(page, 'paper')
    await page.keyboard.press('Enter')
    await whenReady(page, 'paperPrint')
    await expect(counter.byId('print-printer')).toHaveValue('Desk')
    await picture(page, 'print')
    expect(await violationsBeside(app)).toEqual([])
    await tabTo(page, counter.byId('print-sides').getByRole('radio').first())
    await page.keyboard.press('ArrowRight')
    await typeInto(page, 'print-copies', '2')
    await typeInto(page, 'print-pages', '1-2')
    await page.keyboard.press('Enter')
    await printIs(counter, 'done')
    const [printed] = printServer.printed('Desk')
    expect(printed?.bytes.equals(document), 'the printer got the very bytes').toBe(true)
    expect(printed?.options).toContain('sides=two-sided-long-edge')
    expect(printed?.options).toContain('page-ranges=1-2')
    expect(`${printed?.title}`).toMatch(/^Activ Office [0-9a-f]{8}$/)

    await tabTo(page, counter.byId('print-submit'))
    await page.keyboard.press('Enter')
    await counter.expectError('PRINT_REASON_NEEDED')
    await picture(page, 'reprint')
    expect(printServer.printed('Desk')).toHaveLength(1)
    await chooseIn(page, 'print-reason', 'damaged')
    await counter.press('print-submit')
    await expect(counter.byId('print-job')).toHaveCount(2)
    await printIs(counter, 'done')
    expect(printServer.printed('Desk')).toHaveLength(2)

    await counter.finish()
    await expect.poll(() => spooledFiles(userData)).toEqual([])
    expect(printServer.keptDocuments()).toEqual([])
    const journal = await readStore(userData, async (tx) => {
      const rows: { event: string; facts: string }[] = await tx('audit').whereLike('event', '%rint%').orderBy('seq')
      return rows.map(({ event, facts }) => `${event} ${facts}`)
    })
    expect(journal.map((line) => line.split(' ')[0])).toEqual([
      'paperPrinted',
      'printEnded',
      'paperReprinted',
      'printEnded',
    ])
    expect(journal[2]).toContain('"reason":"damaged"')
    expect(journal.join('')).not.toContain(main.msisdn)
  })

  test('a printer that fails is named with what to do, and another one prints', async ({
    counter,
    core,
    page,
    printServer,
    picture,
  }) => {
    await counter.receive(core.facts.people.main)
    await madeReport(counter)
    await page.keyboard.press('Control+P')
    await whenReady(page, 'paperPrint')
    printServer.breakDown('Desk', 'media-jam-error')
    await typeInto(page, 'print-copies', '2')
    await typeInto(page, 'print-pages', '1-2')
    await page.keyboard.press('Enter')
    await printIs(counter, 'failed')
    await counter.expectError('PRINT_FAILED')
    await expect(counter.byId('print-job').first()).toContainText('Замята бумага')
    await picture(page, 'failed')
    await page.keyboard.press('Escape')
    await whenReady(page, 'paper')
    await page.keyboard.press('Control+P')
    await whenReady(page, 'paperPrint')
    await chooseIn(page, 'print-printer', 'Hall')
    await counter.press('print-submit')
    await printIs(counter, 'done')
    const [printed] = printServer.printed('Hall')
    expect(printed?.options, 'what was chosen before the failure is printed').toContain('page-ranges=1-2')
  })

  test('a print that waits for its printer is cancelled', async ({ counter, core, page, printServer, picture }) => {
    await counter.receive(core.facts.people.main)
    await madeReport(counter)
    await page.keyboard.press('Control+P')
    await whenReady(page, 'paperPrint')
    printServer.breakDown('Hall', 'offline-report')
    await chooseIn(page, 'print-printer', 'Hall')
    await counter.press('print-submit')
    await printIs(counter, 'waiting')
    await picture(page, 'waiting')
    await counter.press('print-cancel')
    await printIs(counter, 'cancelled')
    expect(printServer.printed('Hall')).toEqual([])
  })

  test('is still printed when the visit ends at once, and the counter keeps no copy', async ({
    counter,
    core,
    page,
    printServer,
    userData,
  }) => {
    await counter.receive(core.facts.people.main)
    const document = readFileSync(await madeReport(counter))
    await page.keyboard.press('Control+P')
    await whenReady(page, 'paperPrint')
    const release = printServer.hold('Desk')
    await page.keyboard.press('Enter')
    await printIs(counter, 'printing')
    await counter.finish()
    await expect.poll(() => spooledFiles(userData)).toEqual([])
    release()
    await expect.poll(() => printServer.printed('Desk').length).toBe(1)
    expect(printServer.printed('Desk')[0]?.bytes.equals(document)).toBe(true)
  })
})

test('the bytes of a paper are for its customer session only', async ({
  counter,
  core,
  page,
  userData,
  app,
  relaunch,
}) => {
  const fetched = (url: string) =>
    page.evaluate(async (address) => {
      const answer = await fetch(address, { headers: { Range: 'bytes=0-99' } })
      return { status: answer.status, bytes: (await answer.arrayBuffer()).byteLength }
    }, url)
  await counter.receive(core.facts.people.main)
  const file = await madeReport(counter)
  const id = /([0-9a-f-]{36})\.pdf$/.exec(file)?.[1] ?? ''
  expect(await fetched(`app://bundle/papers/${id}.pdf`)).toEqual({ status: 206, bytes: 100 })
  const other = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
  for (const address of [other, `../spool/${id}`, `%2e%2e/${id}`]) {
    expect(await fetched(`app://bundle/papers/${address}.pdf`), address).toEqual({ status: 404, bytes: 0 })
  }
  await counter.finish()
  expect((await fetched(`app://bundle/papers/${id}.pdf`)).status).toBe(404)

  await counter.receive(core.facts.people.main)
  await madeReport(counter)
  expect(spooledFiles(userData)).toHaveLength(1)
  await app.kill()
  await relaunch()
  await expect.poll(() => spooledFiles(userData), 'what a crash left is gone').toEqual([])
})

for (const language of ['ru', 'kk'] as const) {
  test.describe(`in ${language}, on both sizes of screen`, () => {
    test.use({ language })

    test('looking, printing and what went wrong fit and break no rule', async ({
      app,
      counter,
      core,
      page,
      printServer,
      picture,
    }) => {
      const found: string[] = []
      async function look(screen: string): Promise<void> {
        for (const [width, height] of [
          [1366, 768],
          [1093, 614],
        ] as const) {
          await resizeTo(app.electron, width, height)
          // A window that would fill the screen is a point narrower.
          await page.waitForFunction((wanted) => Math.abs(innerWidth - wanted) <= 1, width)
          found.push(...(await violationsBeside(app)).map((line) => `${screen} ${String(width)} ${line}`))
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
          if (wide) found.push(`${screen} ${String(width)}: wider than the screen`)
          await picture(page, `${screen}-${language}-${String(width)}`)
        }
      }
      await counter.receive(core.facts.people.main)
      await page.keyboard.press('F7')
      await expect(counter.byId('paper-none')).toBeVisible()
      await expect(counter.byId('document-row').first(), 'what can be made is offered').toBeVisible()
      await look('none')
      await madeReport(counter)
      await look('made')
      await page.keyboard.press('F7')
      await whenReady(page, 'paper')
      await look('preview')
      await page.keyboard.press('Control+P')
      await whenReady(page, 'paperPrint')
      await typeInto(page, 'print-copies', '0')
      await typeInto(page, 'print-pages', '99')
      await page.keyboard.press('Enter')
      await counter.expectError('PRINT_COPIES')
      await look('print-wrong')
      await typeInto(page, 'print-copies', '1')
      await typeInto(page, 'print-pages', '')
      printServer.breakDown('Desk', 'media-jam-error')
      await page.keyboard.press('Enter')
      await printIs(counter, 'failed')
      await look('failed')
      expect(found).toEqual([])
    })
  })
}
