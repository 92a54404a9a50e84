import { dayNumber, isLocalDate, type LocalDate } from './calendar'

/** IANA name: Almaty went from UTC+6 to UTC+5 on 2024-03-01, so no fixed offset is right for older records. */
export const ZONE = 'Asia/Almaty'

export interface ZoneChange {
  /** First instant with the new offset, UTC. */
  at: string
  before: string
  after: string
}

const dayMs = 86_400_000
/** RFC 3339 in UTC, as every time that is stored or sent. */
export const utcShape = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/
const formats = new Map<string, Intl.DateTimeFormat>()

/** From `at` on the zone is `offset` milliseconds ahead of UTC. */
interface Segment {
  at: number
  offset: number
}

/** First instant whose local date is `date` (or later, where a zone skipped that day), UTC with milliseconds. */
export function startOfDayUtc(date: LocalDate, zone: string = ZONE): string {
  const midnight = dayNumber(date) * dayMs
  // Offsets reach from -12 h to +14 h; a day and a half around covers them and a change at that midnight.
  const end = midnight + 1.5 * dayMs
  const segments = offsetSegments(midnight - 1.5 * dayMs, end, zone)
  const starts = segments
    .map(({ at, offset }, index) => ({ start: Math.max(at, midnight - offset), end: segments[index + 1]?.at ?? end }))
    .filter((candidate) => candidate.start < candidate.end)
    .map(({ start }) => start)
  return new Date(Math.min(...starts)).toISOString()
}

export function localDateOf(utc: string, zone: string = ZONE): LocalDate {
  return localIso(utc, zone).slice(0, 10)
}

/** HH:MM:SS */
export function localTimeOf(utc: string, zone: string = ZONE): string {
  return localIso(utc, zone).slice(11, 19)
}

function localIso(utc: string, zone: string): string {
  const ms = utcMs(utc)
  return new Date(ms + offsetAt(ms, zone)).toISOString()
}

/** Clock changes after `from` and before `to` (UTC), for the note on a report that crosses one. */
export function zoneChangesIn(period: { from: string; to: string }, zone: string = ZONE): ZoneChange[] {
  const segments = offsetSegments(utcMs(period.from), utcMs(period.to), zone)
  return segments.flatMap(({ at, offset }, index) => {
    const before = segments[index - 1]
    if (before === undefined) return []
    return [{ at: new Date(at).toISOString(), before: offsetText(before.offset), after: offsetText(offset) }]
  })
}

/** Throws RangeError for anything but RFC 3339 in UTC (`…Z`). */
export function utcMs(utc: string): number {
  if (!utcShape.test(utc) || !isLocalDate(utc.slice(0, 10))) throw new RangeError('not a UTC time')
  return Date.parse(utc)
}

/** Offsets in force from `from` until before `to`, in order; looks daily, as no zone changes twice in a day. */
export function offsetSegments(from: number, to: number, zone: string): Segment[] {
  let current: Segment = { at: from, offset: offsetAt(from, zone) }
  const segments = [current]
  for (let low = from; low < to; low += dayMs) {
    const high = Math.min(low + dayMs, to - 1)
    const offset = offsetAt(high, zone)
    if (offset === current.offset) continue
    current = { at: firstInstantNot(current.offset, low, high, zone), offset }
    segments.push(current)
  }
  return segments
}

function firstInstantNot(offset: number, low: number, high: number, zone: string): number {
  let [before, after] = [low, high]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle, zone) === offset) before = middle
    else after = middle
  }
  return after
}

function offsetAt(ms: number, zone: string): number {
  const [, sign, ...parts] = offsetShape.exec(formatOf(zone).format(ms)) ?? []
  const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0))
  const size = ((hours * 60 + minutes) * 60 + seconds) * 1000
  return sign === '-' ? 0 - size : size
}

/** How every version of the locale data writes `longOffset` in American English; nothing after GMT is zero. */
const offsetShape = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  formats.set(zone, made)
  return made
}

function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
