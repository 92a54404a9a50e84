export interface Timers {
  /** Answers how to call it off. */
  set(ms: number, run: () => void): () => void
}

export const systemTimers: Timers = {
  set(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

export interface Pump {
  start(): void
  /** Runs the step soon; during a step, once more after it. */
  wake(): void
  /** Waits for the running step; none begins afterwards. */
  stop(): Promise<void>
}

/**
 * Repeats one step, never two at a time. The step says in how many ms it wants to run again, or nothing when it waits to be woken.
 * It handles its own failures: one that gets out is a mistake of ours, told and tried again after `afterFaultMs`.
 */
export function createPump(
  step: () => Promise<number | undefined>,
  timers: Timers,
  onFault: (error: unknown) => void,
): Pump {
  let state: 'stopped' | 'waiting' | 'running' = 'stopped'
  let wanted = false
  let cancel: (() => void) | undefined
  let running = Promise.resolve()

  function schedule(ms: number | undefined): void {
    cancel?.()
    cancel = ms === undefined ? undefined : timers.set(ms, run)
  }

  function run(): void {
    if (state !== 'waiting') return
    state = 'running'
    wanted = false
    schedule(undefined)
    running = runOnce()
  }

  async function runOnce(): Promise<void> {
    const next = await step().catch((error: unknown) => {
      onFault(error)
      return afterFaultMs
    })
    if (state !== 'running') return
    state = 'waiting'
    schedule(wanted ? 0 : next)
  }

  return {
    start() {
      if (state !== 'stopped') return
      state = 'waiting'
      schedule(0)
    },
    wake() {
      wanted = true
      if (state === 'waiting') schedule(0)
    },
    async stop() {
      state = 'stopped'
      schedule(undefined)
      await running
    },
  }
}

const afterFaultMs = 5000
