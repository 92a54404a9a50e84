import { describe, expect, it } from 'vitest'
import { decideBlocks, type Block } from './blocks'

const lost: Block = { id: 'lost', liftableBy: 'clerk', requiresNewSim: true }
const pause: Block = { id: 'pause', liftableBy: 'clerk', requiresNewSim: false }
const review: Block = { id: 'review', liftableBy: 'supervisor', requiresNewSim: false }
const fraud: Block = { id: 'fraud', liftableBy: 'core', requiresNewSim: true }

describe('decideBlocks', () => {
  it('lets a clerk lift all of his own: the number becomes active', () => {
    expect(decideBlocks([lost, pause], ['clerk'])).toEqual({
      liftable: ['lost', 'pause'],
      remaining: [],
      requiresNewSim: true,
      canUnblock: true,
      becomesActive: true,
    })
  })

  it('lifts what is allowed and says what remains', () => {
    expect(decideBlocks([pause, review, fraud], ['clerk'])).toEqual({
      liftable: ['pause'],
      remaining: [
        { id: 'review', liftableBy: 'supervisor' },
        { id: 'fraud', liftableBy: 'core' },
      ],
      requiresNewSim: false,
      canUnblock: true,
      becomesActive: false,
    })
  })

  it('lets a supervisor lift also what a clerk may', () => {
    expect(decideBlocks([pause, review], ['supervisor'])).toMatchObject({
      liftable: ['pause', 'review'],
      becomesActive: true,
    })
  })

  it('never lifts a block of the core, nor asks for a SIM because of it', () => {
    expect(decideBlocks([fraud], ['clerk', 'supervisor'])).toMatchObject({
      liftable: [],
      requiresNewSim: false,
      canUnblock: false,
      becomesActive: false,
    })
  })

  it('has nothing to do without blocks, and no right without a role', () => {
    expect(decideBlocks([], ['clerk'])).toMatchObject({ canUnblock: false, becomesActive: false })
    expect(decideBlocks([pause], [])).toMatchObject({ liftable: [], canUnblock: false })
  })
})
