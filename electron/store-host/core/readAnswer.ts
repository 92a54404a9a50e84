import type { EndpointId } from '#domain/core/endpoints'
import { AppError } from '#domain/errors'

/** Reads what an endpoint carries in characteristics; what does not fit is the core's fault. */
export function readAnswer<T>(endpoint: EndpointId, read: () => T): T {
  try {
    return read()
  } catch {
    // The cause is left behind: it shows the values that did not fit.
    throw new AppError('CORE_ANSWER_MALFORMED', { endpoint })
  }
}
