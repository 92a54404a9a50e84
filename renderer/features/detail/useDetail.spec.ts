import { describe, expect, it } from 'vitest'
import { secondsLeft } from './timeLeft'
import { fieldOf, readPeriod } from './useDetail'

const today = '2026-03-10'

describe('period as typed', () => {
  it('is read day first, both ends inclusive', () => {
    expect(readPeriod('01.02.2024', '1.3.2024', today)).toEqual({
      ok: true,
      value: { from: '2024-02-01', to: '2024-03-01' },
    })
  })

  it.each([
    ['31.02.2024', '01.03.2024', 'DATE_MALFORMED', 'from'],
    ['01.02.2024', '', 'DATE_MALFORMED', 'to'],
    ['02.03.2024', '01.03.2024', 'PERIOD_REVERSED', 'to'],
    ['02.03.2024', '11.03.2026', 'PERIOD_FUTURE', 'to'],
  ])('%s to %s is %s at the field %s', (from, to, code, field) => {
    const read = readPeriod(from, to, today)
    if (read.ok) throw new Error('was accepted')
    expect(read.problem.code).toBe(code)
    expect(fieldOf(read.problem)).toBe(field)
  })

  it('puts what the core refuses at the first date', () => {
    expect(fieldOf({ code: 'PERIOD_BEFORE_OWNERSHIP', params: { allowed: today } })).toBe('from')
  })
})

describe('time left', () => {
  it('follows the pace so far', () => {
    expect(secondsLeft({ done: 250, total: 1000 }, { done: 0, at: 0 }, 5000)).toBe(15)
    expect(secondsLeft({ done: 1000, total: 1000 }, { done: 0, at: 0 }, 5000)).toBe(0)
    expect(secondsLeft({ done: 700, total: 1000 }, { done: 600, at: 2000 }, 4000), 'taken up again').toBe(6)
  })

  it('is not guessed from nothing', () => {
    expect(secondsLeft({ done: 0, total: 1000 }, { done: 0, at: 0 }, 5000)).toBeUndefined()
    expect(secondsLeft({ done: 10, total: 1000 }, { done: 0, at: 0 }, 200)).toBeUndefined()
  })
})
