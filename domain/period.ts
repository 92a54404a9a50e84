import { addDays, addMonths, dayNumber, isLocalDate, type LocalDate } from './calendar'
import { fail, ok, type Result } from './result'
import { startOfDayUtc, ZONE } from './zone'

export type { LocalDate } from './calendar'
export { makeLocalClock, type LocalMoment } from './localClock'
export { localDateOf, localTimeOf, startOfDayUtc, utcMs, ZONE, zoneChangesIn, type ZoneChange } from './zone'

/** Local dates at the counter, both inclusive. */
export interface Period {
  from: LocalDate
  to: LocalDate
}

export interface PeriodBounds {
  today: LocalDate
  /** The first day the core keeps. */
  earliest?: LocalDate | undefined
  /** The day the number became this customer's: nobody gets the records of an earlier owner. */
  ownedSince?: LocalDate | undefined
}

export const presetMonths = [3, 6, 12, 24, 36] as const
export type PresetMonths = (typeof presetMonths)[number]

export type PeriodFault =
  'DATE_MALFORMED' | 'PERIOD_REVERSED' | 'PERIOD_FUTURE' | 'PERIOD_BEFORE_OWNERSHIP' | 'PERIOD_BEFORE_EARLIEST'

/** Both local dates inclusive to the core's half-open UTC period: `from` <= time < `to`. */
export function periodToUtc({ from, to }: Period, zone: string = ZONE): { from: string; to: string } {
  return { from: startOfDayUtc(from, zone), to: startOfDayUtc(addDays(to, 1), zone) }
}

/** Both ends count: the same day twice is one day. */
export function daysInPeriod({ from, to }: Period): number {
  return dayNumber(to) - dayNumber(from) + 1
}

/** Up to and with today, from the same day of the month `months` ago, or that month's last day: 31 May, 3 -> 29 February. */
export function presetPeriod(months: PresetMonths, today: LocalDate): Period {
  return { from: addMonths(today, -months), to: today }
}

/**
 * Params: `field` (from, to) for DATE_MALFORMED, else `allowed`, the nearest date that would do: for PERIOD_REVERSED and
 * PERIOD_FUTURE of `to`, for the others of `from`. Of two lower bounds the later one is named.
 */
export function checkPeriod(period: Period, bounds: PeriodBounds): Result<Period, PeriodFault> {
  const { from, to } = period
  if (!isLocalDate(from)) return fail('DATE_MALFORMED', { field: 'from' })
  if (!isLocalDate(to)) return fail('DATE_MALFORMED', { field: 'to' })
  if (from > to) return fail('PERIOD_REVERSED', { allowed: from })
  if (to > bounds.today) return fail('PERIOD_FUTURE', { allowed: bounds.today })
  const { earliest = '', ownedSince = '' } = bounds
  if (from < ownedSince && ownedSince >= earliest) return fail('PERIOD_BEFORE_OWNERSHIP', { allowed: ownedSince })
  if (from < earliest) return fail('PERIOD_BEFORE_EARLIEST', { allowed: earliest })
  return ok({ from, to })
}
