import type { Clock } from '#domain/clock'
import type { Timers } from '../timers'

interface Timer {
  at: number
  every?: number
  act: () => void
}

/** Clock and timers that move only when a spec says so. */
export class ManualTime implements Clock, Timers {
  #now: number
  readonly #timers = new Set<Timer>()

  constructor(start = '2026-11-23T05:00:00.000Z') {
    this.#now = Date.parse(start)
  }

  now(): number {
    return this.#now
  }

  iso(): string {
    return this.in(0)
  }

  /** The time this many milliseconds from now. */
  in(ms: number): string {
    return new Date(this.#now + ms).toISOString()
  }

  after(ms: number, act: () => void): () => void {
    return this.#add({ at: this.#now + ms, act })
  }

  every(ms: number, act: () => void): () => void {
    return this.#add({ at: this.#now + ms, every: ms, act })
  }

  pending(): number {
    return this.#timers.size
  }

  /** Runs what falls due, in order of time. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#now = Math.max(this.#now, next.at)
      if (next.every === undefined) this.#timers.delete(next)
      else next.at += next.every
      next.act()
    }
    this.#now = end
  }

  #add(timer: Timer): () => void {
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }
}

/** Lets every promise that is already decided run its callbacks. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
