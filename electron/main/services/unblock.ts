import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import { placeOnce, unblockLine } from './lines'

export function unblockService({ store }: { store: StoreApi }): HandlersOf<'unblock.submit'> {
  return {
    'unblock.submit': ({ commandId, msisdn, blockIds }, { clerk, customer }) => {
      const wish = { msisdn, blockIds, roles: clerk.roles, withNewSim: false }
      return placeOnce(store, { commandId, customer, lines: async () => [await unblockLine(store, wish)] })
    },
  }
}
