import { copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { expect } from '@playwright/test'
import { addMonths } from '#domain/calendar'
import { daysInPeriod, localDateOf } from '#domain/period'
import { electronRuntime } from '../../setup/electron.mjs'
import { readOrderLines, type ProductOrder } from '#domain/core/order'
import { Counter as SecondCounter, orderPath } from '../core/harness'
import { startCore } from '../core/server'
import { launchApp, temporaryFolder, whenReady } from '../fixtures/app'
import { Counter } from '../fixtures/pages/counter'
import { endedReport, watchReports } from '../fixtures/reports'
import { Album } from './album'

/** `npm run tour -- --out DIR --json`: the main job in the real application; screenshots and the PDF stay in DIR. */
const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'out/tour' },
    json: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    months: { type: 'string', default: '12' },
    language: { type: 'string', default: 'ru' },
  },
})

const folder = path.resolve(values.out)
mkdirSync(folder, { recursive: true })
const startedAt = performance.now()
const core = await startCore({ seed: Number(values.seed) })
const userData = temporaryFolder('tour')
const language = values.language === 'kk' || values.language === 'en' ? values.language : 'ru'

try {
  const result = await tour()
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, undefined, 2)}\n`)
} finally {
  await core.stop()
  userData.remove()
}

async function tour(): Promise<Record<string, unknown>> {
  const app = await launchApp({
    userData: userData.path,
    coreAddress: core.url,
    enrolmentCode: core.enrolmentCode,
    language,
  })
  const { page } = app
  const counter = new Counter(page)
  const album = new Album(page, folder)
  const { main } = core.facts.people
  const sim = core.facts.sims.free19[0]
  if (!sim) throw new Error('the reference core has no free SIM')
  try {
    await whenReady(page, 'enrol')
    await album.take('enrolment')
    await counter.enrol()
    await album.take('sign-in')
    await counter.signIn(core.facts.clerks.clerk)
    await album.take('find')
    await counter.find(main.msisdn)
    await album.take('found-number')
    await counter.fillDocument(main)
    await album.take('verification')
    await page.keyboard.press('Enter')
    await expect(counter.byId('session-countdown')).toBeVisible()
    await expect(counter.byId('op-reissue')).toBeVisible()
    await album.take('customer')
    await counter.chooseReissue({ iccid: sim.iccid, reason: 'LOST_STOLEN' })
    await expect(counter.byId('reissue-submit')).toBeEnabled()
    await album.take('reissue')
    await counter.confirm('reissue-submit')
    await expect(counter.order()).toHaveAttribute('data-state', 'done')
    await album.take('reissue-done')
    const report = await detailization(counter, album)
    await counter.sumUp()
    await album.take('visit-summary')
    await page.keyboard.press('Enter')
    await whenReady(page, 'find')
    await album.take('next-customer')
    return {
      electron: electronRuntime().version,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
      msisdn: main.msisdn,
      verification: 'matched',
      orders: await ordersAtCore(),
      report,
      screenshots: album.files,
    }
  } finally {
    await app.close()
  }
}

/** Orders as the core has them, not as the screen shows them. */
async function ordersAtCore(): Promise<{ externalId: string; state: string; items: string[] }[]> {
  const observer = await SecondCounter.signedIn(core)
  const { body } = await observer.get<ProductOrder[]>(orderPath, { 'channel.id': core.facts.office.id })
  return body.map((order) => ({
    externalId: order.externalId,
    state: order.state,
    items: readOrderLines(order).map((line) => line.operation),
  }))
}

async function detailization(counter: Counter, album: Album): Promise<Record<string, unknown>> {
  const { page } = counter
  const to = localDateOf(new Date().toISOString())
  const from = addMonths(to, -Number(values.months))
  await watchReports(page)
  await counter.choosePeriod(from, to)
  await expect(counter.byId('detail-submit')).toBeEnabled()
  await album.take('detailization')
  await counter.confirm('detail-submit')
  await expect(counter.byId('detail-progress')).toBeVisible()
  await album.take('detailization-in-progress')
  const report = await endedReport(page)
  if (!report.result) throw new Error(`the detailization ended as ${report.phase}: ${report.error ?? 'no reason'}`)
  await expect(counter.byId('detail-open')).toBeVisible()
  await album.take('detailization-done')
  const file = path.join(folder, 'detailization.pdf')
  copyFileSync(report.result.file, file)
  const { rows, pages, totalTiyn, topUpsTiyn } = report.result
  return { file, rows, pages, periodDays: daysInPeriod({ from, to }), totalTiyn, topUpsTiyn }
}
