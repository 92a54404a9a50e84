import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { v7 } from 'uuid'
import type { Clock } from '#domain/clock'
import type { StoreApi, StoreLocation } from '#electron/link/store-api'
import { createStoreHost, type StoreHost } from '#electron/store-host/host'
import type { Activity } from './activity'
import type { VirtualTime } from './virtualTime'

export const keyHex = '5c'.repeat(32)

export interface RunOptions {
  dir: string
  backupDir: string
  /** Of this counter: it may be days off. */
  clock: Clock
  time: VirtualTime
  activity: Activity
  /** Where the core is now; the store knows an address of its own. */
  coreUrl: () => string
  random: () => number
}

type Log = { level: string; event: string; fields: object }

/**
 * One run of the store process, from its start to its end or death. The whole store host runs here as it is; what reaches it
 * from outside (time, network, disk) stops for good when it is killed.
 */
export class StoreRun {
  readonly host: StoreHost
  readonly log: Log[] = []
  readonly died: Promise<'died'>
  private alive = true
  private killIn = Infinity
  private leave: (how: 'died') => void = () => undefined

  constructor(private readonly options: RunOptions) {
    this.died = new Promise((resolve) => (this.leave = resolve))
    const { clock, time, random } = options
    this.host = createStoreHost({
      clock,
      ids: { uuid: () => v7() },
      fetch: (url, init) => this.ask(url, init),
      log: (level, event, fields = {}) => void (this.alive && this.log.push({ level, event, fields })),
      timers: { set: (ms, run) => time.set(ms, () => void (this.alive && run())) },
      random,
    })
  }

  get location(): StoreLocation {
    return { file: join(this.options.dir, 'office.db'), keyHex }
  }

  get isAlive(): boolean {
    return this.alive
  }

  async open(): Promise<void> {
    const { backupDir } = this.options
    await this.call((api) => api.open({ location: this.location, backupDir, ballastBytes: 0 }))
  }

  /** A call from the screen; `died` when the process was killed before it answered. Refusals throw. */
  async call<T>(work: (api: StoreApi) => Promise<T>): Promise<T | 'died'> {
    if (!this.alive) return 'died'
    return await this.options.activity.track(Promise.race([work(this.host.api), this.died]))
  }

  /** kill -9 so many moments from now: a moment is before each statement, each request, and each answer. */
  killAfter(moments: number): void {
    this.killIn = moments
  }

  /** From now on nothing of it reaches the files, the network or the screen; its work fails and unwinds unheard. */
  kill(): void {
    this.alive = false
    this.leave('died')
  }

  /** For the gate of all statements of this process. */
  statement(): 'run' | 'fail' {
    return this.moment()
  }

  /** The files as the death left them, for the next run. */
  leaveFilesTo(dir: string): void {
    mkdirSync(dir, { recursive: true })
    for (const end of ['', '-wal']) {
      const file = `${this.location.file}${end}`
      if (existsSync(file)) copyFileSync(file, join(dir, `office.db${end}`))
    }
  }

  /** Gives back what a killed run held; what that does to its files no longer matters. */
  async dispose(): Promise<void> {
    await this.host.api.close({}).catch(() => undefined)
  }

  private moment(): 'run' | 'fail' {
    if (!this.alive) return 'fail'
    if (--this.killIn < 0) this.kill()
    return this.alive ? 'run' : 'fail'
  }

  private async ask(url: string, init: RequestInit): Promise<Response> {
    if (this.moment() === 'fail') throw new TypeError('the process was killed')
    const { pathname, search } = new URL(url)
    const answer = await this.options.activity.track(exchange(`${this.options.coreUrl()}${pathname}${search}`, init))
    if (this.moment() === 'fail') throw new TypeError('the process was killed')
    if ('failure' in answer) throw answer.failure
    return answer.response
  }
}

/** The whole answer, so that nothing of it is under way when time passes. */
async function exchange(url: string, init: RequestInit): Promise<{ response: Response } | { failure: unknown }> {
  try {
    const { status, headers, body } = await fetch(url, init).then(async (answer) => {
      return { status: answer.status, headers: answer.headers, body: await answer.text() }
    })
    return { response: new Response(body, { status, headers }) }
  } catch (failure) {
    return { failure }
  }
}
