import { findPaidPaper, handOutPaper } from '#db/repositories/papers'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { requireCovered } from '../session'

export function reportsArea(
  counter: Counter,
): Pick<StoreApi, 'registerReport' | 'sealReport' | 'paidReport' | 'reportHandedOut'> {
  const { session, store, clock } = counter

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

    async paidReport({ msisdn, period }) {
      const { productId } = session.requireVerified(msisdn)
      const wanted = { productId, fromAt: period.from, toAt: period.to }
      return (await store.read((tx) => findPaidPaper(tx, wanted))) ?? null
    },

    async reportHandedOut({ orderId }) {
      const audit = { actor: session.requireClerk().id, event: 'paperHandedOut', subject: orderId }
      await unitOfWork(store, { clock, audit }, (tx) => handOutPaper(tx, orderId, clock.iso()))
    },
  }
}
