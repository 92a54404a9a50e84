import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { requireCovered } from '../session'

export function reportsArea(counter: Counter): Pick<StoreApi, 'registerReport' | 'sealReport'> {
  const { session } = counter

  return {
    async registerReport({ commandId, msisdn, ...facts }) {
      const { productId, verification } = session.requireVerified(msisdn)
      requireCovered(verification, ['detailization'])
      const { id: clerk } = session.requireClerk()
      const body = { commandId, product: productId, msisdn, ...facts, clerk }
      const proof = { clerkToken: session.requireToken(), verificationToken: verification.token }
      const { number } = await counter.core().ask('registerReport', { body, ...proof, correlationId: commandId })
      return { number }
    },

    async sealReport({ number, fileSha256 }) {
      await counter.core().ask('sealReport', { id: number, body: { fileSha256 } })
    },
  }
}
