/** Calendar day without a zone, YYYY-MM-DD (ISO 8601), years 1800 to 2199. */
export type LocalDate = string

const shape = /^(1[89]|2[01])(\d{2})-(\d{2})-(\d{2})$/
const dayMs = 86_400_000

/** True for a day that exists: `2024-02-29` yes, `2023-02-29` no. */
export function isLocalDate(text: string): text is LocalDate {
  if (!shape.test(text)) return false
  const day = Number(text.slice(8))
  return day >= 1 && day <= daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
}

/** `month` from 1. A month that does not exist has no days. */
export function daysInMonth(year: number, month: number): number {
  if (month < 1 || month > 12) return 0
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

export function localDate(year: number, month: number, day: number): LocalDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** Days since 1970-01-01. */
export function dayNumber(date: LocalDate): number {
  if (!isLocalDate(date)) throw new RangeError('not a calendar date')
  return Date.parse(`${date}T00:00:00Z`) / dayMs
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return new Date((dayNumber(date) + days) * dayMs).toISOString().slice(0, 10)
}

/** The same day of another month, or that month's last day: 31 May minus 3 months = 28 or 29 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  if (!isLocalDate(date)) throw new RangeError('not a calendar date')
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  const year = Math.floor(index / 12)
  const month = (index % 12) + 1
  return localDate(year, month, Math.min(Number(date.slice(8)), daysInMonth(year, month)))
}
