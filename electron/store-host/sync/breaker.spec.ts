import { expect, it } from 'vitest'
import { stoppedClock } from '#db/spec/tempStore'
import { AppError } from '#domain/errors'
import type { Core } from '../core/core'
import { createBreaker, watched } from './breaker'

function brokenAfter(failures: number, retryAfter?: number) {
  const clock = stoppedClock()
  const breaker = createBreaker({ clock, random: () => 0.5 })
  for (let count = 0; count < failures; count++) breaker.fail(retryAfter)
  return { clock, breaker }
}

it('lets everything through until four requests in a row have failed', () => {
  expect(brokenAfter(3).breaker.places(4)).toBe(Infinity)
  const { breaker } = brokenAfter(4)
  expect(breaker.places(0)).toBe(0)
  expect(breaker.waitMs()).toBe(1000)
})

it('lets one request try after the pause, and all others when it succeeds', () => {
  const { clock, breaker } = brokenAfter(4)
  clock.advance(1000)
  expect([breaker.places(0), breaker.places(1)]).toEqual([1, 0])
  breaker.close()
  expect([breaker.places(3), breaker.waitMs()]).toEqual([Infinity, 0])
})

it('waits longer after each trial that fails, and at least as long as the core wishes', () => {
  const { clock, breaker } = brokenAfter(4)
  clock.advance(1000)
  breaker.fail()
  expect(breaker.waitMs()).toBe(2000)
  expect(brokenAfter(4, 30).breaker.waitMs()).toBe(31_000)
})

it('does not wait out a clock that was put back', () => {
  const { clock, breaker } = brokenAfter(4)
  clock.advance(-86_400_000)
  expect(breaker.places(0)).toBe(1)
})

it('takes a refusal for an answer', async () => {
  const { breaker } = brokenAfter(3)
  const core: Core = { ask: () => Promise.reject(new AppError('NOTHING_TO_UNBLOCK')) }
  await expect(watched(core, breaker).ask('about', {})).rejects.toMatchObject({ code: 'NOTHING_TO_UNBLOCK' })
  breaker.fail()
  expect(breaker.places(0)).toBe(Infinity)
  const busy: Core = { ask: () => Promise.reject(new AppError('CORE_BUSY', { retryAfter: 9 })) }
  for (let count = 0; count < 3; count++)
    await watched(busy, breaker)
      .ask('about', {})
      .catch(() => undefined)
  expect(breaker.waitMs()).toBe(10_000)
})
