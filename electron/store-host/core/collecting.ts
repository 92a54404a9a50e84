import { collecting } from '#domain/core/common'
import { AppError } from '#domain/errors'
import { pause } from '../sync/patience'
import type { ClientOptions } from './client'
import { retryAfterOf } from './refusal'

/** 202: the core collects what was asked for. Stays inside the client. */
export class Collecting {
  constructor(
    readonly job: string,
    /** Seconds. */
    readonly retryAfter: number,
  ) {}
}

const usualSeconds = 1
const mostSeconds = 30
/** Longer than this nobody waits at a counter. */
const longestMs = 5 * 60_000

export function readCollecting(json: unknown, headers: Headers): Collecting | undefined {
  const { data } = collecting.safeParse(json)
  if (!data) return undefined
  const seconds = Math.min(Math.max(retryAfterOf(headers) ?? usualSeconds, usualSeconds), mostSeconds)
  return new Collecting(data.job, seconds)
}

/**
 * Asks for the job as often as the core wishes until it gives the answer; meanwhile the core counts as one that takes its time.
 * Throws CORE_SLOW after five minutes, what `ask` throws, or the reason of `signal`.
 */
export async function collected(
  { timers, onOverdue }: Pick<ClientOptions, 'timers' | 'onOverdue'>,
  first: Collecting,
  ask: (job: string) => Promise<unknown>,
  signal: AbortSignal = new AbortController().signal,
): Promise<unknown> {
  onOverdue(1)
  try {
    let now = first
    for (let waitedMs = 0; waitedMs < longestMs; waitedMs += now.retryAfter * 1000) {
      await pause(timers, now.retryAfter * 1000, signal)
      const answer = await ask(now.job)
      if (!(answer instanceof Collecting)) return answer
      now = answer
    }
    throw new AppError('CORE_SLOW')
  } finally {
    onOverdue(-1)
  }
}
