import { describe, expect, it } from 'vitest'
import {
  countdownText,
  countText,
  dayText,
  iccidParts,
  moneyText,
  momentText,
  percentOf,
  phoneText,
  priceText,
  simTail,
  timeText,
} from './format'

const zone = 'Asia/Almaty'

describe('formatting', () => {
  it('groups phone numbers and leaves other text alone', () => {
    expect(phoneText('77012345678')).toBe('+7 701 234 56 78')
    expect(phoneText('hello')).toBe('hello')
  })

  it('sets the last four digits of an ICCID apart', () => {
    expect(iccidParts('8999701000000000015')).toEqual({ head: '8999 7010 0000 000', tail: '0015' })
    expect(iccidParts('89997010000000000017')).toEqual({ head: '8999 7010 0000 0000', tail: '0017' })
    expect(simTail('8999701000000000015')).toBe('…0015')
  })

  it('writes money exactly and prices short', () => {
    expect(moneyText(100_000)).toBe('1\u00A0000,00\u00A0₸')
    expect(priceText(100_000)).toBe('1\u00A0000\u00A0₸')
    expect(priceText(100_050)).toBe('1\u00A0000,50\u00A0₸')
    expect(priceText(0)).toBe('0\u00A0₸')
  })

  it('groups counts', () => {
    expect([0, 999, 1000, 1234567].map(countText)).toEqual(['0', '999', '1\u00A0000', '1\u00A0234\u00A0567'])
  })

  it('shows times of the counter, not of the machine', () => {
    expect(timeText('2024-02-29T20:30:00Z', zone)).toBe('01:30')
    expect(dayText('2024-02-29T20:30:00Z', zone)).toBe('01.03.2024')
  })

  it('adds the date to a time of another day only', () => {
    const now = Date.parse('2026-03-10T10:00:00Z')
    expect(momentText('2026-03-10T04:05:00Z', zone, now)).toBe('09:05')
    expect(momentText('2026-03-09T04:05:00Z', zone, now)).toBe('09.03.2026 09:05')
  })

  it('counts down to zero and no further', () => {
    expect([599.9, 61, 0, -5].map(countdownText)).toEqual(['9:59', '1:01', '0:00', '0:00'])
  })

  it('never shows more than all', () => {
    expect([percentOf(0, 0), percentOf(1, 3), percentOf(5, 4)]).toEqual([0, 33, 100])
  })
})
