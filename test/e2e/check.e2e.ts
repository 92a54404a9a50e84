import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { printedInfo } from '#reports/testing/printed'
import { projectRoot, whenReady } from '../fixtures/app'
import { resizeTo, violationsOf } from '../fixtures/axe'
import { tabTo, typeInto } from '../fixtures/pages/keys'
import type { Counter } from '../fixtures/pages/counter'
import { endedReport, reportInPhase, spooledFiles, watchReports } from '../fixtures/reports'
import { expect, test, type Core } from '../fixtures/test'

const sizes = [
  [1366, 768],
  [1093, 614],
] as const
const album = path.join(projectRoot, 'test-results', 'check')

/** Answers the system's dialogue with this file. */
async function chooseFile(electron: ElectronApplication, file: string | undefined): Promise<void> {
  await electron.evaluate(({ dialog }, chosen) => {
    const filePaths = chosen === undefined ? [] : [chosen]
    dialog.showOpenDialog = () => Promise.resolve({ canceled: chosen === undefined, filePaths })
  }, file)
}

/** A detailization of the main person, made in the application; its copy outlives the visit. */
async function makePaper(core: Core, counter: Counter, page: Page, userData: string): Promise<string> {
  await orderPaper(core, counter, page)
  const view = await endedReport(page)
  expect(view).toMatchObject({ phase: 'done' })
  return copyOfPaper(userData)
}

async function orderPaper(core: Core, counter: Counter, page: Page): Promise<void> {
  await counter.receive(core.facts.people.main)
  await watchReports(page)
  await counter.choosePeriod('2026-09-01', '2026-09-30')
  await counter.confirm('detail-submit')
}

function copyOfPaper(userData: string): string {
  const [file = ''] = spooledFiles(userData)
  const copy = path.join(userData, 'paper.pdf')
  copyFileSync(file, copy)
  return copy
}

/** What the QR code of the last page carries, as the file keeps it too. */
function codeOf(file: string): string {
  return /ACTIVOFFICE\/1\/[0-9A-Z/.-]+/.exec(readFileSync(file, 'latin1'))?.[0] ?? ''
}

async function expectVerdict(counter: Counter, verdict: string): Promise<void> {
  await expect(counter.byId('check-result')).toHaveAttribute('data-verdict', verdict)
}

const stateOf = (page: Page, fact: string) => page.locator(`[data-fact="${fact}"]`).getAttribute('data-state')

for (const language of ['ru', 'kk'] as const) {
  test.describe(language, () => {
    test.use({ language })

    test('a paper made here is genuine, altered with a byte changed, and the screen breaks no rule', async ({
      app,
      core,
      counter,
      page,
      userData,
    }) => {
      const paper = await makePaper(core, counter, page, userData)
      const code = codeOf(paper)
      await counter.finish()
      await page.keyboard.press('F11')
      await whenReady(page, 'check')

      await chooseFile(app.electron, undefined)
      await page.keyboard.press('Enter')
      await expect(counter.byId('check-no-file')).toBeVisible()

      await chooseFile(app.electron, paper)
      await page.keyboard.press('Enter')
      await expectVerdict(counter, 'genuine')
      expect(await stateOf(page, 'fileHash'), 'the registry was asked').toBe('held')
      await expect(counter.byId('check-result')).toBeFocused()
      await look('genuine')

      const bytes = readFileSync(paper)
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      const altered = path.join(userData, 'altered.pdf')
      writeFileSync(altered, bytes)
      await chooseFile(app.electron, altered)
      await page.keyboard.press('Enter')
      await expectVerdict(counter, 'altered')
      expect(await stateOf(page, 'unchanged')).toBe('failed')
      await look('altered')

      await typeInto(page, 'check-code', code)
      await page.keyboard.press('Enter')
      await expectVerdict(counter, 'genuine')
      await expect(counter.byId('check-claim')).toContainText('+7')
      await look('code')
      await typeInto(page, 'check-code', code.replace(/\/\d+\/(-?\d+)\//, '/1/1/'))
      await page.keyboard.press('Enter')
      await expectVerdict(counter, 'altered')
      await typeInto(page, 'check-code', 'https://example.kz/1')
      await page.keyboard.press('Enter')
      await expectVerdict(counter, 'unknown')
      await look('unknown')
      await page.keyboard.press('Escape')
      await whenReady(page, 'find')

      async function look(name: string): Promise<void> {
        for (const [width, height] of sizes) {
          await resizeTo(app.electron, width, height)
          expect(await violationsOf(app.electron), `${name} ${width}x${height}`).toEqual([])
          await page.screenshot({ path: path.join(album, `${language}-${name}-${width}.png`), animations: 'disabled' })
        }
      }
    })
  })
}

test('without a line the signatures decide, and the screen says that the registry was not asked', async ({
  app,
  core,
  counter,
  page,
  userData,
}) => {
  const paper = await makePaper(core, counter, page, userData)
  await counter.finish()
  core.setFaults([{ match: {}, fault: { kind: 'down' } }])
  await page.keyboard.press('F11')
  await whenReady(page, 'check')
  await chooseFile(app.electron, paper)
  await page.keyboard.press('Enter')
  await expectVerdict(counter, 'genuine')
  await expect(counter.byId('check-offline')).toBeVisible()
  const rewritten = path.join(userData, 'rewritten.pdf')
  execFileSync('qpdf', [paper, rewritten])
  await chooseFile(app.electron, rewritten)
  await tabTo(page, counter.byId('check-submit'))
  await page.keyboard.press('Enter')
  await expectVerdict(counter, 'altered')
})

test('a paper waits for its hash to be registered while the line is down, and costs once', async ({
  core,
  counter,
  page,
  userData,
}) => {
  core.setFaults([{ match: { endpoint: 'sealReport' }, fault: { kind: 'down' } }])
  await orderPaper(core, counter, page)
  await reportInPhase(page, 'sealing')
  await expect(counter.byId('detail-open')).toHaveCount(0)
  core.setFaults([])
  expect(await endedReport(page)).toMatchObject({ phase: 'done' })
  expect(printedInfo(copyOfPaper(userData)).get('Pages')).toBeDefined()
  const effects = core.history().filter((entry) => entry.entry === 'effect')
  expect(effects.filter(({ kind }) => kind === 'reportSealed')).toHaveLength(1)
  expect(effects.filter(({ kind }) => kind === 'reportRegistered')).toHaveLength(1)
})
