import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '#domain/clock'
import { change, type Change } from './change'
import { systemClock } from './clock'
import type { Core } from './context'
import { openDataSet } from './dataSet'
import { openDb } from './db'
import { Faults, type FaultRule } from './faults'
import type { CoreFacts } from './generator/facts'
import { History, type HistoryEntry } from './history'
import { listen } from './listener'
import { logFault } from './log'
import { OrderWorker } from './orders/worker'
import { makeHandlers } from './routes/index'

export interface CoreOptions {
  /** 0 = a free one. */
  port?: number
  /** SQLite file or `:memory:`; by default a temporary file that `stop` removes. */
  db?: string
  seed?: number
  subscribers?: number
  /** Rows of the one subscriber with many (`facts.people.main`). */
  usageRows?: number
  clock?: Clock
  /** From acceptance to the end of an order; 0 = as soon as possible. */
  orderDelayMs?: number
  faults?: readonly FaultRule[]
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
  stop: () => Promise<void>
}

/** Starts the reference core on the loopback address. */
export async function startCore(options: CoreOptions = {}): Promise<RunningCore> {
  const clock = options.clock ?? systemClock
  const random = options.randomBytes ?? randomBytes
  const temporary = options.db === undefined ? await mkdtemp(join(tmpdir(), 'reference-core-')) : undefined
  const db = await openDb(options.db ?? join(temporary ?? '', 'core.sqlite'))
  const { seed = 1, subscribers = 2000, usageRows = 20_000 } = options
  const { facts, ...kept } = await openDataSet(db, { seed, subscribers, usageRows, now: clock.now() }, random)
  const core: Core = { db, clock, randomBytes: random, operator: facts.operator, ...kept }
  const history = new History(() => clock.iso())
  const faults = new Faults()
  faults.set(options.faults ?? [])
  const worker = new OrderWorker(core, history, options.orderDelayMs ?? 300)
  const handlers = makeHandlers((orderId) => worker.schedule(orderId))
  const inHand = new Set<Promise<void>>()
  const server = createServer((request, response) => {
    const work = listen({ core, handlers, faults, history, facts }, request, response)
      .catch((error: unknown) => {
        logFault('request', error)
        response.destroy()
      })
      .finally(() => inHand.delete(work))
    inHand.add(work)
  })
  const port = await bind(server, options.port ?? 0)
  await worker.resume()
  return {
    url: `http://127.0.0.1:${port}`,
    enrolmentCode: facts.enrolment.reusable,
    facts,
    history: () => history.list(),
    setFaults: (rules) => faults.set(rules),
    change: change(core),
    stop: async () => {
      await close(server)
      await Promise.all(inHand)
      await worker.stop()
      await db.destroy()
      if (temporary !== undefined) await rm(temporary, { recursive: true, force: true })
    },
  }
}

async function bind(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
