import fc from 'fast-check'
import type { FaultRule } from '#test/core/faults'

/** One thing that happens at the counter, on the line or at the core. Plain data: a failing history can be printed and replayed. */
export type Step =
  | { do: 'unblock'; number: number }
  | { do: 'detail'; number: number }
  | { do: 'file'; number: number }
  | { do: 'reissue'; number: number; sim: number; meanwhile: 'nothing' | 'leaseRenewed' | 'leaseMoved' }
  | { do: 'pressAgain'; back: number }
  | { do: 'faults'; rules: FaultRule[] }
  | { do: 'cut' | 'mend' | 'close' | 'backup' | 'retry' | 'withdraw' }
  | { do: 'wait' | 'sleep'; ms: number }
  | { do: 'restartCore'; tokens: 'kept' | 'dropped' }
  | { do: 'kill'; moments: number }
  | { do: 'clock'; days: number }
  | { do: 'restore'; after: 'close' | 'kill' }
  | { do: 'coreChanges'; what: 'fee' | 'leaseRenewed' | 'leaseMoved'; sim: number }

export interface History {
  /** Of back-offs and jitter. */
  seed: number
  steps: Step[]
}

type Endpoint = NonNullable<FaultRule['match']['endpoint']>
type Fault = FaultRule['fault']

export const numbers = 3
export const sims = 4

const endpoint = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Endpoint>('placeOrder') },
  { weight: 4, arbitrary: fc.constant<Endpoint>('orders') },
  { weight: 3, arbitrary: fc.constant<Endpoint>('feed') },
  { weight: 1, arbitrary: fc.constantFrom<Endpoint>('token', 'about', 'verify', 'quote', 'sim', 'productByNumber') },
)

const lineFaults: fc.Arbitrary<Fault>[] = [
  fc.constant({ kind: 'down' }),
  fc.constant({ kind: 'requestLost' }),
  fc.constant({ kind: 'answerLost' }),
  fc.constant({ kind: 'duplicate' }),
  fc.constant({ kind: 'slowBody', ms: 2 }),
  fc.constantFrom('length', 'json').map((how) => ({ kind: 'truncated', how }) as const),
  fc.constant({ kind: 'html' }),
  fc.constantFrom(500, 502, 408).map((status) => ({ kind: 'status', status }) as const),
  fc
    .record({ status: fc.constantFrom(429, 503), seconds: fc.integer({ min: 0, max: 20 }) })
    .map(({ status, seconds }) => ({ kind: 'retryAfter', status, seconds, form: 'seconds' }) as Fault),
  fc.constant({ kind: 'revoked', tokens: 'device' }),
]
const coreFaults: fc.Arbitrary<Fault>[] = [
  fc.constantFrom('NOTHING_TO_UNBLOCK', 'ORDER_FAILED').map((code) => ({ kind: 'orderFails', code }) as const),
  fc.constant({ kind: 'fenceStale' }),
  fc.constant({ kind: 'leaseLost' }),
]
const feedFaults = fc.oneof(
  fc.constantFrom<Fault>({ kind: 'feedReorders' }, { kind: 'feedRepeats' }),
  fc.constant<Fault>({ kind: 'status', status: 410, body: { code: 'FEED_GONE', reason: 'gone' } }),
)
/** A gateway that refuses what the core never saw, or a request that the line holds up: no client can be right about both. */
const lateOrRefusing = {
  late: fc.integer({ min: 100, max: 20_000 }).map((ms): Fault => ({ kind: 'late', ms })),
  refusing: fc.constantFrom(400, 409, 422).map((status): Fault => ({ kind: 'status', status })),
}

function faultRule(flavour: keyof typeof lateOrRefusing): fc.Arbitrary<FaultRule> {
  const anywhere = fc.tuple(endpoint, fc.oneof(...lineFaults, ...coreFaults, lateOrRefusing[flavour]))
  const feed = fc.tuple(fc.constant<Endpoint>('feed'), feedFaults)
  return fc
    .record({
      what: fc.oneof({ weight: 5, arbitrary: anywhere }, { weight: 1, arbitrary: feed }),
      times: fc.integer({ min: 1, max: 4 }),
      after: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ what: [at, fault], times, after }) => ({ match: { endpoint: at }, times, after, fault }))
}

