import type { Clock } from '#domain/clock'
import { AppError } from '#domain/errors'
import { parseMsisdn } from '#domain/msisdn'
import { localDateOf } from '#domain/zone'
import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import { checkedPerson } from './person'
import { orThrow } from './refuse'
import type { Slips } from './slips'

export interface OfflineDeps {
  store: StoreApi
  slips: Slips
  clock: Clock
  zone: string
}

/** What can be done without the core: a request on evidence, and the customer's paper about it. */
export function offlineService(deps: OfflineDeps): HandlersOf<'offline.unblock' | 'offline.slip'> {
  const { store } = deps
  return {
    'offline.unblock': async ({ commandId, number, replaces, ...typed }, { clerk }) => {
      const msisdn = orThrow(parseMsisdn(number))
      const person = checkedPerson(typed, localDateOf(deps.clock.iso(), deps.zone))
      // A repeat is answered although the core may be back by now.
      const earlier = await store.order({ id: commandId })
      if (earlier !== null) return earlier
      const request = { commandId, clerkId: clerk.id, msisdn, person }
      return await store.fileUnblock(replaces === undefined ? request : { ...request, replaces })
    },
    'offline.slip': async ({ orderId }, { clerk }) => {
      const order = await store.order({ id: orderId })
      if (order === null || !order.evidence) throw new AppError('ORDER_UNKNOWN')
      // The slip says that nothing has been done yet: not once it has.
      if (!['pending', 'sending', 'sent'].includes(order.state)) throw new AppError('ORDER_NOT_WAITING')
      await deps.slips.make(order, clerk)
      return {}
    },
  }
}
