import { expect, it } from 'vitest'
import { fixedClock } from '#domain/clock'
import { CoreClock } from './core-clock'

it('is the own clock until the core is known, then the clock of the core', () => {
  const clock = new CoreClock(fixedClock(Date.parse('2026-11-23T10:30:00.000Z')))
  expect(clock.iso()).toBe('2026-11-23T10:30:00.000Z')
  clock.learn({ clockSeconds: 30 * 60 })
  expect(clock.iso()).toBe('2026-11-23T10:00:00.000Z')
  clock.learn({ clockSeconds: -5 * 60 })
  expect(clock.now()).toBe(Date.parse('2026-11-23T10:35:00.000Z'))
})
