import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { unzipSync } from 'fflate'
import { whenReady } from '../fixtures/app'
import { CoreView } from '../fixtures/coreView'
import { recordBridge, sentToPage } from '../fixtures/bridgeRecorder'
import { endedReport, watchReports } from '../fixtures/reports'
import { expect, test, type Core } from '../fixtures/test'
import { storeFiles, wholeStore } from '../fixtures/store'
import { filesBelow, tracesOf } from '../fixtures/traces'

/** What the core holds of a subscriber and nobody may see before the document is verified. */
async function canariesOf(core: Core): Promise<{ secrets: string[]; tiyn: number }> {
  const { main } = core.facts.people
  const usage = await (await CoreView.of(core)).usage(main, { from: '2026-10-01', to: '2026-10-31' })
  const numbers = usage.flatMap(({ otherNumber }) => (otherNumber && otherNumber.length > 8 ? [otherNumber] : []))
  const names = [main.familyName, main.givenName, main.middleName ?? main.familyName]
  const codes = main.blocks.map(({ code }) => code)
  return {
    secrets: [...names, main.iin, main.document.number, main.iccid, ...codes, ...numbers],
    tiyn: main.balanceTiyn,
  }
}

test('before verification nothing of the subscriber reaches the page, a log or a file name', async ({
  app,
  core,
  counter,
  userData,
}) => {
  const { main } = core.facts.people
  const { secrets, tiyn } = await canariesOf(core)
  await recordBridge(app.electron)
  await counter.find(main.msisdn)
  await counter.tryVerify({
    ...main,
    iin: core.facts.people.voluntary.iin,
    document: { ...main.document, number: '012345678' },
  })
  await expect(counter.byId('verify-result')).toHaveAttribute('data-result', 'mismatched')

  const sent = await sentToPage(app.electron)
  expect(
    sent.some((line) => line.startsWith('visit.open ') && line.includes(main.msisdn)),
    'the recorder hears',
  ).toBe(true)
  const readable = [...sent, await app.page.content()].map((text, index) => ({
    name: `message ${index}`,
    bytes: Buffer.from(text),
  }))
  expect(tracesOf([...secrets, String(tiyn)], readable)).toEqual([])
  expect(tracesOf(secrets, filesBelow(userData))).toEqual([])
})

test('after a whole visit nothing readable of the customer is left in any file', async ({
  app,
  core,
  counter,
  userData,
}) => {
  const { main } = core.facts.people
  const { secrets } = await canariesOf(core)
  const personal = [...secrets.filter((text) => text !== 'LOST_STOLEN'), main.msisdn]
  await recordBridge(app.electron)
  await counter.receive(main)
  await watchReports(app.page)
  await counter.choosePeriod('2026-08-01', '2026-11-01')
  await counter.confirm('detail-submit')
  expect((await endedReport(app.page)).phase).toBe('done')
  await counter.finish()
  expect(
    tracesOf(
      [main.familyName],
      (await sentToPage(app.electron)).map((text) => ({ name: '', bytes: Buffer.from(text) })),
    ),
  ).not.toEqual([])
  await app.close()

  expect(tracesOf(personal, filesBelow(userData))).toEqual([])
})

/** Answers the system's dialogue with this file. */
async function saveTo(electron: ElectronApplication, file: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
}

test('a crash with a customer on the screen, the diagnostics, logs and backups hold nothing of the customer', async ({
  app,
  core,
  counter,
  userData,
  relaunch,
}) => {
  const { main } = core.facts.people
  const { secrets } = await canariesOf(core)
  const personal = [...secrets.filter((text) => text !== 'LOST_STOLEN'), main.msisdn]
  await counter.receive(main)
  const replaced = app.electron.waitForEvent('window')
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  )
  await whenReady(await replaced, 'signin')

  await app.close()
  const again = await relaunch()
  await whenReady(again.page, 'signin')
  const zip = path.join(userData, 'diagnostics.zip')
  await saveTo(again.electron, zip)
  await again.page.getByTestId('about').press('Enter')
  await again.page.getByTestId('diagnostics-export').press('Enter')
  await expect(again.page.getByTestId('diagnostics-result')).toHaveAttribute('data-saved', 'true')
  const parts = Object.entries(unzipSync(readFileSync(zip))).map(([name, bytes]) => ({
    name,
    bytes: Buffer.from(bytes),
  }))
  expect(parts.map(({ name }) => name)).toContain('store.json')
  expect(parts.some(({ name, bytes }) => name.startsWith('logs/') && bytes.includes('page.gone'))).toBe(true)
  await again.close()

  const files = filesBelow(userData)
  const dumps = files.filter(({ name }) => name.endsWith('.dmp'))
  expect(
    dumps.map(({ name }) => name),
    'a dump would hold what was on the screen',
  ).toEqual([])
  for (const kind of ['backups/', 'logs/', 'store/']) {
    expect(
      files.some(({ name, bytes }) => name.startsWith(kind) && bytes.length > 0),
      `there is something in ${kind}`,
    ).toBe(true)
  }
  expect(tracesOf([...personal, core.facts.clerks.clerk.pin], parts)).toEqual([])
  expect(tracesOf(personal, files)).toEqual([])
  // Encrypted files hide everything from the search above: what is in them counts as well.
  const backups = files.filter(({ name }) => name.endsWith('.bak')).map(({ name }) => path.join(userData, name))
  expect(backups.length).toBeGreaterThan(0)
  for (const file of [storeFiles(userData).store, ...backups]) {
    const inside = [{ name: path.basename(file), bytes: Buffer.from(await wholeStore(userData, file)) }]
    expect(tracesOf([core.facts.office.id], inside), 'the store is read').not.toEqual([])
    expect(tracesOf(personal, inside)).toEqual([])
  }
})
