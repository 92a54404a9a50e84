import type { Cancel, Timers } from '../timers'

export interface Throttle<T> {
  /** At most once per interval, always the newest. */
  later(value: T): void
  /** At once; what was waiting is out of date. */
  now(value: T): void
}

export function throttle<T>(intervalMs: number, timers: Timers, act: (value: T) => void): Throttle<T> {
  let waiting: { value: T } | undefined
  let cancel: Cancel | undefined

  function fire(): void {
    cancel = undefined
    if (waiting === undefined) return
    const { value } = waiting
    waiting = undefined
    pause()
    act(value)
  }
  function pause(): void {
    cancel = timers.after(intervalMs, fire)
  }

  return {
    later(value) {
      waiting = { value }
      if (cancel === undefined) fire()
    },
    now(value) {
      waiting = undefined
      cancel?.()
      pause()
      act(value)
    },
  }
}
