import { AppError } from '#domain/errors'
import type { Ports } from '../counter'
import { backOffAfter } from './backoff'
import type { Timers } from './pump'

/** Nobody is there, or is asked to come later: that says nothing of the answer to come. */
const away = new Set<string>(['CORE_UNREACHABLE', 'CORE_TIMEOUT', 'CORE_BUSY'])
/** The core is there and answers wrongly so often in a row: it will go on so. */
const mostFaults = 4
/** Eight seconds at most: somebody waits. */
const longestAttempt = 4

export interface Patience {
  signal: AbortSignal
  /** Told before each pause. */
  onPause: (code: string) => void
}

/**
 * Asks until there is an answer: over a line that is down for as long as `signal` lets it, of a core that answers wrongly a few
 * times. Throws what `ask` throws and may not pass, or the reason of `signal`.
 */
export async function patiently<T>(
  { timers, random }: Pick<Ports, 'timers' | 'random'>,
  { signal, onPause }: Patience,
  ask: () => Promise<T>,
): Promise<T> {
  let faults = 0
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof AppError) || !error.retryable || !error.code.startsWith('CORE_')) throw error
      faults = away.has(error.code) ? 0 : faults + 1
      if (faults >= mostFaults) throw error
      onPause(error.code)
      await pause(timers, backOffAfter(Math.min(attempt, longestAttempt), error.params['retryAfter'], random), signal)
    }
  }
}

/** Throws the reason of `signal` when that comes first. */
export async function pause(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  await new Promise<void>((resolve) => {
    const cancel = timers.set(ms, end)
    signal.addEventListener('abort', end, { once: true })
    function end(): void {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
  })
  signal.throwIfAborted()
}
