import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import { placeOnce, requireCovered, unblockLine } from './lines'

export function unblockService({ store }: { store: StoreApi }): HandlersOf<'unblock.submit'> {
  return {
    'unblock.submit': async ({ commandId, msisdn, blockIds, replaces }, { clerk, customer }) => {
      requireCovered(customer, 'unblock')
      const wish = { msisdn, blockIds, roles: clerk.roles, withNewSim: false }
      const lines = async () => [await unblockLine(store, wish)]
      return await placeOnce(store, { commandId, customer, msisdn, replaces, lines })
    },
  }
}
