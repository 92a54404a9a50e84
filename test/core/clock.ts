import type { Clock } from '#domain/clock'

export const systemClock: Clock = { now: () => Date.now(), iso: () => new Date().toISOString() }

export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

export function isoAt(ms: number): string {
  return new Date(ms).toISOString()
}
