import type { WriteTx } from '../connection'

/** A feed that begins anew counts versions from the start: what is here is marked, and goes when the feed did not bring it again. */

const staleVersion = -1

export async function markStale(tx: WriteTx): Promise<void> {
  await tx('reference_item').update({ version: staleVersion })
  await tx('sim_stock').update({ version: staleVersion })
}

/** Claims of orders that are on their way stay. Answers how many items of reference data went. */
export async function dropStale(tx: WriteTx): Promise<number> {
  const dropped = await tx('reference_item').where({ version: staleVersion }).delete()
  await tx('sim_stock')
    .where({ version: staleVersion, state: 'leased' })
    .update({ state: 'returned', rowVersion: tx.raw('row_version + 1') })
  return dropped
}
