import type { Clock } from '#domain/clock'

export const systemClock: Clock = { now: () => Date.now(), iso: () => new Date().toISOString() }

/** Injected, so that a checker decides when time passes. */
export interface Timers {
  /** Answers how to call it off. */
  set(ms: number, run: () => void): () => void
}

export const systemTimers: Timers = {
  set(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export function isoAt(ms: number): string {
  return new Date(ms).toISOString()
}
