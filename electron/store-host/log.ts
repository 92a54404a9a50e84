import type { Clock } from '#domain/clock'

/** Codes, ids of endpoints, references, counts and durations. Never a name, number, IIN, balance, block or path. */
export type LogFields = Record<string, string | number | boolean | undefined>
export type Log = (level: 'info' | 'warn' | 'error', event: string, fields?: LogFields) => void

/** One JSON object a line, for the process that started this one. */
export function jsonLineLog(clock: Clock, write: (line: string) => void): Log {
  return (level, event, fields = {}) => write(`${JSON.stringify({ at: clock.iso(), level, event, ...fields })}\n`)
}
