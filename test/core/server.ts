import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Knex } from 'knex'
import type { Clock } from '#domain/clock'
import { change, type Change } from './change'
import { isoAt, systemClock, systemTimers, type Timers } from './clock'
import type { Core } from './context'
import { openDataSet } from './dataSet'
import { openDb } from './db'
import { Faults, type FaultRule } from './faults'
import { FeedNumbers } from './feed'
import { Front } from './front'
import type { CoreFacts } from './generator/facts'
import { History, type HistoryEntry } from './history'
import { Limits } from './limits'
import { listen } from './listener'
import { OrderWorker } from './orders/worker'
import { makeHandlers } from './routes/index'

export interface CoreOptions {
  /** 0 = a free one. */
  port?: number
  /** What `openDb` takes; by default a temporary SQLite file that `stop` removes. */
  db?: string
  seed?: number
  subscribers?: number
  /** Rows of the one subscriber with many (`facts.people.main`). */
  usageRows?: number
  clock?: Clock
  /** What orders under way and late requests wait by. */
  timers?: Timers
  /** From acceptance to the end of an order; 0 = as soon as possible. */
  orderDelayMs?: number
  faults?: readonly FaultRule[]
  /** Numbers, and reports, that one clerk may look up in a minute; then 429. */
  lookupsPerMinute?: number
  randomBytes?: (size: number) => Buffer
}

export interface RunningCore {
  url: string
  /** Enrols any number of counters at `facts.office`. */
  enrolmentCode: string
  facts: CoreFacts
  history: () => HistoryEntry[]
  setFaults: (rules: readonly FaultRule[]) => void
  /** What happens at a core without a counter: prices, leases, people change. */
  change: Change
  /** Ends and begins anew on the same port and database: connections are cut, orders under way go on afterwards. */
  restart: (how: { tokens: 'kept' | 'dropped' }) => Promise<void>
  stop: () => Promise<void>
}

/** Starts the reference core on the loopback address. */
export async function startCore(options: CoreOptions = {}): Promise<RunningCore> {
  const { seed = 1, subscribers = 2000, usageRows = 20_000, lookupsPerMinute = 300 } = options
  const faults = new Faults()
  faults.set(options.faults ?? [])
  const clock = shiftedClock(options.clock ?? systemClock, faults)
  const random = options.randomBytes ?? randomBytes
  const { db, dispose } = await openDatabase(options.db)
  const { facts, ...kept } = await openDataSet(db, { seed, subscribers, usageRows, now: clock.now() }, random)
  const limits = new Limits(lookupsPerMinute)
  const core: Core = {
    db,
    feedNumbers: new FeedNumbers(db),
    clock,
    limits,
    randomBytes: random,
    operator: facts.operator,
    ...kept,
  }
  const history = new History(() => clock.iso())
  const { orderDelayMs = 300, timers = systemTimers } = options
  const newWorker = (): OrderWorker => new OrderWorker(core, history, orderDelayMs, timers)
  let worker = newWorker()
  const handlers = makeHandlers((orderId) => worker.schedule(orderId))
  const serving = { core, handlers, faults, history, facts, timers, change: change(core) }
  const front = new Front((request, response, stopping) => listen(serving, request, response, stopping))
  const port = await front.open(options.port ?? 0)
  await worker.resume()
  const halt = async (): Promise<void> => {
    await front.close()
    await worker.stop()
  }
  return {
    url: `http://127.0.0.1:${port}`,
    enrolmentCode: facts.enrolment.reusable,
    facts,
    history: () => history.list(),
    setFaults: (rules) => faults.set(rules),
    change: serving.change,
    restart: async ({ tokens }) => {
      await halt()
      if (tokens === 'dropped') await db('tokens').delete()
      limits.forget()
      worker = newWorker()
      await front.open(port)
      await worker.resume()
    },
    stop: async () => {
      await halt()
      await dispose()
    },
  }
}

/** A clock that a fault can shift for the whole core. */
function shiftedClock(clock: Clock, faults: Faults): Clock {
  const now = (): number => clock.now() + faults.clockOffsetMs()
  return { now, iso: () => isoAt(now()) }
}

async function openDatabase(file: string | undefined): Promise<{ db: Knex; dispose: () => Promise<void> }> {
  const folder = file === undefined ? await mkdtemp(join(tmpdir(), 'reference-core-')) : undefined
  const db = await openDb(file ?? join(folder ?? '', 'core.sqlite'))
  const dispose = async (): Promise<void> => {
    await db.destroy()
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }
  return { db, dispose }
}
