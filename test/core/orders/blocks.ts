import type { Knex } from 'knex'
import type { OrderLine } from '#domain/core/order'
import type { Role } from '#domain/core/office'
import { CoreProblem } from '../problem'
import type { BlockRow } from '../rows'

export interface Unblocking {
  productId: string
  line: Extract<OrderLine, { operation: 'unblock' }>
  roles: readonly Role[]
  /** The same order puts in a new SIM. */
  renewsSim: boolean
}

/**
 * Ids of the blocks that an unblock lifts: those it names, or, where it names none, all that a clerk may lift. Throws
 * NOTHING_TO_UNBLOCK, BLOCK_NOT_LIFTABLE, NEW_SIM_REQUIRED; one block that may not be lifted refuses them all.
 */
export async function blocksToLift(tx: Knex, { productId, line, roles, renewsSim }: Unblocking): Promise<string[]> {
  const standing = await tx<BlockRow>('blocks').where({ product_id: productId }).orderBy('id')
  const asked = line.blockIds.length > 0 ? named(standing, line.blockIds, roles) : liftable(standing)
  if (!renewsSim && asked.some((block) => Boolean(block.requires_new_sim))) {
    throw new CoreProblem(422, 'NEW_SIM_REQUIRED')
  }
  return asked.map((block) => block.id)
}

function named(standing: BlockRow[], ids: readonly string[], roles: readonly Role[]): BlockRow[] {
  const asked = standing.filter((block) => ids.includes(block.id))
  if (asked.length < new Set(ids).size) throw new CoreProblem(422, 'NOTHING_TO_UNBLOCK')
  const lifts = (block: BlockRow) => roles.some((role) => role === block.liftable_by)
  if (!asked.every(lifts)) throw new CoreProblem(422, 'BLOCK_NOT_LIFTABLE')
  return asked
}

function liftable(standing: BlockRow[]): BlockRow[] {
  if (standing.length === 0) throw new CoreProblem(422, 'NOTHING_TO_UNBLOCK')
  const asked = standing.filter((block) => block.liftable_by === 'clerk')
  if (asked.length === 0) throw new CoreProblem(422, 'BLOCK_NOT_LIFTABLE')
  return asked
}
