import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'

export function customerService(deps: { store: StoreApi }): HandlersOf<'visit.customer'> {
  return { 'visit.customer': ({ msisdn }) => deps.store.customer({ msisdn }) }
}
