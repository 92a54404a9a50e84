export type BlockLiftableBy = 'clerk' | 'supervisor' | 'core'
export interface Block {
  id: string
  liftableBy: BlockLiftableBy
  requiresNewSim: boolean
}
export interface BlockDecision {
  /** Ids of the blocks this person lifts. */
  liftable: string[]
  remaining: Pick<Block, 'id' | 'liftableBy'>[]
  /** Lifting needs a new SIM in the same order, as for a lost or stolen one. */
  requiresNewSim: boolean
  canUnblock: boolean
  /** False while a block remains, and for a number that had none. */
  becomesActive: boolean
}

/**
 * A number can carry several blocks; each says who may lift it. A supervisor may lift what a clerk may; `core` (debt,
 * fraud, court) is nobody's at a counter.
 */
export function decideBlocks(blocks: readonly Readonly<Block>[], roles: readonly string[]): BlockDecision {
  const mine = blocks.filter((block) => mayLift(block.liftableBy, roles))
  const remaining = blocks.filter((block) => !mine.includes(block)).map(({ id, liftableBy }) => ({ id, liftableBy }))
  const canUnblock = mine.length > 0
  return {
    liftable: mine.map(({ id }) => id),
    remaining,
    requiresNewSim: mine.some(({ requiresNewSim }) => requiresNewSim),
    canUnblock,
    becomesActive: canUnblock && remaining.length === 0,
  }
}

function mayLift(liftableBy: BlockLiftableBy, roles: readonly string[]): boolean {
  if (liftableBy === 'core') return false
  return roles.includes('supervisor') || (liftableBy === 'clerk' && roles.includes('clerk'))
}
