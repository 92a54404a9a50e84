import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { AppError } from '#domain/errors'
import { countOutbox } from '#db/outbox/outbox'
import type { CounterBase } from '#electron/store-host/counter'
import { Puller } from '#electron/store-host/sync/puller'
import { Random } from '#test/core/generator/random'
import { VirtualTime } from './virtualTime'

const counters = 1000
const minute = 60_000
const idle = { applied: 0, skipped: [], ordersChanged: false, productsChanged: [] }
const about = { protocol: { min: 1, max: 1 }, kind: 'training', rootCertificate: 'root', reportPublicKey: 'key' }

/** The core as the line lets it be seen: it answers, is away, or asks everybody to come back in half a minute. */
type Core = 'up' | 'down' | 'overloaded'

/** So many counters, each with the real poll and its pauses, over a store that has nothing to tell. All begin at the same moment. */
class Crowd {
  readonly time = new VirtualTime()
  core: Core = 'up'
  /** Questions to the feed in each second since the beginning. */
  private readonly perSecond: number[] = []
  private readonly began = this.time.now()

  constructor(randomOf: (counter: number) => () => number) {
    for (let one = 0; one < counters; one++) new Puller(this.counter(randomOf(one)), () => undefined).start()
  }

  async wait(ms: number): Promise<void> {
    await this.time.advance(ms, async () => void (await nextTurn()))
  }

  get second(): number {
    return Math.floor((this.time.now() - this.began) / 1000)
  }

  since(second: number): number[] {
    return Array.from({ length: this.second - second }, (_, index) => this.perSecond[second + index] ?? 0)
  }

  private counter(random: () => number): CounterBase {
    const { time } = this
    return {
      ...{ clock: time, timers: time, random, log: () => undefined, reconciling: () => false },
      ...{ line: { mayWrite: true, learn: () => undefined, coreIso: () => time.iso() } },
      core: () => ({ ask: (endpoint: string) => this.answer(endpoint) }),
      store: {
        read: (work: unknown) =>
          Promise.resolve(work === countOutbox ? { unsent: 0, open: 0, attention: 0 } : undefined),
        write: () => Promise.resolve(idle),
      },
    } as unknown as CounterBase
  }

  private answer(endpoint: string): Promise<unknown> {
    if (endpoint === 'feed') this.perSecond[this.second] = (this.perSecond[this.second] ?? 0) + 1
    if (this.core === 'down') return Promise.reject(new AppError('CORE_UNREACHABLE'))
    if (this.core === 'overloaded') return Promise.reject(new AppError('CORE_BUSY', { retryAfter: 30 }))
    return Promise.resolve(endpoint === 'feed' ? { items: [], next: 'c.1', more: false } : about)
  }
}

const jittered = (one: number) => {
  const random = new Random(one + 1)
  return () => random.next()
}

async function afterTrouble(core: Core, randomOf = jittered): Promise<{ peak: number; asked: number }> {
  const crowd = new Crowd(randomOf)
  await crowd.wait(minute)
  crowd.core = core
  await crowd.wait(2 * minute)
  crowd.core = 'up'
  const back = crowd.second
  await crowd.wait(2 * minute)
  const perSecond = crowd.since(back)
  return { peak: Math.max(...perSecond), asked: perSecond.reduce((sum, one) => sum + one, 0) }
}

describe('a thousand counters that come back at once', () => {
  it.each(['down', 'overloaded'] as const)('spread themselves when the core was %s', async (core) => {
    const { peak, asked } = await afterTrouble(core)
    expect(asked, 'each of them asks again, and goes on asking').toBeGreaterThan(6 * counters)
    expect(peak).toBeLessThan(0.3 * counters)
  })

  it('would all come in the same second without their chance', async () => {
    const { peak } = await afterTrouble('down', () => () => 0.5)
    expect(peak).toBe(counters)
  })

  it('ask evenly once the morning they began together is over', async () => {
    const crowd = new Crowd(jittered)
    await crowd.wait(5 * minute)
    expect(Math.max(...crowd.since(3 * 60))).toBeLessThan(0.2 * counters)
  })
})
