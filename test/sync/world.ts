import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { v7 } from 'uuid'
import { backUp } from '#db/backup'
import { openWriter } from '#db/connection'
import { schemaVersion } from '#db/migrations/run'
import { AppError } from '#domain/errors'
import type { StoreApi } from '#electron/link/store-api'
import type { KnownPerson } from '#test/core/generator/facts'
import { Random } from '#test/core/generator/random'
import type { RunningCore } from '#test/core/server'
import { watchStatements, type Activity } from './activity'
import { Screen } from './screen'
import { StoreRun } from './storeRun'
import { copyTemplate, startCoreOn, type Template } from './template'
import { readStore, type Stored } from './verdict'
import { VirtualTime } from './virtualTime'

/** One office with its counter, core and clock. The counter's process may die; the clerk and the core go on. */
export class World {
  readonly screen: Screen
  readonly time: VirtualTime
  /** How far the counter's clock is ahead. */
  skewMs = 0
  isCut = false
  /** By number; of the present run. */
  readonly visits = new Map<string, string>()
  private run: StoreRun | undefined
  private runs = 0
  private folder = 0
  /** Times the process was killed. */
  kills = 0
  private readonly random: Random
  private readonly byFile = new Map<string, StoreRun>()
  private readonly unwatch: () => void

  private constructor(
    readonly core: RunningCore,
    private readonly dir: string,
    private readonly activity: Activity,
    how: { time: VirtualTime; seed: number },
  ) {
    this.time = how.time
    this.random = new Random(how.seed)
    this.screen = new Screen(core.history)
    this.unwatch = watchStatements(activity, (file) => this.byFile.get(file)?.statement() ?? 'run')
  }

  static async open(template: Template, activity: Activity, seed: number): Promise<World> {
    const dir = copyTemplate(template)
    const time = new VirtualTime()
    const core = await startCoreOn(join(dir, 'core.sqlite'), time)
    return new World(core, dir, activity, { time, seed })
  }

  async close(): Promise<void> {
    this.unwatch()
    this.run?.kill()
    await this.activity.idle()
    await this.run?.dispose()
    await this.core.stop()
    rmSync(this.dir, { recursive: true, force: true })
  }

  get people(): KnownPerson[] {
    const { voluntary, active, main } = this.core.facts.people
    return [voluntary, active, main]
  }

  settled(): Promise<void> {
    return this.activity.idle()
  }

  wait(ms: number): Promise<void> {
    return this.time.advance(ms, () => this.settled())
  }

  /** A call from the screen to the running process. Undefined: it was refused, or the process died before it answered. */
  async ask<T>(work: (api: StoreApi) => Promise<T>): Promise<T | { refused: string }> {
    const run = await this.running()
    if (!run) return { refused: 'died' }
    try {
      const answer = await run.call(work)
      return answer === 'died' ? { refused: 'died' } : answer
    } catch (error) {
      if (error instanceof AppError && error.code !== 'INTERNAL') return { refused: error.code }
      this.screen.add('fault', error instanceof AppError ? JSON.stringify(error.params) : String(error))
      return { refused: 'INTERNAL' }
    }
  }

  /** kill -9, so many moments from now. */
  killAfter(moments: number): void {
    this.run?.killAfter(moments)
  }

  /** Ends the process, if it runs. */
  async end(how: 'close' | 'kill'): Promise<void> {
    const { run } = this
    if (how === 'kill') run?.kill()
    else if (run?.isAlive) await run.call((api) => api.close({}))
    await this.buried()
    // A kill that was still to come is of that process: it must not meet the recovery of its files.
    if (run?.isAlive) this.byFile.delete(run.location.file)
    this.run = undefined
  }

  /** A backup as the store host makes it; in a folder of its own, as the host may be at its own just now. */
  async backUp(): Promise<void> {
    const run = await this.running()
    if (!run) return
    const at = this.clock.iso()
    const work = async () => {
      const store = await openWriter(run.location)
      try {
        const version = await store.read(schemaVersion)
        const file = await backUp(store, run.location.keyHex, { dir: join(this.dir, 'making'), version, at })
        mkdirSync(this.backupDir, { recursive: true })
        renameSync(file, join(this.backupDir, basename(file)))
      } finally {
        await store.close()
      }
    }
    await Promise.race([work(), run.died])
  }

  /** What is stored now; undefined when the process is dead or dies meanwhile. */
  async peek(): Promise<Stored | undefined> {
    const { run } = this
    if (!run?.isAlive) return undefined
    const stored = await Promise.race([readStore(run.location), run.died])
    return stored === 'died' ? undefined : stored
  }

  /** What the recovery screen does with the newest backup. */
  async restore(after: 'close' | 'kill'): Promise<void> {
    await this.end(after)
    const { host, location } = this.newRun()
    const place = { location, backupDir: this.backupDir }
    const { backups, missing } = await host.api.recoveryState({ ...place, problem: 'STORE_CORRUPT' })
    const newest = backups.find(({ usable }) => usable)
    if (!newest) return
    this.screen.forget(missing.operations)
    await host.api.restoreBackup({ ...place, backupId: newest.id })
  }

  /** The process of now, started when there is none; undefined when it died while it started. */
  private async running(): Promise<StoreRun | undefined> {
    if (this.run?.isAlive) return this.run
    await this.buried()
    const run = this.newRun()
    this.run = run
    this.runs += 1
    this.visits.clear()
    this.byFile.set(run.location.file, run)
    run.host.on('order', (order) => void (run.isAlive && this.screen.show(order)))
    run.host.on('status', (status) => void (run.isAlive && this.screen.showStatus(status)))
    await run.open()
    await this.showAll(run)
    return run.isAlive ? run : undefined
  }

  /** A new screen shows orders as they stand: what became of one just before a death was told to nobody. */
  private async showAll(run: StoreRun): Promise<void> {
    for (const id of this.screen.told.keys()) {
      const view = await run.call((api) => api.order({ id }))
      if (view === 'died') return
      if (view) this.screen.show(view)
    }
  }

  private newRun(): StoreRun {
    return new StoreRun({
      dir: join(this.dir, `run-${this.folder}`),
      backupDir: this.backupDir,
      clock: this.clock,
      time: this.time,
      activity: this.activity,
      coreUrl: () => this.core.url,
      random: () => this.random.next(),
    })
  }

  /** After a death the files are as the system has them; the next run finds them. */
  private async buried(): Promise<void> {
    const { run } = this
    if (!run || run.isAlive) return
    await this.settled()
    this.kills += 1
    this.folder += 1
    run.leaveFilesTo(join(this.dir, `run-${this.folder}`))
    await run.dispose()
    this.run = undefined
  }

  private get backupDir(): string {
    return join(this.dir, 'backups')
  }

  readonly clock = {
    now: () => this.time.now() + this.skewMs,
    iso: () => new Date(this.clock.now()).toISOString(),
  }

  newId(): string {
    return v7()
  }
}
