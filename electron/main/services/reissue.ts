import { completeIccid, iccidDigits, parseIccid } from '#domain/iccid'
import type { OrderLine } from '#domain/core/order'
import type { ClaimableSim, StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import { feeOf, placeOnce, requireCovered, unblockLine } from './lines'
import { orThrow } from './refuse'

type ReissueCalls = 'reissue.options' | 'reissue.checkSim' | 'reissue.submit'

export function reissueService({ store }: { store: StoreApi }): HandlersOf<ReissueCalls> {
  /** @throws ICCID_MALFORMED, ICCID_CHECK_DIGIT, ICCID_UNKNOWN and what the store finds against giving it out here */
  async function claimable(text: string): Promise<ClaimableSim> {
    const read = parseIccid(text)
    if (read.ok || read.code !== 'ICCID_NO_CHECK_DIGIT') return await store.checkSim({ iccid: orThrow(read) })
    const { stock } = await store.reissueOptions({})
    const numbers = stock.map(({ iccid }) => iccid)
    return await store.checkSim({ iccid: orThrow(completeIccid(iccidDigits(text), numbers)) })
  }

  return {
    'reissue.options': () => store.reissueOptions({}),
    'reissue.checkSim': ({ iccid }) => claimable(iccid),
    'reissue.submit': async ({ commandId, msisdn, blockIds, reason, replaces, ...input }, { clerk, customer }) => {
      requireCovered(customer, 'simReissue', ...(blockIds.length > 0 ? (['unblock'] as const) : []))
      const wish = { msisdn, blockIds, roles: clerk.roles, withNewSim: true }
      const lines = async (): Promise<OrderLine[]> => {
        const { iccid, fence } = await claimable(input.iccid)
        const unblock = blockIds.length > 0 ? [await unblockLine(store, wish)] : []
        return [{ operation: 'simReissue', reason, iccid, fence, fee: feeOf(input) }, ...unblock]
      }
      return await placeOnce(store, { commandId, customer, msisdn, replaces, lines })
    },
  }
}
