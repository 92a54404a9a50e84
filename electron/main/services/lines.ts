import { decideBlocks } from '#domain/blocks'
import type { OrderView } from '#domain/contract/views'
import type { Operation, OrderFee, OrderLine } from '#domain/core/order'
import { AppError } from '#domain/errors'
import type { StoreApi } from '#electron/link/store-api'
import type { CustomerSession } from '../session/session'

/** The price the clerk confirmed, as the order names it. */
export function feeOf(agreed: OrderFee): OrderFee {
  return { feeId: agreed.feeId, quoteId: agreed.quoteId, tiyn: agreed.tiyn, taxRate: agreed.taxRate }
}

/** @throws AUTHORITY_NOT_COVERING for what the paper of a proxy does not name */
export function requireCovered({ covers }: CustomerSession, ...wanted: Operation[]): void {
  const operation = wanted.find((each) => covers !== undefined && !covers.includes(each))
  if (operation !== undefined) throw new AppError('AUTHORITY_NOT_COVERING', { operation })
}

export interface UnblockWish {
  msisdn: string
  blockIds: readonly string[]
  roles: readonly string[]
  /** A new SIM comes in the same order. */
  withNewSim: boolean
}

/**
 * The blocks to lift, each still there and this clerk's to lift.
 * @throws NOTHING_TO_UNBLOCK, BLOCK_NOT_LIFTABLE, NEW_SIM_REQUIRED
 */
export async function unblockLine(store: StoreApi, wish: UnblockWish): Promise<OrderLine> {
  const { blocks } = await store.customer({ msisdn: wish.msisdn })
  const wanted = blocks.filter(({ id }) => wish.blockIds.includes(id))
  if (wanted.length === 0) throw new AppError('NOTHING_TO_UNBLOCK')
  const decision = decideBlocks(wanted, wish.roles)
  if (decision.remaining.length > 0) throw new AppError('BLOCK_NOT_LIFTABLE', { count: decision.remaining.length })
  if (decision.requiresNewSim && !wish.withNewSim) throw new AppError('NEW_SIM_REQUIRED')
  return { operation: 'unblock', blockIds: decision.liftable }
}

export interface OrderWish {
  commandId: string
  customer: CustomerSession
  msisdn: string
  /** An order of the list "needs attention" that this one corrects. */
  replaces?: string | undefined
  /** Made only for an order that does not exist yet: what it asks about is different afterwards. */
  lines(): Promise<OrderLine[]>
}

/** Places an order in the customer's visit; the store adds a renewed document to it. A repeat answers the first order. */
export async function placeOnce(store: StoreApi, wish: OrderWish): Promise<OrderView> {
  const { commandId, customer, msisdn, replaces } = wish
  const earlier = await store.order({ id: commandId })
  if (earlier !== null) return earlier
  const lines = await wish.lines()
  return await store.placeOrder({
    commandId,
    visitId: customer.visitId,
    msisdn,
    lines,
    ...(replaces !== undefined && { replaces }),
  })
}