const number = fc.integer({ min: 0, max: numbers - 1 })
const sim = fc.integer({ min: 0, max: sims - 1 })
const plain = <K extends Step['do']>(...kinds: K[]) => fc.constantFrom(...kinds).map((kind) => ({ do: kind }) as Step)

function step(flavour: keyof typeof lateOrRefusing): fc.Arbitrary<Step> {
  const meanwhile = fc.oneof(
    { weight: 4, arbitrary: fc.constant('nothing' as const) },
    { weight: 1, arbitrary: fc.constantFrom('leaseRenewed' as const, 'leaseMoved' as const) },
  )
  const weighted: [number, fc.Arbitrary<Step>][] = [
    [
      8,
      fc
        .tuple(fc.constantFrom('unblock' as const, 'detail' as const, 'detail' as const), number)
        .map(([kind, at]) => ({ do: kind, number: at })),
    ],
    [6, fc.record({ do: fc.constant('reissue' as const), number, sim, meanwhile })],
    [2, fc.record({ do: fc.constant('pressAgain' as const), back: fc.integer({ min: 0, max: 2 }) })],
    [1, fc.record({ do: fc.constant('file' as const), number })],
    [
      5,
      fc.record({
        do: fc.constant('faults' as const),
        rules: fc.array(faultRule(flavour), { minLength: 1, maxLength: 3 }),
      }),
    ],
    [2, plain('cut')],
    [2, plain('mend')],
    [1, plain('close', 'retry', 'withdraw')],
    [1, plain('backup')],
    [4, fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(0, 100, 500, 3000, 20_000) })],
    [1, fc.record({ do: fc.constant('sleep' as const), ms: fc.constantFrom(60_000, 3_700_000, 2 * 86_400_000) })],
    [
      1,
      fc.record({
        do: fc.constant('restartCore' as const),
        tokens: fc.constantFrom('kept' as const, 'dropped' as const),
      }),
    ],
    [3, fc.record({ do: fc.constant('kill' as const), moments: fc.integer({ min: 0, max: 120 }) })],
    [1, fc.record({ do: fc.constant('clock' as const), days: fc.integer({ min: -4, max: 4 }) })],
    [1, fc.record({ do: fc.constant('restore' as const), after: fc.constantFrom('close' as const, 'kill' as const) })],
    [
      2,
      fc.record({
        do: fc.constant('coreChanges' as const),
        what: fc.constantFrom('fee' as const, 'leaseRenewed' as const, 'leaseMoved' as const),
        sim,
      }),
    ],
  ]
  return fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })))
}

/** What single draws seldom bring together: a backup by a wrong clock, work that reaches the core after it, the restored store. */
const lostAfternoon: fc.Arbitrary<Step[]> = fc
  .record({
    days: fc.integer({ min: -4, max: 4 }),
    work: fc.record({ do: fc.constantFrom('unblock' as const, 'detail' as const), number }),
    ms: fc.constantFrom(500, 3000),
    after: fc.constantFrom('close' as const, 'kill' as const),
  })
  .map(({ days, work, ms, after }): Step[] => [
    { do: 'clock', days },
    { do: 'wait', ms: 20_000 },
    { do: 'backup' },
    { do: 'clock', days: 0 },
    work,
    { do: 'wait', ms },
    { do: 'restore', after },
  ])

/** A death while news are being taken in. */
const diesReading: fc.Arbitrary<Step[]> = fc
  .record({
    what: fc.constantFrom('fee' as const, 'leaseRenewed' as const),
    sim,
    moments: fc.integer({ min: 4, max: 40 }),
  })
  .map(({ what, sim: at, moments }): Step[] => [
    { do: 'coreChanges', what, sim: at },
    { do: 'kill', moments },
    { do: 'wait', ms: 20_000 },
  ])

function steps(flavour: keyof typeof lateOrRefusing): fc.Arbitrary<Step[]> {
  const one = step(flavour).map((single) => [single])
  const acts = fc.oneof(
    { weight: 60, arbitrary: one },
    { weight: 1, arbitrary: lostAfternoon },
    { weight: 2, arbitrary: diesReading },
  )
  return fc.array(acts, { minLength: 6, maxLength: 20, size: 'max' }).map((drawn) => drawn.flat())
}

export const history: fc.Arbitrary<History> = fc.record({
  seed: fc.nat(),
  steps: fc.oneof(...(['late', 'refusing'] as const).map(steps)),
})
