import type { Timers } from './sync/pump'

/**
 * Work that says how things stand now: begins with the first call, and at most once in `gapMs`. Calls meanwhile share one
 * run, which begins after them. `work` handles its own failures.
 */
export function paced(work: () => Promise<void>, gapMs: number, timers: Timers): () => void {
  let busy = false
  let wanted = false

  async function run(): Promise<void> {
    busy = true
    while (wanted) {
      wanted = false
      const rested = new Promise<void>((resolve) => void timers.set(gapMs, resolve))
      await work()
      await rested
    }
    busy = false
  }

  return () => {
    wanted = true
    if (!busy) void run()
  }
}
