import { describe, expect, it } from 'vitest'
import { checkPeriod, daysInPeriod, periodToUtc, presetMonths, presetPeriod } from './period'

describe('periodToUtc', () => {
  it('turns inclusive local dates into a half-open UTC period', () => {
    expect(periodToUtc({ from: '2024-02-29', to: '2024-02-29' })).toEqual({
      from: '2024-02-28T18:00:00.000Z',
      to: '2024-02-29T19:00:00.000Z',
    })
  })

  it('leaves neither gap nor overlap between neighbouring periods', () => {
    const february = periodToUtc({ from: '2024-02-01', to: '2024-02-29' })
    const march = periodToUtc({ from: '2024-03-01', to: '2024-03-31' })
    expect(february.to).toBe(march.from)
  })
})

describe('daysInPeriod', () => {
  it('counts both ends', () => {
    expect(daysInPeriod({ from: '2024-02-29', to: '2024-02-29' })).toBe(1)
    expect(daysInPeriod({ from: '2024-01-01', to: '2024-12-31' })).toBe(366)
  })
})

describe('presetPeriod', () => {
  it.each([
    [3, '2024-05-31', '2024-02-29'],
    [6, '2024-05-31', '2023-11-30'],
    [12, '2024-02-29', '2023-02-28'],
    [24, '2026-03-15', '2024-03-15'],
    [36, '2026-03-15', '2023-03-15'],
  ] as const)('%i months up to %s begin on %s', (months, today, from) => {
    expect(presetPeriod(months, today)).toEqual({ from, to: today })
  })

  it('gives only periods that pass the check', () => {
    const today = '2026-05-31'
    expect(presetMonths.filter((months) => !checkPeriod(presetPeriod(months, today), { today }).ok)).toEqual([])
  })
})

describe('checkPeriod', () => {
  const bounds = { today: '2026-03-15', earliest: '2023-03-15', ownedSince: '2024-06-01' }

  it('accepts the widest allowed period', () => {
    const period = { from: '2024-06-01', to: '2026-03-15' }
    expect(checkPeriod(period, bounds)).toEqual({ ok: true, value: period })
    expect(checkPeriod({ from: '2001-01-01', to: '2001-01-01' }, { today: '2026-03-15' }).ok).toBe(true)
  })

  it.each([
    ['2024-02-30', '2026-01-01', 'DATE_MALFORMED', { field: 'from' }],
    ['2026-01-01', '01.02.2026', 'DATE_MALFORMED', { field: 'to' }],
    ['2026-01-02', '2026-01-01', 'PERIOD_REVERSED', { allowed: '2026-01-02' }],
    ['2026-01-01', '2026-03-16', 'PERIOD_FUTURE', { allowed: '2026-03-15' }],
    ['2024-05-31', '2026-01-01', 'PERIOD_BEFORE_OWNERSHIP', { allowed: '2024-06-01' }],
    ['2020-01-01', '2026-01-01', 'PERIOD_BEFORE_OWNERSHIP', { allowed: '2024-06-01' }],
  ])('%s to %s: %s', (from, to, code, params) => {
    expect(checkPeriod({ from, to }, bounds)).toEqual({ ok: false, code, params })
  })

  it('names the later of two lower bounds', () => {
    const early = { today: '2026-03-15', earliest: '2023-03-15', ownedSince: '2019-01-01' }
    const refused = { ok: false, code: 'PERIOD_BEFORE_EARLIEST', params: { allowed: '2023-03-15' } }
    expect(checkPeriod({ from: '2018-01-01', to: '2026-01-01' }, early)).toEqual(refused)
    expect(checkPeriod({ from: '2022-01-01', to: '2026-01-01' }, early)).toEqual(refused)
  })
})
