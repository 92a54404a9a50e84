import { setInterval as every } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { startCore } from '../core/server'
import { launchApp, temporaryFolder } from '../fixtures/app'
import { Counter } from '../fixtures/pages/counter'
import { endedReport, watchReports } from '../fixtures/reports'
import { option } from './figures'

export interface TypingFigures {
  /** Of the detailization that is fetched, stored and written meanwhile. */
  rows: number
  seconds: number
  keys: number
  /** From a key press to the frame that answers it, in ms. */
  p50Ms: number
  p95Ms: number
  maxMs: number
  /** The same keys with nothing else going on. */
  idleP95Ms: number
}

/** A quick typist: no waiting for an answer before the next key, so that a stall counts for each key it holds up. */
const betweenKeysMs = 40
const idleKeys = 200

/**
 * How soon the screen answers the keys of a clerk who goes on with a SIM replacement while a long detailization is made. The time
 * runs from the event's own time stamp, given by the browser process, to the first task after the frame in which it was handled.
 */
export async function benchTyping(words: readonly string[]): Promise<TypingFigures> {
  const usageRows = option(words, 'rows', 100_000)
  const core = await startCore({ subscribers: 25, usageRows })
  const userData = temporaryFolder('bench-typing')
  const app = await launchApp({ userData: userData.path, coreAddress: core.url, enrolmentCode: core.enrolmentCode })
  try {
    const { page } = app
    const counter = new Counter(page)
    await counter.enrol()
    await counter.signIn(core.facts.clerks.clerk)
    await counter.receive(core.facts.people.main)
    await watchPaints(page)
    await openIccid(counter)
    const idle = await typed(page, (keys) => keys >= idleKeys)

    await watchReports(page)
    await counter.choosePeriod('2024-01-01', '2026-10-31')
    await counter.confirm('detail-submit')
    const startedAt = performance.now()
    let hasEnded = false
    const report = endedReport(page).finally(() => (hasEnded = true))
    await openIccid(counter)
    const busy = await typed(page, () => hasEnded)
    const { phase, error } = await report
    if (phase !== 'done') throw new Error(`the report has ${phase}: ${error ?? ''}`)
    return {
      rows: usageRows,
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
      keys: busy.length,
      p50Ms: percentile(busy, 0.5),
      p95Ms: percentile(busy, 0.95),
      maxMs: percentile(busy, 1),
      idleP95Ms: percentile(idle, 0.95),
    }
  } finally {
    await app.close()
    await core.stop()
    userData.remove()
  }
}

async function openIccid(counter: Counter): Promise<void> {
  await counter.page.keyboard.press('F5')
  await counter.byId('reissue-iccid').focus()
}

type Watching = typeof globalThis & { paints: number[] }

async function watchPaints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const window = globalThis as Watching
    window.paints = []
    const afterFrame = new MessageChannel()
    const waiting: number[] = []
    afterFrame.port1.onmessage = () => {
      for (const pressedAt of waiting.splice(0)) window.paints.push(performance.now() - pressedAt)
    }
    document.addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          waiting.push(timeStamp)
          afterFrame.port2.postMessage(undefined)
        }),
      { capture: true },
    )
  })
}

/** Types digits and takes them back; gives the times of the keys that were pressed. */
async function typed(page: Page, isEnough: (keys: number) => boolean): Promise<number[]> {
  const presses: Promise<void>[] = []
  await page.evaluate(() => void (globalThis as Watching).paints.splice(0))
  for await (const _ of every(betweenKeysMs)) {
    presses.push(page.keyboard.press(presses.length % 8 < 4 ? String(presses.length % 10) : 'Backspace'))
    if (isEnough(presses.length)) break
  }
  await Promise.all(presses)
  await page.waitForFunction((keys) => (globalThis as Watching).paints.length >= keys, presses.length)
  return await page.evaluate(() => (globalThis as Watching).paints)
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (found === undefined) throw new RangeError('no values')
  return Math.round(found * 10) / 10
}
