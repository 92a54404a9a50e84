import type { Operation } from '#domain/core/order'
import type { Fee, PersonHead } from '../common/model'

/** A fee that was charged with an order the core has completed. */
export interface ReceiptHead extends PersonHead {
  operations: readonly Operation[]
  /** When the order was accepted. */
  acceptedAt: string
  fee: Fee
}
