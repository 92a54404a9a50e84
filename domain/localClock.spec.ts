import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { makeLocalClock } from './localClock'
import { localDateOf, localTimeOf } from './zone'

afterEach(() => {
  vi.restoreAllMocks()
})

function byIntl(utc: string, timeZone: string): { date: string; time: string } {
  const at = new Date(utc)
  return {
    date: new Intl.DateTimeFormat('ru', { timeZone, day: '2-digit', month: '2-digit', year: 'numeric' }).format(at),
    time: new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(at),
  }
}

describe('makeLocalClock', () => {
  it('crosses the change of 2024-03-01 in Almaty', () => {
    const clock = makeLocalClock('Asia/Almaty')
    expect(clock('2024-02-29T17:59:59Z')).toEqual({ date: '29.02.2024', time: '23:59:59' })
    expect(clock('2024-02-29T18:00:00Z')).toEqual({ date: '29.02.2024', time: '23:00:00' })
    expect(clock('2024-02-29T18:59:59.999Z')).toEqual({ date: '29.02.2024', time: '23:59:59' })
    expect(clock('2024-02-29T19:00:00Z')).toEqual({ date: '01.03.2024', time: '00:00:00' })
  })

  it('agrees with Intl at any instant, east and west', () => {
    const zone = fc.constantFrom(
      'Asia/Almaty',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Kiritimati',
      'Africa/Casablanca',
    )
    const seconds = fc.integer({ min: Date.UTC(2015, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 })
    const clocks = new Map<string, ReturnType<typeof makeLocalClock>>()
    fc.assert(
      fc.property(zone, seconds, (name, at) => {
        const clock = clocks.get(name) ?? makeLocalClock(name)
        clocks.set(name, clock)
        const utc = new Date(at * 1000).toISOString()
        expect(clock(utc)).toEqual(byIntl(utc, name))
        expect([localDateOf(utc, name), localTimeOf(utc, name)]).toEqual([
          byIntl(utc, name).date.split('.').reverse().join('-'),
          byIntl(utc, name).time,
        ])
      }),
      { numRuns: 300 },
    )
  })

  it('asks Intl per day, not per row', () => {
    const clock = makeLocalClock('Asia/Almaty')
    const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'format' as never, 'get')
    const day = Date.UTC(2025, 0, 1)
    for (let row = 0; row < 5_000; row += 1) {
      clock(new Date(day + row * 17_000).toISOString())
      clock(new Date(day + row * 17_000 + 86_400_000).toISOString())
    }
    expect(asked.mock.calls.length).toBeGreaterThan(0)
    expect(asked.mock.calls.length).toBeLessThanOrEqual(4)
  })

  it.each(['2024-01-01T00:00:00', '2024-01-01T25:00:00Z', '2024-02-30T00:00:00Z', ''])('throws for %j', (text) => {
    expect(() => makeLocalClock('Asia/Almaty')(text)).toThrow(RangeError)
  })
})
