import { spawn, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { electronRuntime } from '../../setup/electron.mjs'
import { startCore, type RunningCore } from '../core/server'
import { launchApp, projectRoot, temporaryFolder } from '../fixtures/app'
import { attachToPage } from '../fixtures/attach'
import { Counter } from '../fixtures/pages/counter'
import { median } from './figures'

const runs = 9

export interface StartupFigures {
  ratio: number
  appMs: number
  emptyMs: number
  runs: number
}

/**
 * Time from the start of the process to an interactive sign-in screen, against an empty window in the same runtime. Both pages
 * leave the user-timing mark `interactive`; it is read afterwards, so that reading costs the start nothing.
 */
export async function benchStartup(): Promise<StartupFigures> {
  const core = await startCore({ subscribers: 25, usageRows: 100 })
  const userData = temporaryFolder('bench-app')
  const emptyData = temporaryFolder('bench-empty')
  try {
    await enrolOnce(core, userData.path)
    const startApp = () =>
      timeToInteractive([projectRoot], { ACTIV_USER_DATA: userData.path, ACTIV_CORE_ADDRESS: core.url })
    const startEmpty = () =>
      timeToInteractive([path.join(projectRoot, 'test/bench/empty'), `--user-data-dir=${emptyData.path}`], {})
    await startApp()
    await startEmpty()
    const pairs: { app: number; empty: number }[] = []
    for (let run = 0; run < runs; run++) pairs.push({ empty: await startEmpty(), app: await startApp() })
    return {
      ratio: Math.round(median(pairs.map(({ app, empty }) => app / empty)) * 100) / 100,
      appMs: Math.round(median(pairs.map(({ app }) => app))),
      emptyMs: Math.round(median(pairs.map(({ empty }) => empty))),
      runs,
    }
  } finally {
    await core.stop()
    userData.remove()
    emptyData.remove()
  }
}

async function enrolOnce(core: RunningCore, userData: string): Promise<void> {
  const app = await launchApp({ userData, coreAddress: core.url, enrolmentCode: core.enrolmentCode })
  await new Counter(app.page).enrol()
  await app.close()
}

async function timeToInteractive(args: string[], env: Record<string, string>): Promise<number> {
  const startedAt = Date.now()
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(electronRuntime().executable, [...root, '--remote-debugging-port=0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  try {
    return (await interactiveAt(child)) - startedAt
  } finally {
    child.kill()
    await gone
  }
}

/** When the page became interactive, in ms since the epoch. */
async function interactiveAt(child: ChildProcess): Promise<number> {
  const { browser, page } = await attachToPage(child)
  try {
    const at = await page.waitForFunction(() => {
      const mark = performance.getEntriesByName('interactive')[0]
      return mark && performance.timeOrigin + mark.startTime
    })
    return (await at.jsonValue()) ?? Number.NaN
  } finally {
    await browser.close()
  }
}
