import { setTimeout as wait } from 'node:timers/promises'
import { feedBodies } from '#domain/core/feed'
import { endStates } from '#domain/core/order'
import type { Core } from '#electron/store-host/core/core'
import type { HistoryEntry } from '#test/core/history'
import { postgresFolder } from '../../../setup/postgres.mjs'
import { startPostgres } from '../../fixtures/postgres'
import { percentile, rounded } from '../figures'
import { startCoreProcess, subscribersOf, type CoreProcess, type Subscriber } from './coreProcess'
import { enrolledClient, updateOrder, verifyAll, type Verified } from './counters'

const numbersEach = 5
const pollMs = 400

interface SimulatedCounter {
  client: Core
  numbers: Verified[]
}

export interface Throughput {
  counters: number
  ordersPerSecond: number
  p50Ms: number
  p99Ms: number
  errors: number
  /** Orders that the core did not do exactly once. */
  wrong: number
}

/**
 * Counters with the application's own client, each placing one order after another at one core on PostgreSQL that flushes
 * to the disk. Per second: from the first order to the end of the last; p50 and p99: from sending to the core's answer.
 */
export async function benchManyCounters({ counters, each }: { counters: number; each: number }): Promise<object> {
  if (postgresFolder() === undefined) throw new Error('PostgreSQL is needed (Debian: postgresql)')
  const postgres = await startPostgres({ durable: true })
  const subscribers = counters * numbersEach * 2
  const core = await startCoreProcess({ db: postgres.url, subscribers, 'usage-rows': 0, 'order-delay': 0 })
  try {
    const people = subscribersOf(core, subscribers, 0)
    const all: SimulatedCounter[] = []
    for (let n = 0; n < counters; n++) all.push(await openCounter(core, people, n))
    const steps = [...new Set([8, 4, 2, 1].map((part) => Math.ceil(counters / part)))]
    const grown: Throughput[] = []
    for (const count of steps) grown.push(await measure(core, all.slice(0, count), each))
    return { each, grown, errors: grown.reduce((sum, { errors }) => sum + errors, 0) }
  } finally {
    await core.stop()
    await postgres.stop()
  }
}

async function openCounter(core: CoreProcess, people: readonly Subscriber[], n: number): Promise<SimulatedCounter> {
  const client = await enrolledClient(core)
  return { client, numbers: await verifyAll(client, core, people.slice(n * numbersEach, (n + 1) * numbersEach)) }
}

async function measure(core: CoreProcess, counters: readonly SimulatedCounter[], each: number): Promise<Throughput> {
  const before = (await core.history()).length
  const watcher = await watchFeed(await enrolledClient(core))
  const took: number[] = []
  let errors = 0
  const work = async ({ client, numbers }: SimulatedCounter) => {
    for (let turn = 0; turn < each; turn++) {
      const own = numbers[turn % numbers.length]
      if (!own) throw new RangeError('no numbers')
      const start = performance.now()
      await client.ask('placeOrder', { body: updateOrder(core, own) }).catch(() => (errors += 1))
      took.push(performance.now() - start)
    }
  }
  const start = performance.now()
  await Promise.all(counters.map(work))
  const orders = counters.length * each
  await watcher.ended(orders - errors)
  const seconds = (performance.now() - start) / 1000
  const effects = (await core.history()).slice(before)
  return {
    counters: counters.length,
    ordersPerSecond: Math.round(orders / seconds),
    p50Ms: rounded(percentile(took, 0.5)),
    p99Ms: rounded(percentile(took, 0.99)),
    errors,
    wrong: wrongOf(effects),
  }
}

/** As a counter learns of ends: by the feed, asked for as often as one with open orders does. */
async function watchFeed(client: Core): Promise<{ ended: (orders: number) => Promise<void> }> {
  let cursor = ''
  const seen = new Set<string>()
  const pull = async () => {
    for (;;) {
      const page = await client.ask('feed', { query: { limit: 1000, ...(cursor && { after: cursor }) } })
      cursor = page.next
      for (const { kind, body } of page.items) if (kind === 'orderChanged') note(seen, body)
      if (!page.more) return
    }
  }
  await pull()
  seen.clear()
  const ended = async (orders: number) => {
    for (await pull(); seen.size < orders; await pull()) await wait(pollMs)
  }
  return { ended }
}

function note(seen: Set<string>, body: unknown): void {
  const { orderId, state } = feedBodies.orderChanged.parse(body)
  if (endStates.some((end) => end === state)) seen.add(orderId)
}

/** Accepted and applied once each, and nothing else. */
function wrongOf(entries: readonly HistoryEntry[]): number {
  const byOrder = new Map<string, string[]>()
  for (const entry of entries) {
    if (entry.entry !== 'effect' || entry.commandId === undefined || !entry.kind.startsWith('order')) continue
    byOrder.set(entry.commandId, [...(byOrder.get(entry.commandId) ?? []), entry.kind])
  }
  return [...byOrder.values()].filter((kinds) => kinds.join() !== 'orderAccepted,orderApplied').length
}
