import type { OrderView } from '#domain/contract/views'

/** An order of the list "needs attention" that a new one shall take the place of. */
export type Correction = Pick<OrderView, 'id' | 'msisdn' | 'operations' | 'createdAt'>

/**
 * The new order carries `replaces` only when it does all that the refused one was to do for the same number; the update
 * of a renewed document joins an order by itself and does not count.
 */
export function correctionFor(
  correction: Correction | undefined,
  msisdn: string | undefined,
  operations: readonly OrderView['operations'][number][],
): { replaces?: string } {
  if (correction === undefined || correction.msisdn !== msisdn) return {}
  const wanted = correction.operations.filter((each) => each !== 'identityUpdate')
  return wanted.every((each) => operations.includes(each)) ? { replaces: correction.id } : {}
}
