import { z } from 'zod'
import { endpoints, type EndpointId } from '#domain/core/endpoints'

const endpointIds = Object.keys(endpoints) as [EndpointId, ...EndpointId[]]

/**
 * The line:
 * - `latency`: wait before handling (combines with one other fault)
 * - `down`: the socket is destroyed at once, as if nobody listened
 * - `requestLost`: the request was read, but never handled
 * - `answerLost`: handled and committed, then the socket is destroyed
 * - `late`: the connection ends at once, the request is handled `ms` later, after what its sender has sent meanwhile
 * - `duplicate`: handled twice, as if it had been delivered twice; the second answer is sent
 * - `slowBody`: handled; head at once, body in drips over `ms`
 * - `truncated`: handled; `length` = the connection ends before Content-Length is reached, `json` = a shorter length over
 *   a JSON text that is cut
 * - `html`: 200 with a page in HTML, as a captive portal or proxy gives; not handled
 *
 * The core's answers:
 * - `status`: answered with this status and body (else a TMF error with `code`), not handled: 5xx, 409, 410 of the feed
 * - `retryAfter`: 429 or 503 with Retry-After in seconds or as an HTTP date, not handled
 * - `collects`: usage bounds are answered with 202 and a job, which has the answer `ms` later
 * - `revoked`: before handling, the tokens of all counters or of all clerks are dropped, so the request meets a 401; a
 *   device may renew its token. `change.revoke.device` signs a counter off for good
 * - `protocol`: `about` answers this range
 * - `feedReorders`: each page of the feed backwards; `feedRepeats`: its items and then the same backwards
 * - `clockOffset`: as long as the rule is set the core's clock is this far ahead (negative: behind) in `Date`, `time` and
 *   everything it judges by time; `match`, `times` and `after` do not matter
 *
 * What happens at the core just before a request is handled (meant for `placeOrder`):
 * - `orderFails`: the order is accepted and fails later with this code
 * - `priceChanges`: the fee has this price per unit from now on -> 409 PRICE_CHANGED
 * - `leaseLost`: the SIM that the order names is leased to the other office, and the feed says so -> 422 ICCID_OTHER_OFFICE
 * - `fenceStale`: its lease is renewed, and the feed says so -> 409 FENCE_STALE
 */
export const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('latency'), ms: z.int().min(0) }),
  z.object({ kind: z.literal('down') }),
  z.object({ kind: z.literal('requestLost') }),
  z.object({ kind: z.literal('answerLost') }),
  z.object({ kind: z.literal('late'), ms: z.int().min(0) }),
  z.object({ kind: z.literal('duplicate') }),
  z.object({ kind: z.literal('slowBody'), ms: z.int().min(0) }),
  z.object({ kind: z.literal('truncated'), how: z.enum(['length', 'json']) }),
  z.object({ kind: z.literal('html') }),
  z.object({
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    code: z.string().optional(),
    body: z.unknown().optional(),
  }),
  z.object({
    kind: z.literal('retryAfter'),
    status: z.union([z.literal(429), z.literal(503)]),
    seconds: z.int().min(0),
    form: z.enum(['seconds', 'date']),
  }),
  z.object({ kind: z.literal('collects'), ms: z.int().min(0) }),
  z.object({ kind: z.literal('revoked'), tokens: z.enum(['device', 'clerk']) }),
  z.object({ kind: z.literal('protocol'), min: z.int(), max: z.int() }),
  z.object({ kind: z.literal('feedReorders') }),
  z.object({ kind: z.literal('feedRepeats') }),
  z.object({ kind: z.literal('clockOffset'), seconds: z.int() }),
  z.object({ kind: z.literal('orderFails'), code: z.string() }),
  z.object({ kind: z.literal('priceChanges'), feeId: z.string(), tiyn: z.int().min(0) }),
  z.object({ kind: z.literal('leaseLost') }),
  z.object({ kind: z.literal('fenceStale') }),
])
export type Fault = z.infer<typeof fault>

export const faultRule = z.object({
  /** Everything that is named must fit; nothing named = every request. `path` is the beginning of the path. */
  match: z.object({
    endpoint: z.enum(endpointIds).optional(),
    method: z.string().optional(),
    path: z.string().optional(),
  }),
  /** How often it strikes; without it always. */
  times: z.int().min(1).optional(),
  /** How many fitting requests pass before the first. */
  after: z.int().min(0).optional(),
  fault,
})
export const faultRules = z.array(faultRule)
export type FaultRule = z.infer<typeof faultRule>
export type RequestFault = Exclude<Fault, { kind: 'latency' | 'clockOffset' }>

export interface Struck {
  latencyMs: number
  fault: RequestFault | undefined
}

interface RequestName {
  endpoint: EndpointId | undefined
  method: string
  path: string
}

/** Counts how often each rule fitted, to know whose turn it is. */
export class Faults {
  private rules: { rule: FaultRule; fitted: number }[] = []

  set(rules: readonly FaultRule[]): void {
    this.rules = rules.map((rule) => ({ rule, fitted: 0 }))
  }

  clockOffsetMs(): number {
    const offsets = this.rules.map(({ rule: { fault: own } }) => (own.kind === 'clockOffset' ? own.seconds : 0))
    return offsets.reduce((sum, seconds) => sum + seconds * 1000, 0)
  }

  strike(request: RequestName): Struck {
    const struck: Struck = { latencyMs: 0, fault: undefined }
    for (const entry of this.rules) {
      const what = entry.rule.fault
      if (what.kind === 'clockOffset' || !fits(entry.rule.match, request)) continue
      entry.fitted += 1
      const { after = 0, times = Infinity } = entry.rule
      if (entry.fitted <= after || entry.fitted > after + times) continue
      if (what.kind === 'latency') struck.latencyMs += what.ms
      else struck.fault ??= what
    }
    return struck
  }
}

function fits(match: FaultRule['match'], request: RequestName): boolean {
  if (match.endpoint !== undefined && match.endpoint !== request.endpoint) return false
  if (match.method !== undefined && match.method !== request.method) return false
  return match.path === undefined || request.path.startsWith(match.path)
}
