import { z } from 'zod'
import { endpoints, type EndpointId } from '#domain/core/endpoints'

const endpointIds = Object.keys(endpoints) as [EndpointId, ...EndpointId[]]

/**
 * - `latency`: wait before handling (combines with one other fault)
 * - `down`: the socket is destroyed at once, as if nobody listened
 * - `requestLost`: the request was read, but never handled
 * - `answerLost`: handled and committed, then the socket is destroyed
 * - `status`: answered with this status and body, not handled
 * - `orderFails`: the order is accepted and fails later with this code
 */
export const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('latency'), ms: z.int().min(0) }),
  z.object({ kind: z.literal('down') }),
  z.object({ kind: z.literal('requestLost') }),
  z.object({ kind: z.literal('answerLost') }),
  z.object({ kind: z.literal('status'), status: z.int().min(200).max(599), body: z.unknown().optional() }),
  z.object({ kind: z.literal('orderFails'), code: z.string() }),
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

export interface Struck {
  latencyMs: number
  fault: Exclude<Fault, { kind: 'latency' }> | undefined
}

/** Counts how often each rule fitted, to know whose turn it is. */
export class Faults {
  private rules: { rule: FaultRule; fitted: number }[] = []

  set(rules: readonly FaultRule[]): void {
    this.rules = rules.map((rule) => ({ rule, fitted: 0 }))
  }

  strike(request: { endpoint: EndpointId | undefined; method: string; path: string }): Struck {
    const struck: Struck = { latencyMs: 0, fault: undefined }
    for (const entry of this.rules) {
      if (!fits(entry.rule.match, request)) continue
      entry.fitted += 1
      const { after = 0, times = Infinity, fault: what } = entry.rule
      if (entry.fitted <= after || entry.fitted > after + times) continue
      if (what.kind === 'latency') struck.latencyMs += what.ms
      else struck.fault ??= what
    }
    return struck
  }
}

function fits(
  match: FaultRule['match'],
  request: { endpoint: EndpointId | undefined; method: string; path: string },
): boolean {
  if (match.endpoint !== undefined && match.endpoint !== request.endpoint) return false
  if (match.method !== undefined && match.method !== request.method) return false
  return match.path === undefined || request.path.startsWith(match.path)
}
