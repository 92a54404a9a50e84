import type { EndpointId } from '#domain/core/endpoints'

/** Ten seconds are slow and no failure; what a person waits for is given a little more, what the core has to collect much more. */
const usualMs = 15_000
const special: Partial<Record<EndpointId, number>> = {
  usage: 30_000,
  usageBounds: 30_000,
  usageJob: 30_000,
  feed: 30_000,
  placeOrder: 30_000,
  orders: 20_000,
}

/** From here on a person who waits is told that it is the core that takes its time. */
export const overdueMs = 4_000

/** How long an answer may take before the core counts as unreachable. */
export function timeoutMsOf(endpoint: EndpointId): number {
  return special[endpoint] ?? usualMs
}
