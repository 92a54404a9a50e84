import { dayNumber } from '#domain/calendar'
import { HOUR } from './clock'

/**
 * Asia/Almaty by its published offsets, not by the counter's own zone code, so that the two check each other:
 * UTC+6 until 2024-02-29T18:00Z, UTC+5 after (the local hour 23:00 of that day happens twice).
 */
const lastSixHourInstant = Date.UTC(2024, 1, 29, 18)

function offsetAt(utcMs: number): number {
  return (utcMs < lastSixHourInstant ? 6 : 5) * HOUR
}

/** Local calendar date, `YYYY-MM-DD`. */
export function localDateAt(utcMs: number): string {
  return new Date(utcMs + offsetAt(utcMs)).toISOString().slice(0, 10)
}

/** First instant of a local day, milliseconds UTC. */
export function startOfLocalDay(date: string): number {
  const wall = Date.parse(`${date}T00:00:00.000Z`)
  const early = wall - 6 * HOUR
  return offsetAt(early) === 6 * HOUR ? early : wall - 5 * HOUR
}

/** Local days that a half-open period touches; a day of 25 hours is one day. */
export function localDaysBetween(from: number, to: number): number {
  return dayNumber(localDateAt(to - 1)) - dayNumber(localDateAt(from)) + 1
}
