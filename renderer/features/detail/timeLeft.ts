/** Where the counting began: what an earlier attempt has left says nothing of the pace. */
export interface Began {
  done: number
  /** In ms. */
  at: number
}

/** Seconds still to go at the pace since then; undefined while too little is known to say. */
export function secondsLeft(
  { done, total }: { done: number; total: number },
  began: Began,
  now: number,
): number | undefined {
  const [gone, elapsedMs] = [done - began.done, now - began.at]
  if (gone <= 0 || total <= 0 || elapsedMs < 1000) return undefined
  return Math.max(0, Math.ceil(((total - done) * elapsedMs) / gone / 1000))
}
