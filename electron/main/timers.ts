import type { Clock } from '#domain/clock'
import { deferred } from './deferred'

export type Cancel = () => void

/** Injected, so that specs decide when time passes. */
export interface Timers {
  after(ms: number, act: () => void): Cancel
  every(ms: number, act: () => void): Cancel
}

export const systemTimers: Timers = {
  after(ms, act) {
    const timer = setTimeout(act, ms)
    return () => clearTimeout(timer)
  },
  every(ms, act) {
    const timer = setInterval(act, ms)
    return () => clearInterval(timer)
  },
}

export const systemClock: Clock = { now: () => Date.now(), iso: () => new Date().toISOString() }

/** What became of work that must not be waited for for ever; a failure is an end too. */
export async function withinTime(ms: number, timers: Timers, work: Promise<unknown>): Promise<'done' | 'late'> {
  const { promise: late, resolve } = deferred<'late'>()
  const cancel = timers.after(ms, () => resolve('late'))
  const ended = () => 'done' as const
  const outcome = await Promise.race([work.then(ended, ended), late])
  cancel()
  return outcome
}

const stepMs = 30_000

/** Acts at a time of the wall clock. Looks again every half minute, as a timer does not see the clock being set or the machine asleep. */
export function atTime(utc: string, clock: Clock, timers: Timers, act: () => void): Cancel {
  const deadline = Date.parse(utc)
  let cancel: Cancel = () => undefined
  const look = () => {
    const left = deadline - clock.now()
    if (!(left > 0)) return act()
    cancel = timers.after(Math.min(left, stepMs), look)
  }
  // Never within the call that sets it, even for a time that is over.
  cancel = timers.after(Math.min(Math.max(deadline - clock.now(), 0), stepMs) || 0, look)
  return () => cancel()
}
