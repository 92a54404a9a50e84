import { clockWarnsSeconds, type Clock } from '#domain/clock'
import type { Status } from '#domain/contract/views'
import { protocol, type About } from '#domain/core/office'

type LineState = Pick<Status, 'core' | 'since' | 'kind' | 'slow' | 'clockSeconds' | 'coreProblem' | 'protocols'>

/** Whether the core answers, as its own answers show it: never the system's word on the network. */
export interface Line {
  readonly state: LineState
  /** Time at the core, in ms: of two clocks that disagree the core's counts. */
  coreNow(): number
  coreIso(): string
  /** False when the core speaks no protocol of ours: then nothing is written to it. */
  readonly mayWrite: boolean
  answered(coreMs: number | undefined): void
  missed(): void
  /** One answer more, or one less, takes longer than usual. */
  overdue(change: 1 | -1): void
  /** Whether the core accepts this counter's own credential. */
  device(accepted: boolean): void
  learn(about: About): void
  /** As it was known when the program last ran. */
  remember(kind: Status['kind']): void
}

/** `Date` counts whole seconds and the way takes time: less than this is no difference. */
const sameClockMs = 2000
/** The difference as measured wavers by the length of the way. */
const steadySeconds = 10

export function createLine(clock: Clock, onChange: (before: Status['core']) => void): Line {
  let state: LineState = { core: 'unknown', since: clock.iso(), kind: 'unknown', slow: false, clockSeconds: 0 }
  let offsetMs = 0
  let mayWrite = true
  let refused = false
  let overdue = 0

  function change(next: Partial<LineState>): void {
    const before = state.core
    state = { ...state, ...next }
    onChange(before)
  }

  function become(core: Status['core']): void {
    if (state.core !== core) change({ core, since: clock.iso() })
  }

  /** A counter that was signed off hears of nothing else. */
  function showProblem(): void {
    const problem = refused ? 'DEVICE_REFUSED' : mayWrite ? undefined : 'CORE_PROTOCOL'
    if (state.coreProblem === problem) return
    const { coreProblem: _before, ...rest } = state
    state = rest
    change(problem === undefined ? {} : { coreProblem: problem })
  }

  function measure(difference: number): void {
    offsetMs = Math.abs(difference) < sameClockMs ? 0 : difference
    const seconds = Math.abs(difference) <= clockWarnsSeconds * 1000 ? 0 : -Math.round(difference / 1000)
    const steady = seconds !== 0 && Math.abs(seconds - state.clockSeconds) < steadySeconds
    if (seconds !== state.clockSeconds && !steady) change({ clockSeconds: seconds })
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
      if (coreMs !== undefined) measure(coreMs - clock.now())
      become('online')
    },
    missed: () => become('offline'),
    overdue(by) {
      overdue += by
      if (state.slow !== overdue > 0) change({ slow: overdue > 0 })
    },
    device(accepted) {
      refused = !accepted
      showProblem()
    },
    learn(about) {
      mayWrite = about.protocol.min <= protocol.max && about.protocol.max >= protocol.min
      const { protocols: _before, ...rest } = state
      state = mayWrite ? rest : { ...rest, protocols: { ours: rangeText(protocol), core: rangeText(about.protocol) } }
      showProblem()
      if (state.kind !== about.kind) change({ kind: about.kind })
    },
    remember: (kind) => void (state = { ...state, kind }),
  }
}

function rangeText({ min, max }: About['protocol']): string {
  return min === max ? String(min) : `${min}–${max}`
}
