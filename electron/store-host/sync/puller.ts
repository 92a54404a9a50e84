import { AppError } from '#domain/errors'
import { countOutbox } from '#db/outbox/outbox'
import { saveSetting } from '#db/repositories/settings'
import type { CounterBase } from '../counter'
import { learnTrust } from '../papers'
import { backOffAfter, jitter } from './backoff'
import { pullFeed } from './pullFeed'
import { createPump, type Pump } from './pump'
import { reconcile } from './reconcile'

const idleMs = 15_000
/** While an order is open somebody waits for it. */
const busyMs = 400
/** The feed is also how a counter notices that the core answers again: eight seconds at most. */
const mostFailures = 4
const aboutEveryMs = 10 * 60_000

/** Follows the core's feed, and now and then asks what the core is. */
export class Puller {
  private readonly pump: Pump
  private readonly stopping = new AbortController()
  private failures = 0
  private aboutAt = Number.NEGATIVE_INFINITY
  private pulling: Promise<void> | undefined

  constructor(
    private readonly counter: CounterBase,
    private readonly onOrdersChanged: () => void,
  ) {
    const onFault = (error: unknown) => counter.log('error', 'puller.fault', { code: codeOf(error) })
    this.pump = createPump(() => this.step(), counter.timers, onFault)
  }

  start(): void {
    this.pump.start()
  }

  wake(): void {
    this.pump.wake()
  }

  async stop(): Promise<void> {
    this.stopping.abort(new AppError('SHUTTING_DOWN'))
    await this.pump.stop()
    await this.pulling?.catch(() => undefined)
  }

  /** Everything up to now, once; shares a pull that runs already. Throws what the core answers. */
  pull(): Promise<void> {
    this.pulling ??= this.pullAll().finally(() => (this.pulling = undefined))
    return this.pulling
  }

  private async pullAll(): Promise<void> {
    if (this.counter.clock.now() - this.aboutAt >= aboutEveryMs) await this.learn()
    if (this.counter.reconciling()) await this.reconcile()
    const { ordersChanged } = await pullFeed(this.counter, this.stopping.signal)
    if (ordersChanged) this.onOrdersChanged()
  }

  /** The restored store holds nothing back any more: what waited goes now. */
  private async reconcile(): Promise<void> {
    await reconcile(this.counter, this.stopping.signal)
    this.onOrdersChanged()
  }

  private async learn(): Promise<void> {
    const { line, store, log, clock } = this.counter
    const about = await this.counter.core().ask('about', { signal: this.stopping.signal })
    this.aboutAt = clock.now()
    line.learn(about)
    await store.write((tx) => saveSetting(tx, 'core.kind', about.kind))
    await learnTrust(store, about)
    if (!line.mayWrite) log('error', 'core.protocol', { min: about.protocol.min, max: about.protocol.max })
  }

  private async step(): Promise<number | undefined> {
    try {
      await this.pull()
      this.failures = 0
      return await this.pause()
    } catch (error) {
      const code = codeOf(error)
      if (code === 'NOT_ENROLLED' || this.stopping.signal.aborted) return undefined
      this.failures += 1
      this.counter.log('warn', 'puller.again', { code, failures: this.failures })
      const wish = error instanceof AppError ? error.params['retryAfter'] : undefined
      return backOffAfter(Math.min(this.failures, mostFailures), wish, this.counter.random)
    }
  }

  private async pause(): Promise<number> {
    const { unsent, open } = await this.counter.store.read(countOutbox)
    return jitter(unsent + open > 0 ? busyMs : idleMs, this.counter.random)
  }
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'INTERNAL'
}
