import { parseMsisdn } from '#domain/msisdn'
import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { SessionKeeper } from '../session/session'
import { orThrow } from './refuse'

export function findService(deps: {
  store: StoreApi
  session: SessionKeeper
}): HandlersOf<'visit.open' | 'visit.openPerson'> {
  return {
    'visit.open': async ({ commandId, number }, { clerk }) => {
      const msisdn = orThrow(parseMsisdn(number))
      await deps.session.endVisit('finished')
      const view = await deps.store.openVisit({ commandId, clerkId: clerk.id, msisdn })
      deps.session.openVisit({ visitId: view.visitId, msisdn: view.msisdn }, clerk.id)
      return view
    },
    'visit.openPerson': async ({ commandId }, { clerk }) => {
      await deps.session.endVisit('finished')
      const { visitId } = await deps.store.openPersonVisit({ commandId, clerkId: clerk.id })
      deps.session.openVisit({ visitId }, clerk.id)
      return { visitId }
    },
  }
}
