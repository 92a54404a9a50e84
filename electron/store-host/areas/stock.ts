import { reissueReasonBody } from '#domain/core/feed'
import { readSim } from '#domain/core/resources'
import { AppError } from '#domain/errors'
import { listReference } from '#db/repositories/reference'
import { applyLeases, findSim, listFreeSims, requireFree, type Sim } from '#db/repositories/stock'
import type { ClaimableSim, StoreApi } from '../../link/store-api'
import { readAnswer } from '../core/readAnswer'
import type { Counter } from '../counter'

export function stockArea(counter: Counter): Pick<StoreApi, 'reissueOptions' | 'checkSim'> {
  return {
    async reissueOptions() {
      const { officeId } = counter.device()
      const now = counter.line.coreIso()
      const [bodies, sims] = await counter.store.read(async (tx) => [
        await listReference(tx, 'reissueReason'),
        await listFreeSims(tx, officeId, now),
      ])
      const reasons = bodies
        .map((body) => reissueReasonBody.safeParse(body).data)
        .filter((reason) => reason !== undefined)
      return {
        reasons: reasons.map(({ code, names }) => ({ code, names })),
        stock: sims.map(({ iccid, simKind, formFactor }) => ({ iccid, simKind, formFactor })),
      }
    },

    async checkSim({ iccid }) {
      const known = await counter.store.read((tx) => findSim(tx, iccid))
      const sim = known ?? (await adopt(counter, iccid))
      if (sim.officeId !== counter.device().officeId) throw new AppError('ICCID_OTHER_OFFICE')
      requireFree(sim, counter.line.coreIso())
      return claimable(sim)
    },
  }
}

function claimable({ iccid, simKind, formFactor, fence }: Sim): ClaimableSim {
  return { iccid, simKind, formFactor, fence }
}

/** A SIM that is not in the stock: the core says why, or it is ours and the feed has not brought it yet. */
async function adopt(counter: Counter, iccid: string): Promise<Sim> {
  const clerkToken = counter.session.requireToken()
  const [found] = await counter.core().ask('sim', { query: { value: iccid }, clerkToken })
  if (!found) throw new AppError('ICCID_UNKNOWN')
  const { free, leaseOffice, leaseUntil, fence, simKind, formFactor } = readAnswer('sim', () => readSim(found))
  if (!free) throw new AppError('ICCID_USED')
  const { officeId } = counter.device()
  if (leaseOffice !== officeId || leaseUntil === undefined || fence === undefined)
    throw new AppError('ICCID_OTHER_OFFICE')
  // Version 0 yields to whatever the feed will say.
  const lease = { iccid, officeId, state: 'leased' as const, until: leaseUntil, fence, simKind, formFactor, version: 0 }
  const sim = await counter.store.write(async (tx) => {
    await applyLeases(tx, [lease])
    return await findSim(tx, iccid)
  })
  if (!sim) throw new AppError('ICCID_UNKNOWN')
  return sim
}
