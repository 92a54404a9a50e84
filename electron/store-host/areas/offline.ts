import { AppError } from '#domain/errors'
import { sha256 } from '#db/outbox/outbox'
import { addShortVisit } from '#db/repositories/visits'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { orderView } from '../sync/settle'
import { firstOrder, hurried, requireClock, storeOrder } from './placing'

export function offlineArea(counter: Counter): Pick<StoreApi, 'fileUnblock'> {
  return {
    async fileUnblock({ commandId, clerkId, msisdn, person, replaces }) {
      const requestHash = sha256(JSON.stringify(['fileUnblock', msisdn, person, ...(replaces ? [replaces] : [])]))
      const first = await firstOrder(counter, commandId, requestHash)
      if (first) return orderView(first)
      if (counter.session.requireClerk().id !== clerkId) throw new AppError('NOT_SIGNED_IN')
      // With the core there is a better way: it compares the document now and says what it will do.
      if (counter.line.state.core === 'online') throw new AppError('OFFLINE_NOT_POSSIBLE')
      requireClock(counter)
      const request = {
        externalId: commandId,
        officeId: counter.device().officeId,
        clerkId,
        product: { msisdn },
        proof: { evidence: person },
        intentAt: counter.line.coreIso(),
        lines: [{ operation: 'unblock' as const, blockIds: [] }],
      }
      const visitId = counter.ids.uuid()
      await storeOrder(counter, { request, visitId, msisdn, requestHash, replaces }, (tx, at) =>
        addShortVisit(tx, { id: visitId, clerkId, at }),
      )
      return await hurried(counter, commandId, replaces)
    },
  }
}
