/** Seconds still to go at the pace so far; undefined while too little is known to say. */
export function secondsLeft(done: number, total: number, elapsedMs: number): number | undefined {
  if (done <= 0 || total <= 0 || elapsedMs < 1000) return undefined
  return Math.max(0, Math.ceil(((total - done) * elapsedMs) / done / 1000))
}
