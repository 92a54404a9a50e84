import { AppError } from '#domain/errors'
import { claimDue, hurryStranded, listDueSent, nextDue, returnExpired, type OutboxRow } from '#db/outbox/outbox'
import type { CounterBase } from '../counter'
import { createBreaker, watched, type Breaker } from './breaker'
import { deliver, follow } from './deliver'
import { createPump, type Pump } from './pump'
import { tellOrders } from './settle'

/** Numbers that are served at the same time. */
const parallel = 4
/** Longer than any request takes: a lease that has ended belongs to a sender that is gone. */
const leaseMs = 120_000

/**
 * Brings outbox rows to the core: each number in the order of its rows, numbers side by side. Nothing is sent again before
 * the core was asked whether it has it.
 */
export class Sender {
  private readonly running = new Map<string, Promise<void>>()
  private readonly pump: Pump
  private readonly breaker: Breaker
  /** The counter as the requests see it: what the core answers them opens and closes the breaker. */
  private readonly asking: CounterBase

  constructor(private readonly counter: CounterBase) {
    this.breaker = createBreaker({ clock: counter.clock, random: () => counter.random() })
    this.asking = { ...counter, core: () => watched(counter.core(), this.breaker) }
    this.pump = createPump(
      () => this.step(),
      counter.timers,
      (error) => this.fault(error),
    )
  }

  start(): void {
    this.pump.start()
  }

  wake(): void {
    this.pump.wake()
  }

  /** News from elsewhere that the core answers again. */
  coreIsBack(): void {
    this.breaker.close()
    this.pump.wake()
  }

  /** Lets running requests finish. */
  async stop(): Promise<void> {
    await this.pump.stop()
    await Promise.all(this.running.values())
  }

  /** Begins what is due and does not wait for it: a slow answer for one number holds up no other. */
  private async step(): Promise<number | undefined> {
    const { store, clock, line } = this.counter
    if (!line.mayWrite || this.counter.reconciling()) return undefined
    const places = this.free
    if (places === 0) return this.breaker.waitMs() || undefined
    const now = clock.iso()
    const claimed = await this.claim(now, places)
    for (const row of claimed) this.begin(row, deliver)
    await tellOrders(
      this.counter,
      claimed.map(({ id }) => id),
    )
    // More may be due, and goes before questions about what is sent; the end of a running one wakes the pump as well.
    if (claimed.length === places) return this.free > 0 ? 0 : this.breaker.waitMs() || undefined
    const sent = await store.read((tx) => listDueSent(tx, now, parallel + this.running.size))
    const waiting = sent.filter(({ id }) => !this.running.has(id))
    for (const row of waiting.slice(0, this.free)) this.begin(row, follow)
    return await this.untilNext(now)
  }

  /** Claims what is due. Rows of a sender that is gone, or of a clock put back since, are looked for when places are left. */
  private async claim(now: string, places: number): Promise<OutboxRow[]> {
    const { store, clock } = this.counter
    const leaseUntil = new Date(clock.now() + leaseMs).toISOString()
    return await store.write(async (tx) => {
      const claimed = await claimDue(tx, { now, leaseUntil, limit: places })
      if (claimed.length < places) {
        await returnExpired(tx, now, { own: new Set([...this.running.keys(), ...claimed.map(({ id }) => id)]) })
        await hurryStranded(tx, now)
        claimed.push(...(await claimDue(tx, { now, leaseUntil, limit: places - claimed.length })))
      }
      return claimed
    })
  }

  private get free(): number {
    const { size } = this.running
    return Math.max(0, Math.min(parallel - size, this.breaker.places(size)))
  }

  private begin(row: OutboxRow, act: (counter: CounterBase, row: OutboxRow) => Promise<void>): void {
    if (this.running.has(row.id)) return
    const work = act(this.asking, row)
      .catch((error: unknown) => this.fault(error))
      .finally(() => {
        this.running.delete(row.id)
        this.pump.wake()
      })
    this.running.set(row.id, work)
  }

  /** What was due at `now` runs, or waits for a place: the end of a running one wakes the pump. What became due since must not be slept over. */
  private async untilNext(now: string): Promise<number | undefined> {
    const due = await this.counter.store.read((tx) => nextDue(tx, now))
    return due === undefined ? undefined : Math.max(0, Date.parse(due) - this.counter.clock.now())
  }

  private fault(error: unknown): void {
    const known = error instanceof AppError ? error : undefined
    const sqlite = known?.params['sqlite']
    this.counter.log('error', 'sender.fault', { code: known?.code ?? 'INTERNAL', sqlite })
  }
}
