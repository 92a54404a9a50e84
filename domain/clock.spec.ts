import { describe, expect, it } from 'vitest'
import { fixedClock } from './clock'

describe('fixedClock', () => {
  it('stands still and says the same instant twice', () => {
    const clock = fixedClock(Date.UTC(2026, 0, 2, 3, 4, 5, 6))
    expect(clock.iso()).toBe('2026-01-02T03:04:05.006Z')
    expect(clock.now()).toBe(Date.parse(clock.iso()))
  })
})
