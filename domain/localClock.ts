import { addDays, type LocalDate } from './calendar'
import { offsetSegments, utcMs, utcShape } from './zone'

export interface LocalMoment {
  /** DD.MM.YYYY */
  date: string
  /** HH:MM:SS, the fraction of a second cut off. */
  time: string
}

/** What one UTC day needs: its offsets, nearly always one, and the three local dates it can touch. */
interface Day {
  segments: { from: number; offset: number }[]
  dates: [string, string, string]
}

const daySeconds = 86_400
const two = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'))
const colonTwo = two.map((text) => `:${text}`)

/**
 * Formatter for the rows of a report: UTC (RFC 3339, `…Z`) to local date and time, about a million a second, as it
 * asks Intl once per zone and UTC day. Throws RangeError for other text.
 */
export function makeLocalClock(zone: string): (utc: string) => LocalMoment {
  const days = daysIn(zone)
  let lastKey = ''
  let lastDay: Day | undefined
  return (utc) => {
    if (!utcShape.test(utc)) throw new RangeError('not a UTC time')
    if (lastDay === undefined || !utc.startsWith(lastKey)) {
      const key = utc.slice(0, 10)
      lastDay = days.get(key) ?? readDay(key, zone)
      lastKey = key
      days.set(key, lastDay)
    }
    const seconds = pairAt(utc, 11) * 3600 + pairAt(utc, 14) * 60 + pairAt(utc, 17)
    return momentOf(lastDay, seconds)
  }
}

const zones = new Map<string, Map<string, Day>>()
/** Twenty years; beyond, a zone begins anew. */
const mostDays = 7_500

/** Kept between reports, as each reads its rows twice and Intl takes longer for a day than the report for its rows. */
function daysIn(zone: string): Map<string, Day> {
  const known = zones.get(zone)
  if (known && known.size < mostDays) return known
  const days = new Map<string, Day>()
  zones.set(zone, days)
  return days
}

function readDay(key: LocalDate, zone: string): Day {
  const start = utcMs(`${key}T00:00:00Z`)
  const segments = offsetSegments(start, start + daySeconds * 1000, zone)
  return {
    segments: segments.map(({ at, offset }) => ({ from: (at - start) / 1000, offset: offset / 1000 })).reverse(),
    dates: [dotted(addDays(key, -1)), dotted(key), dotted(addDays(key, 1))],
  }
}

function momentOf(day: Day, seconds: number): LocalMoment {
  let offset = 0
  for (const segment of day.segments) {
    offset = segment.offset
    if (seconds >= segment.from) break
  }
  const local = seconds + offset
  const shift = local < 0 ? 0 : local < daySeconds ? 1 : 2
  const inDay = local - (shift - 1) * daySeconds
  const hours = Math.floor(inDay / 3600)
  const minutes = Math.floor((inDay % 3600) / 60)
  return { date: day.dates[shift], time: `${two[hours]}${colonTwo[minutes]}${colonTwo[inDay % 60]}` }
}

function pairAt(text: string, index: number): number {
  return (text.charCodeAt(index) - 48) * 10 + text.charCodeAt(index + 1) - 48
}

function dotted(date: LocalDate): string {
  return `${date.slice(8)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
}
