export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
  /** The same as UTC, RFC 3339 with milliseconds. */
  iso(): string
}

/** Of a difference between a counter's clock and the core's, in seconds: more than this a person should hear of. */
export const clockWarnsSeconds = 120
const clockBlocksSeconds = 600

/**
 * Whether a counter's clock is so wrong that nothing is accepted on a right that ends by time: a lease of a SIM, a sign-in or a
 * request without the core.
 */
export function isClockBlocking(aheadSeconds: number): boolean {
  return Math.abs(aheadSeconds) > clockBlocksSeconds
}

export function fixedClock(ms: number): Clock {
  return { now: () => ms, iso: () => new Date(ms).toISOString() }
}
