import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'

export function reportsArea(counter: Counter): Pick<StoreApi, 'registerReport' | 'sealReport'> {
  const { session } = counter

  return {
    async registerReport({ commandId, msisdn, ...facts }) {
      const { productId, verification } = session.requireVerified(msisdn)
      const { id: clerk, token: clerkToken } = session.requireClerk()
      const body = { commandId, product: productId, msisdn, ...facts, clerk }
      const proof = { clerkToken, verificationToken: verification.token }
      const { number } = await counter.core().ask('registerReport', { body, ...proof, correlationId: commandId })
      return { number }
    },

    async sealReport({ number, fileSha256 }) {
      await counter.core().ask('sealReport', { id: number, body: { fileSha256 } })
    },
  }
}
