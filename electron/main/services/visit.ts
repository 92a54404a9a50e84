import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { SessionKeeper } from '../session/session'

export function visitService(deps: {
  store: StoreApi
  session: SessionKeeper
}): HandlersOf<'visit.orders' | 'visit.finish'> {
  return {
    'visit.orders': async ({ visitId }) => {
      deps.session.requireVisit(visitId)
      return await deps.store.visitOrders({ visitId })
    },
    'visit.finish': async ({ visitId }) => {
      deps.session.requireVisit(visitId)
      await deps.session.endVisit('finished')
      return {}
    },
  }
}
