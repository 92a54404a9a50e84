import type { Clock } from '#domain/clock'
import { checkDocumentNumber, checkExpiry } from '#domain/document'
import { AppError } from '#domain/errors'
import { checkIin } from '#domain/iin'
import { localDateOf } from '#domain/zone'
import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { SessionKeeper } from '../session'
import { orThrow } from './refuse'

export interface VerifyDeps {
  store: StoreApi
  session: SessionKeeper
  clock: Clock
  zone: string
}

export function verifyService(deps: VerifyDeps): HandlersOf<'visit.verify'> {
  return {
    'visit.verify': async ({ commandId, visitId, msisdn, document, iin, method }, { clerk }) => {
      deps.session.requireVisit(visitId, msisdn)
      const known = {
        type: document.type,
        number: orThrow(checkDocumentNumber(document.type, document.number)),
        validUntil: orThrow(checkExpiry(document.validUntil, localDateOf(deps.clock.iso(), deps.zone))),
      }
      const person = { document: known, iin: orThrow(checkIin(iin)) }
      const view = await deps.store.verify({ commandId, visitId, msisdn, method, ...person })
      if (view.result !== 'matched' && view.result !== 'documentChanged') return view
      if (view.until === undefined) throw new AppError('CORE_ANSWER_MALFORMED', { field: 'until' })
      deps.session.beginCustomer({ visitId, msisdn, clerkId: clerk.id, until: view.until })
      return view
    },
  }
}
