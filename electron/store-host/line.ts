import type { Clock } from '#domain/clock'
import type { Status } from '#domain/contract/views'
import { protocol, type About } from '#domain/core/office'

/** Whether the core answers, as its own answers show it: never the system's word on the network. */
export interface Line {
  readonly state: Pick<Status, 'core' | 'since' | 'kind'>
  /** Time at the core, in ms: of two clocks that disagree the core's counts. */
  coreNow(): number
  coreIso(): string
  /** False when the core speaks no protocol of ours: then nothing is written to it. */
  readonly mayWrite: boolean
  answered(coreMs: number | undefined): void
  missed(): void
  learn(about: About): void
  /** As it was known when the program last ran. */
  remember(kind: Status['kind']): void
}

/** `Date` counts whole seconds and the way takes time: less than this is no difference. */
const sameClockMs = 2000

export function createLine(clock: Clock, onChange: (before: Status['core']) => void): Line {
  let state: Line['state'] = { core: 'unknown', since: clock.iso(), kind: 'unknown' }
  let offsetMs = 0
  let mayWrite = true

  function become(core: Status['core']): void {
    if (state.core === core) return
    const before = state.core
    state = { ...state, core, since: clock.iso() }
    onChange(before)
  }

  return {
    get state() {
      return state
    },
    get mayWrite() {
      return mayWrite
    },
    coreNow: () => clock.now() + offsetMs,
    coreIso: () => new Date(clock.now() + offsetMs).toISOString(),
    answered(coreMs) {
      const difference = coreMs === undefined ? 0 : coreMs - clock.now()
      offsetMs = Math.abs(difference) < sameClockMs ? 0 : difference
      become('online')
    },
    missed: () => become('offline'),
    learn(about) {
      mayWrite = about.protocol.min <= protocol.max && about.protocol.max >= protocol.min
      if (state.kind === about.kind) return
      state = { ...state, kind: about.kind }
      onChange(state.core)
    },
    remember: (kind) => void (state = { ...state, kind }),
  }
}
