import type { Clock } from '#domain/clock'
import type { Cancel, Timers } from '../timers'

/** Where IT has set no other time. */
export const idleLockSeconds = 180
const pollMs = 5_000

export interface LockSources {
  /** Seconds since the last input anywhere on this machine. */
  systemIdleSeconds(): number
  /** Calls back at every input to our own window. */
  onInput(listener: () => void): void
  /** Suspend and the system's own lock. */
  onSuspend(listener: () => void): void
}

/**
 * Locks after an idle while and when the machine sleeps or is locked. Input to our own window counts by itself, as
 * the system's idle time misses some of it (remote desktops, assistive tools).
 */
export function watchForLock(o: {
  sources: LockSources
  clock: Clock
  timers: Timers
  idleSeconds: number
  lock(): void
}): Cancel {
  let lastInput = o.clock.now()
  o.sources.onInput(() => (lastInput = o.clock.now()))
  o.sources.onSuspend(() => o.lock())
  return o.timers.every(pollMs, () => {
    const ownIdleSeconds = (o.clock.now() - lastInput) / 1000
    if (Math.min(ownIdleSeconds, o.sources.systemIdleSeconds()) >= o.idleSeconds) o.lock()
  })
}
