import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { v7 } from 'uuid'
import type { Clock } from '#domain/clock'
import type { ClerkView, OrderView } from '#domain/contract/views'
import type { OrderLine } from '#domain/core/order'
import { createStoreHost, type StoreHost } from '#electron/store-host/host'
import type { LogFields } from '#electron/store-host/log'
import { systemTimers } from '#electron/store-host/sync/pump'
import type { StoreApi, StoreEvents } from '#electron/link/store-api'
import type { KnownPerson } from '#test/core/generator/facts'
import { presented, startSmallCore } from '#test/core/harness'
import type { CoreOptions, RunningCore } from '#test/core/server'

const keyHex = '5c'.repeat(32)

export async function startTestCore(options: CoreOptions = {}): Promise<RunningCore> {
  const core = await startSmallCore(options)
  onTestFinished(() => core.stop())
  return core
}

export interface LogEntry {
  level: string
  event: string
  fields: LogFields
}

/** A counter with a real store file and real HTTP, in this process. */
export class Office {
  readonly orders: OrderView[] = []
  /** Pages of usage that were asked for at the same time. */
  readonly pages = { now: 0, most: 0 }
  private constructor(
    readonly host: StoreHost,
    readonly dir: string,
    readonly log: LogEntry[],
    private readonly logListeners: Set<(entry: LogEntry) => void>,
  ) {
    host.on('order', (order) => this.orders.push(order))
  }

  /** `aheadMs`: how far this counter's clock is ahead of the real one. */
  static async open(dir = tempDir(), aheadMs = 0): Promise<Office> {
    const log: LogEntry[] = []
    const listeners = new Set<(entry: LogEntry) => void>()
    const host = createStoreHost({
      clock: shiftedClock(aheadMs),
      ids: { uuid: () => v7() },
      fetch: (url, init) => office.ask(url, init),
      log: (level, event, fields = {}) => {
        log.push({ level, event, fields })
        for (const listener of listeners) listener({ level, event, fields })
      },
      timers: systemTimers,
      random: () => 0.5,
    })
    const office: Office = new Office(host, dir, log, listeners)
    await host.api.open({ location: office.location, backupDir: office.backupDir, ballastBytes: 4096 })
    onTestFinished(() => host.api.close({}))
    return office
  }

  /** Enrolled, and the clerk of the sample data signed in. */
  static async signedIn(core: RunningCore, dir?: string, aheadMs?: number): Promise<Office> {
    const office = await Office.open(dir, aheadMs)
    await office.api.enrol({ commandId: v7(), address: core.url, code: core.enrolmentCode, deviceName: 'Counter 3' })
    await office.signIn(core)
    return office
  }

  private async ask(url: string, init: RequestInit): Promise<Response> {
    const { pages } = this
    const isPage = new URL(url).pathname.endsWith('/usage')
    if (isPage) pages.most = Math.max(pages.most, ++pages.now)
    try {
      return await fetch(url, init)
    } finally {
      if (isPage) pages.now -= 1
    }
  }

  get api(): StoreApi {
    return this.host.api
  }

  get backupDir() {
    return join(this.dir, 'backups')
  }

  get location() {
    return { file: join(this.dir, 'office.db'), keyHex }
  }

  async signIn(core: RunningCore): Promise<ClerkView> {
    const { id, pin } = core.facts.clerks.clerk
    return await this.api.signIn({ commandId: v7(), clerkId: id, pin })
  }

  /** An unblock of the person's number, placed in a visit. */
  async unblock(person: KnownPerson, visitId: string, replaces?: string): Promise<string> {
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    await this.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines, ...(replaces && { replaces }) })
    return commandId
  }

  /** A visit with the person's document verified. */
  async visitOf(core: RunningCore, person: KnownPerson): Promise<string> {
    const { msisdn } = person
    const { visitId } = await this.api.openVisit({ commandId: v7(), clerkId: core.facts.clerks.clerk.id, msisdn })
    await this.api.verify({ commandId: v7(), visitId, msisdn, person: presented(person) })
    return visitId
  }

  async reissueLine({ msisdn }: KnownPerson, iccid: string, reason = 'LOST_STOLEN'): Promise<OrderLine> {
    const { fence } = await this.api.checkSim({ iccid })
    const { feeId, quoteId, tiyn, taxRate } = await this.api.quote({ msisdn, operation: 'simReissue', reason })
    return { operation: 'simReissue', reason, iccid, fence, fee: { feeId, quoteId, tiyn, taxRate } }
  }

  next<K extends keyof StoreEvents>(name: K, fits: (payload: StoreEvents[K]) => boolean): Promise<StoreEvents[K]> {
    return new Promise((resolve) => {
      const off = this.host.on(name, (payload) => {
        if (!fits(payload)) return
        off()
        resolve(payload)
      })
    })
  }

  /** Resolves with the next such line of the log, or one that is there already. */
  logged(fits: (entry: LogEntry) => boolean): Promise<LogEntry> {
    const known = this.log.find(fits)
    if (known) return Promise.resolve(known)
    return new Promise((resolve) => {
      const listener = (entry: LogEntry) => {
        if (!fits(entry)) return
        this.logListeners.delete(listener)
        resolve(entry)
      }
      this.logListeners.add(listener)
    })
  }

  /** The order once it has one of these states; the time limit of the test bounds it. */
  async orderIn(id: string, ...states: OrderView['state'][]): Promise<OrderView> {
    const reached = this.next('order', (order) => order.id === id && states.includes(order.state))
    const now = await this.api.order({ id })
    return now && states.includes(now.state) ? now : await reached
  }
}

export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'activ-office-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

function shiftedClock(aheadMs: number): Clock {
  const now = () => Date.now() + aheadMs
  return { now, iso: () => new Date(now()).toISOString() }
}

/** Cuts the line to the core, or mends it. */
export function cutLine(core: RunningCore, cut = true): void {
  core.setFaults(cut ? [{ match: {}, fault: { kind: 'down' } }] : [])
}

/** What happened at the core for one command, in order. */
export function effectsOf(core: RunningCore, commandId: string): string[] {
  return core
    .history()
    .flatMap((entry) => (entry.entry === 'effect' && entry.commandId === commandId ? [entry.kind] : []))
}

export function requestsOf(core: RunningCore, endpoint: string): number {
  return core.history().filter((entry) => entry.entry === 'request' && entry.endpoint === endpoint).length
}

/** Requests that were answered with success. */
export function answersOf(core: RunningCore, endpoint: string): number {
  const answered = core.history().filter((entry) => entry.entry === 'request' && entry.endpoint === endpoint)
  return answered.filter((entry) => entry.entry === 'request' && entry.status === 200).length
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'no error',
    (error: unknown) => (error instanceof Error ? error.message : 'no Error'),
  )
}

export function blockIdsOf(person: KnownPerson): string[] {
  return person.blocks.map(({ id }) => id)
}
