import { appendFeed } from './feed'
import type { Core } from './context'
import { feeBodyOf } from './generator/reference'
import { leaseBodyOf } from './generator/seed'
import { liftBlocksOf } from './orders/apply'
import type { BlockRow, FeeRow, SimRow } from './rows'

export interface Change {
  /** Price per unit. */
  fee: (feeId: string, tiyn: number) => Promise<void>
  /** A lease taken and given again: the old fence is stale from then on. Gives the new fence. */
  renewLease: (iccid: string) => Promise<number>
  /** The core lifts a block by itself, as when a debt is paid. */
  liftBlock: (blockId: string) => Promise<void>
}

export function change(core: Core): Change {
  return {
    fee: (feeId, tiyn) =>
      core.db.transaction(async (tx) => {
        await tx<FeeRow>('fees').where({ id: feeId }).update({ tiyn })
        const fee = await tx<FeeRow>('fees').where({ id: feeId }).first()
        if (!fee) throw new RangeError('no such fee')
        await appendFeed(tx, { kind: 'fee', id: feeId, body: feeBodyOf(fee), officeId: null })
      }),
    renewLease: (iccid) =>
      core.db.transaction(async (tx) => {
        await tx<SimRow>('sims').where({ iccid }).increment('fence', 1)
        const sim = await tx<SimRow>('sims').where({ iccid }).first()
        if (!sim || sim.fence === null) throw new RangeError('no such lease')
        await appendFeed(tx, { kind: 'simLease', id: iccid, body: leaseBodyOf(sim), officeId: sim.lease_office })
        return sim.fence
      }),
    liftBlock: (blockId) =>
      core.db.transaction(async (tx) => {
        const block = await tx<BlockRow>('blocks').where({ id: blockId }).first()
        if (!block) throw new RangeError('no such block')
        await liftBlocksOf(tx, block.product_id, [blockId])
      }),
  }
}
