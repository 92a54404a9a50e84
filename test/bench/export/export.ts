import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from '@playwright/test'
import { addDays } from '#domain/calendar'
import { openReader, type ReadTx } from '#db/connection'
import { usageBatches } from '#db/repositories/usage'
import type { UsageRow } from '#domain/usage'
import { electronRuntime } from '../../../setup/electron.mjs'
import { startCore } from '../../core/server'
import { launchApp, projectRoot, temporaryFolder, whenReady, type RunningApp } from '../../fixtures/app'
import { hostPid, killHost } from '../../fixtures/hosts'
import { Counter } from '../../fixtures/pages/counter'
import { storeLocation } from '../../fixtures/store'
import { median } from '../figures'
import type { EngineTask } from './engine'
import { pressed, timeNextPress, type Pressed } from './press'

const runs = 9
/** As long as a clerk takes at the least to read the price out and hear the answer. */
const lookMs = 2_000
/** Three years of them, so that a year has 3,000. */
const typical = { rows: 9_000, days: 365 }
/** What fills a thousand pages. */
const long = { rows: 73_000, days: 1_090 }

export interface ExportFigures {
  medianMs: number
  engineMs: number
  ratio: number
  runs: number
  firstPageMs: number
}

/**
 * From the key press to a file that can be opened, in the running application, and the engine alone on the same rows: both
 * in a process that was warmed up and has made no paper yet. The core completes an order at once, as its time is not the
 * counter's.
 */
export async function benchExport(): Promise<ExportFigures> {
  const pairs: { app: number; engine: number }[] = []
  await atCounter(typical.rows, async (desk) => {
    for (let run = 0; run < runs; run++) {
      const made = await exportOnce(desk, { days: typical.days, endedDaysAgo: 1 + run })
      const rows = await storedRows(desk.userData)
      const engine = engineMs(desk.scratch, rows)
      say(
        `${rows.length} rows, ${made.pages} pages: ${Math.round(made.openableMs)} ms, engine ${Math.round(engine)} ms`,
      )
      say(`  ${made.phases.map(([phase, ms]) => `${phase} ${Math.round(ms)}`).join(', ')}`)
      pairs.push({ app: made.openableMs, engine })
    }
  })
  const firstPageMs = await firstPage()
  return {
    medianMs: Math.round(median(pairs.map(({ app }) => app))),
    engineMs: Math.round(median(pairs.map(({ engine }) => engine))),
    ratio: Math.round(median(pairs.map(({ app, engine }) => app / engine)) * 100) / 100,
    runs,
    firstPageMs,
  }
}

/** Until the first page of a thousand is drawn, from when the screen asked for it. */
async function firstPage(): Promise<number> {
  let ms = Number.NaN
  await atCounter(long.rows, async (desk) => {
    const { page } = desk.app
    const { pages } = await exportOnce(desk, { days: long.days, endedDaysAgo: 1 })
    if (pages < 1_000) throw new Error(`the long paper has ${pages} pages only`)
    const times: number[] = []
    for (let run = 0; run < runs; run++) {
      await page.keyboard.press('F7')
      await whenReady(page, 'paper')
      times.push(await page.evaluate(takeFirstPageMs))
      await page.keyboard.press('Escape')
      await whenReady(page, 'detail')
    }
    say(`first page of ${pages}: ${times.map(Math.round).join(', ')} ms`)
    ms = Math.round(median(times))
  })
  return ms
}

function takeFirstPageMs(): number {
  const [asked] = performance.getEntriesByName('paper-asked')
  const [drawn] = performance.getEntriesByName('paper-drawn')
  if (!asked || !drawn) throw new Error('no page was drawn')
  performance.clearMarks()
  return drawn.startTime - asked.startTime
}

interface Desk {
  app: RunningApp
  counter: Counter
  userData: string
  scratch: string
  /** The core's local day. */
  today: string
}

/** A customer whose number has this many rows stands at the counter. */
async function atCounter(usageRows: number, work: (desk: Desk) => Promise<void>): Promise<void> {
  const core = await startCore({ subscribers: 25, usageRows, orderDelayMs: 0 })
  const userData = temporaryFolder('bench-export')
  const scratch = temporaryFolder('bench-engine')
  const app = await launchApp({ userData: userData.path, coreAddress: core.url, enrolmentCode: core.enrolmentCode })
  try {
    const counter = new Counter(app.page)
    await counter.enrol()
    await counter.signIn(core.facts.clerks.clerk)
    await counter.receive(core.facts.people.main)
    const today = new Date().toISOString().slice(0, 10)
    await work({ app, counter, userData: userData.path, scratch: scratch.path, today })
  } finally {
    await app.close()
    await core.stop()
    userData.remove()
    scratch.remove()
  }
}

/** The report host does not run when the clerk comes to the screen, as most of the day. */
async function exportOnce(
  { app, counter, today }: Desk,
  { days, endedDaysAgo }: { days: number; endedDaysAgo: number },
): Promise<Pressed> {
  const { page, electron } = app
  if ((await hostPid(electron, 'report-host')) !== undefined) await killHost(electron, 'report-host')
  const to = addDays(today, -endedDaysAgo)
  await timeNextPress(page)
  await counter.choosePeriod(addDays(to, 1 - days), to)
  await expect(counter.byId('detail-submit')).toBeEnabled()
  await page.waitForTimeout(lookMs)
  await page.keyboard.press('Control+Enter')
  return await pressed(page)
}

/** Of the paper that was made last. */
async function storedRows(userData: string): Promise<UsageRow[]> {
  const reader = await openReader(storeLocation(userData))
  try {
    const newest = (tx: ReadTx) => tx('usage_fetch').orderBy('key', 'desc').first<{ id: string } | undefined>('id')
    const rows: UsageRow[] = []
    for await (const batch of usageBatches(reader, (await reader.read(newest))?.id ?? '')) rows.push(...batch)
    return rows
  } finally {
    await reader.close()
  }
}

function engineMs(scratch: string, rows: UsageRow[]): number {
  const last = Date.parse(rows.at(-1)?.at ?? '')
  const task: EngineTask = { rows, periodFrom: rows[0]?.at ?? '', periodTo: new Date(last + 1).toISOString() }
  writeFileSync(path.join(scratch, 'task.json'), JSON.stringify(task))
  const program = path.join(import.meta.dirname, 'engine.ts')
  // By the same runtime as in the application: another allocator and compiler would be compared as well.
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
  const options = { cwd: projectRoot, env }
  return Number(execFileSync(electronRuntime().executable, ['--import', 'tsx', program, scratch], options).toString())
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
