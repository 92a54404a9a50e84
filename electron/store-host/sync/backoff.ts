const baseMs = 500
const capMs = 60_000

/** Full jitter: anywhere up to a limit that doubles with each attempt, so that counters cut off together do not come back together. */
export function backOff(attempt: number, random: () => number): number {
  const limit = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 20))
  return Math.round(random() * limit)
}

/** The core's own wish counts as the least. */
export function backOffAfter(attempt: number, retryAfterSeconds: unknown, random: () => number): number {
  const least = typeof retryAfterSeconds === 'number' ? retryAfterSeconds * 1000 : 0
  return least + backOff(attempt, random)
}

/** Around `ms`, by a fifth at most. */
export function jitter(ms: number, random: () => number): number {
  return Math.round(ms * (0.8 + 0.4 * random()))
}
