import { describe, expect, it } from 'vitest'
import { addDays, addMonths, dayNumber, daysInMonth, isLocalDate } from './calendar'

describe('calendar', () => {
  it.each(['2024-02-29', '2000-02-29', '1999-12-31', '1890-01-01'])('%s exists', (date) => {
    expect(isLocalDate(date)).toBe(true)
  })

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-13-01',
    '2024-00-01',
    '2024-01-00',
    '2024-1-1',
    '',
    '0024-01-01',
  ])('%j does not', (date) => {
    expect(isLocalDate(date)).toBe(false)
  })

  it('counts days', () => {
    expect(dayNumber('1970-01-02')).toBe(1)
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addDays('2025-01-01', -1)).toBe('2024-12-31')
    expect(daysInMonth(2024, 2)).toBe(29)
    expect(() => dayNumber('2023-02-29')).toThrow(RangeError)
  })

  it.each([
    ['2024-05-31', -3, '2024-02-29'],
    ['2025-05-31', -3, '2025-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-01-15', -36, '2023-01-15'],
    ['2025-12-31', 2, '2026-02-28'],
  ])('%s and %i months: %s', (date, months, result) => {
    expect(addMonths(date, months)).toBe(result)
  })
})
