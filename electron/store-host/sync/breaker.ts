import type { Clock } from '#domain/clock'
import { AppError } from '#domain/errors'
import type { Core } from '../core/core'
import { backOffAfter } from './backoff'

/** So many in a row are no accident of one request. */
const failuresToOpen = 4
/** A core in trouble is given more time than a single request. */
const firstAttempt = 2
const mostAttempts = 7

/**
 * Keeps the sender off a core that does not answer or is overloaded: a thousand waiting orders shall not each find out for
 * themselves. After {@link failuresToOpen} failures in a row nothing is sent for a while, then one request tries; its
 * success lets all others go.
 */
export interface Breaker {
  /** Requests that may begin beside those under way: any number, one on trial, or none. */
  places(underWay: number): number
  /** Milliseconds until a trial; 0 when nothing holds the sender up. */
  waitMs(): number
  /** A success, or news that the core answers again. */
  close(): void
  fail(retryAfterSeconds?: unknown): void
}

export function createBreaker({ clock, random }: { clock: Clock; random: () => number }): Breaker {
  let failures = 0
  let openings = 0
  let pause: { from: number; ms: number } | undefined

  function waitMs(): number {
    if (!pause) return 0
    const passed = clock.now() - pause.from
    // A clock that was put back ends the pause: it must not become one of days.
    return passed < 0 ? 0 : Math.max(0, pause.ms - passed)
  }

  return {
    waitMs,
    places(underWay) {
      if (!pause) return Infinity
      return waitMs() > 0 || underWay > 0 ? 0 : 1
    },
    close() {
      failures = 0
      openings = 0
      pause = undefined
    },
    fail(retryAfterSeconds) {
      failures += 1
      if (failures < failuresToOpen) return
      pause = {
        from: clock.now(),
        ms: backOffAfter(Math.min(firstAttempt + openings, mostAttempts), retryAfterSeconds, random),
      }
      openings += 1
    },
  }
}

/** The core, with what its answers say about it. A refusal is an answer. */
export function watched(core: Core, breaker: Breaker): Core {
  return {
    async ask(id, request) {
      try {
        const answer = await core.ask(id, request)
        breaker.close()
        return answer
      } catch (error) {
        if (error instanceof AppError && error.retryable) breaker.fail(error.params['retryAfter'])
        else if (error instanceof AppError) breaker.close()
        throw error
      }
    },
  }
}
