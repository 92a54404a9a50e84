import { describe, expect, it } from 'vitest'
import { checkAuthority, type Authority } from './authority'

const today = '2026-11-23'
const paper: Authority = {
  number: '1-2026/77',
  date: '2026-01-10',
  notary: 'Ахметова Г.',
  until: '2026-11-23',
  covers: ['unblock'],
}

describe('checkAuthority', () => {
  it('takes a power of attorney through its last day, without stray spaces', () => {
    const written = { ...paper, number: '  1-2026/77 ' }
    expect(checkAuthority('powerOfAttorney', written, today)).toEqual({ ok: true, value: paper })
  })

  it("asks no notary of a parent's paper", () => {
    expect(checkAuthority('parent', { ...paper, notary: '' }, today)).toMatchObject({ ok: true })
  })

  it.each([
    ['number', { number: ' ' }],
    ['date', { date: '2026-02-30' }],
    ['date', { date: '2026-11-24', until: '2027-11-24' }],
    ['until', { until: '2026-01-09' }],
    ['until', { until: 'soon' }],
    ['notary', { notary: ' ' }],
    ['covers', { covers: [] }],
  ])('refuses a wrong %s', (field, change) => {
    expect(checkAuthority('powerOfAttorney', { ...paper, ...change }, today)).toEqual({
      ok: false,
      code: 'AUTHORITY_MALFORMED',
      params: { field },
    })
  })

  it('refuses one that has ended', () => {
    expect(checkAuthority('powerOfAttorney', { ...paper, until: '2026-11-22' }, today)).toEqual({
      ok: false,
      code: 'AUTHORITY_EXPIRED',
      params: { until: '2026-11-22' },
    })
  })
})
