import { addDays, addMonths } from '#domain/calendar'
import { isoAt } from './clock'
import { keptMonths } from './generator/generate'
import { localDateAt, startOfLocalDay } from './localTime'
import { CoreProblem } from './problem'

/** Milliseconds UTC, half open. */
export interface UtcPeriod {
  from: number
  to: number
}

/** First instant of usage that the core still keeps: the start of the same day, 36 months ago. */
export function earliestAvailable(now: number): number {
  return startOfLocalDay(addMonths(localDateAt(now), -keptMonths))
}

/**
 * Whole days count: the day on which the number became the customer's may be asked for, the rows before that hour are
 * left out. Throws PERIOD_REVERSED, PERIOD_FUTURE, PERIOD_BEFORE_OWNERSHIP, PERIOD_BEFORE_EARLIEST `{date}`.
 */
export function checkedPeriod(from: string, to: string, ownedSince: string, now: number): UtcPeriod {
  const period = { from: Date.parse(from), to: Date.parse(to) }
  const today = localDateAt(now)
  if (period.to <= period.from) throw new CoreProblem(422, 'PERIOD_REVERSED')
  if (period.to > startOfLocalDay(addDays(today, 1))) throw refusal(422, 'PERIOD_FUTURE', today)
  const owned = localDateAt(Date.parse(ownedSince))
  const earliest = localDateAt(earliestAvailable(now))
  const beforeOwned = period.from < startOfLocalDay(owned)
  if (beforeOwned && owned >= earliest) throw refusal(403, 'PERIOD_BEFORE_OWNERSHIP', owned)
  if (period.from < startOfLocalDay(earliest)) throw refusal(422, 'PERIOD_BEFORE_EARLIEST', earliest)
  return { from: Math.max(period.from, Date.parse(ownedSince)), to: period.to }
}

/** `allowed` is the same date under the name that the counter's own checks use. */
function refusal(status: number, code: string, date: string): CoreProblem {
  return new CoreProblem(status, code, { date, allowed: date })
}

export function isoPeriod({ from, to }: UtcPeriod): [string, string] {
  return [isoAt(from), isoAt(to)]
}
