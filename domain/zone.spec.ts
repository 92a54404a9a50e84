import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from './calendar'
import { localDateOf, localTimeOf, startOfDayUtc, utcMs, zoneChangesIn } from './zone'

const zones = ['Asia/Almaty', 'Asia/Aqtau', 'America/St_Johns', 'Pacific/Apia', 'Africa/Cairo', 'Asia/Kathmandu', 'UTC']
const day = fc.integer({ min: 0, max: 11_000 }).map((days) => addDays('1999-01-01', days))

describe('startOfDayUtc', () => {
  it.each([
    ['2024-02-28', '2024-02-27T18:00:00.000Z'],
    ['2024-02-29', '2024-02-28T18:00:00.000Z'],
    // At 2024-02-29T18:00Z, local midnight, clocks went back to 23:00 of the same 29 February, which thus had 25 hours.
    ['2024-03-01', '2024-02-29T19:00:00.000Z'],
    ['2024-03-02', '2024-03-01T19:00:00.000Z'],
  ])('Almaty %s begins at %s', (date, utc) => {
    expect(startOfDayUtc(date, 'Asia/Almaty')).toBe(utc)
  })

  it('skips a missing midnight and a missing day', () => {
    expect(startOfDayUtc('2024-04-26', 'Africa/Cairo')).toBe('2024-04-25T22:00:00.000Z')
    expect(startOfDayUtc('2011-12-30', 'Pacific/Apia')).toBe(startOfDayUtc('2011-12-31', 'Pacific/Apia'))
  })

  it('is the first instant of that local date in any zone', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...zones), (date, zone) => {
        const start = startOfDayUtc(date, zone)
        const before = new Date(Date.parse(start) - 1).toISOString()
        expect(localDateOf(start, zone) >= date).toBe(true)
        expect(localDateOf(before, zone) < date).toBe(true)
      }),
    )
  })
})

describe('local date and time', () => {
  it.each([
    ['2024-02-29T17:59:59.999Z', '2024-02-29', '23:59:59'],
    ['2024-02-29T18:00:00Z', '2024-02-29', '23:00:00'],
    ['2024-02-29T18:59:59Z', '2024-02-29', '23:59:59'],
    ['2024-02-29T19:00:00Z', '2024-03-01', '00:00:00'],
  ])('%s in Almaty is %s %s', (utc, date, time) => {
    expect(localDateOf(utc)).toBe(date)
    expect(localTimeOf(utc)).toBe(time)
  })

  it.each(['2024-02-29', '2024-02-29T18:00:00', '2024-02-29T18:00:00+05:00', '2024-02-30T18:00:00Z', 'now'])(
    'throws for %j, which is not a UTC time',
    (text) => {
      expect(() => utcMs(text)).toThrow(RangeError)
    },
  )
})

describe('zoneChangesIn', () => {
  const change = { at: '2024-02-29T18:00:00.000Z', before: '+06:00', after: '+05:00' }

  it('finds the change of 2024 in Almaty to the millisecond', () => {
    expect(zoneChangesIn({ from: '2022-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' })).toEqual([change])
    expect(zoneChangesIn({ from: '2024-02-29T17:59:59.999Z', to: '2024-02-29T18:00:00.001Z' })).toEqual([change])
  })

  it('counts a change only inside the period', () => {
    expect(zoneChangesIn({ from: '2024-02-29T18:00:00Z', to: '2026-01-01T00:00:00Z' })).toEqual([])
    expect(zoneChangesIn({ from: '2022-01-01T00:00:00Z', to: '2024-02-29T18:00:00Z' })).toEqual([])
    expect(zoneChangesIn({ from: '2022-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, 'Asia/Aqtau')).toEqual([])
  })

  it('finds several, in order', () => {
    const found = zoneChangesIn({ from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z' }, 'America/St_Johns')
    expect(found.map(({ before, after }) => [before, after])).toEqual([
      ['-03:30', '-02:30'],
      ['-02:30', '-03:30'],
    ])
  })
})
