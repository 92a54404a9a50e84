import type { Clock } from '#domain/clock'
import type { Status } from '#domain/contract/views'

/** Now at the core. Ends of sessions are its times, and this machine's clock may be off. */
export class CoreClock implements Clock {
  readonly #own: Clock
  #aheadMs = 0

  constructor(own: Clock) {
    this.#own = own
  }

  learn({ clockSeconds }: Pick<Status, 'clockSeconds'>): void {
    this.#aheadMs = clockSeconds * 1000
  }

  now(): number {
    return this.#own.now() - this.#aheadMs
  }

  iso(): string {
    return new Date(this.now()).toISOString()
  }
}
