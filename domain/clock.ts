export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
  /** The same as UTC, RFC 3339 with milliseconds. */
  iso(): string
}

export function fixedClock(ms: number): Clock {
  return { now: () => ms, iso: () => new Date(ms).toISOString() }
}
