import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { v7 } from 'uuid'
import { Counter } from '#test/core/harness'
import { startCore, type CoreOptions, type RunningCore } from '#test/core/server'
import type { Activity } from './activity'
import { StoreRun } from './storeRun'
import { VirtualTime } from './virtualTime'

/** A core and an enrolled counter made once; every history begins with copies of their files. */
export interface Template {
  dir: string
  remove(): void
}

const core: CoreOptions = { seed: 1, subscribers: 30, usageRows: 50, orderDelayMs: 200, lookupsPerMinute: 100_000 }

export function startCoreOn(db: string, time: VirtualTime): Promise<RunningCore> {
  return startCore({ ...core, db, clock: time, timers: time })
}

export async function makeTemplate(activity: Activity): Promise<Template> {
  const dir = temporaryFolder()
  const time = new VirtualTime()
  const running = await startCoreOn(join(dir, 'core.sqlite'), time)
  try {
    const options = { dir, backupDir: join(dir, 'none'), clock: time, time, activity, random: () => 0.5 }
    const store = new StoreRun({ ...options, coreUrl: () => running.url })
    await store.open()
    const enrolment = { address: running.url, code: running.enrolmentCode, deviceName: 'Counter 3' }
    await store.call((api) => api.enrol({ commandId: v7(), ...enrolment }))
    await store.call((api) => api.signIn({ commandId: v7(), ...signInOf(running) }))
    await store.call((api) => api.close({}))
  } finally {
    await running.stop()
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}

export function signInOf({ facts }: RunningCore): { clerkId: string; pin: string } {
  const { id: clerkId, pin } = facts.clerks.clerk
  return { clerkId, pin }
}

/** A folder with copies of the template's files. */
export function copyTemplate({ dir }: Template): string {
  const copy = temporaryFolder()
  copyFileSync(join(dir, 'core.sqlite'), join(copy, 'core.sqlite'))
  mkdirSync(join(copy, 'run-0'))
  copyFileSync(join(dir, 'office.db'), join(copy, 'run-0', 'office.db'))
  return copy
}

/** In memory where the system has such a folder: what a killed process leaves is the same there, and quicker. */
function temporaryFolder(): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'check-sync-'))
}

/** Everything in the feed of the office, as another of its counters would read it. */
export async function wholeFeed(running: RunningCore) {
  const counter = new Counter(running.url)
  await counter.enrol(running.enrolmentCode)
  const answer = await counter.get<{ items: { kind: string; id: string; version: number; body: unknown }[] }>(
    '/office/v1/feed',
    { limit: 1000 },
  )
  return answer.body.items
}

/** PINs need not be hard to guess here: the real cost of the hash would be most of the time of a history. */
export function cheapPins(): () => void {
  const { scrypt } = crypto
  const cheap = (...[secret, salt, bytes, options, done]: Parameters<typeof scrypt>) =>
    scrypt(secret, salt, bytes, { ...options, N: 2, maxmem: 32 * 1024 * 1024 }, done)
  Object.assign(crypto, { scrypt: cheap })
  syncBuiltinESMExports()
  return () => {
    Object.assign(crypto, { scrypt })
    syncBuiltinESMExports()
  }
}
