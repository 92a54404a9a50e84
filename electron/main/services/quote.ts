import { AppError } from '#domain/errors'
import { periodToUtc } from '#domain/period'
import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import { requireCovered } from './lines'

export function quoteService({ store, zone }: { store: StoreApi; zone: string }): HandlersOf<'order.quote'> {
  return {
    'order.quote': async ({ msisdn, operation, reason, period }, { customer }) => {
      requireCovered(customer, operation)
      if (operation === 'simReissue') {
        if (reason === undefined) throw new AppError('BAD_REQUEST', { field: 'reason' })
        return await store.quote({ msisdn, operation, reason })
      }
      if (period === undefined || period.from > period.to) throw new AppError('BAD_REQUEST', { field: 'period' })
      return await store.quote({ msisdn, operation, period: periodToUtc(period, zone) })
    },
  }
}
