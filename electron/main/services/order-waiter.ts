import type { OrderView } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import { deferred } from '../deferred'

export interface OrderWaiter {
  /** Feed it every order event of the store, and every order read after the store came back. */
  changed(order: OrderView): void
  /**
   * Resolves when the core has completed the order. @throws the order's own error or ORDER_FAILED; REPORT_CANCELLED by
   * `signal`, which ends only the waiting: an order once placed goes on.
   */
  done(id: string, signal: AbortSignal): Promise<void>
}

/** `current` is asked once at the beginning, for an order that ended before anybody waited. */
export function makeOrderWaiter(current: (id: string) => Promise<OrderView | null>): OrderWaiter {
  const waiting = new Map<string, (order: OrderView) => void>()
  return {
    changed: (order) => waiting.get(order.id)?.(order),
    async done(id, signal) {
      const outcome = deferred<void>()
      const look = (order: OrderView) => settle(order, outcome)
      const cancel = () => outcome.reject(new AppError('REPORT_CANCELLED'))
      waiting.set(id, look)
      signal.addEventListener('abort', cancel, { once: true })
      try {
        const known = await Promise.race([current(id), outcome.promise])
        if (known) look(known)
        await outcome.promise
      } finally {
        waiting.delete(id)
        signal.removeEventListener('abort', cancel)
      }
    },
  }
}

function settle(order: OrderView, outcome: { resolve(): void; reject(error: unknown): void }): void {
  if (order.state === 'done') outcome.resolve()
  if (order.state === 'rejected' || order.state === 'dead') outcome.reject(new AppError(order.error ?? 'ORDER_FAILED'))
}
