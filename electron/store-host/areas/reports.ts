import { appendAudit } from '#db/audit'
import { AppError } from '#domain/errors'
import { findPaidPaper, handOutPaper } from '#db/repositories/papers'
import { findPaperTrust } from '#db/repositories/signing'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { codeOf, ensureSigner, learnTrust, registryAnswer } from '../papers'
import { requireCovered } from '../session'
import { requireReconciled } from './placing'

type SigningCalls = 'prepareSigning' | 'paperTrust' | 'findReport'
type ReportCalls = 'registerReport' | 'sealReport' | 'paidReport' | 'reportHandedOut' | 'journalPrint'

export function reportsArea(counter: Counter): Pick<StoreApi, SigningCalls | ReportCalls> {
  const { session, store, clock } = counter

  return {
    prepareSigning: () => ensureSigner(counter),

    async registerReport({ commandId, msisdn, ...facts }) {
      const { productId, verification } = session.requireVerified(msisdn)
      requireCovered(verification, ['detailization'])
      const { id: clerk } = session.requireClerk()
      const body = { commandId, product: productId, msisdn, ...facts, clerk }
      const proof = { clerkToken: session.requireToken(), verificationToken: verification.token }
      const [about, answer] = await Promise.all([
        // The core may have changed its key since it was last asked.
        counter.core().ask('about', {}),
        counter.core().ask('registerReport', { body, ...proof, correlationId: commandId }),
      ])
      await learnTrust(store, about)
      const { number, signature, createdAt: registeredAt } = answer
      const { period, ...sums } = facts
      return {
        number,
        code: codeOf({ number, msisdn, ...period, ...sums, registeredAt }, signature, about.reportPublicKey),
      }
    },

    async journalPrint({ jobId, clerkId, event, facts }) {
      const entry = { actor: clerkId, event, subject: jobId, facts }
      await store.write((tx) => appendAudit(tx, clock.iso(), entry))
    },

    async sealReport({ number, fileSha256 }) {
      await counter.core().ask('sealReport', { id: number, body: { fileSha256 } })
    },

    async paidReport({ msisdn, period }) {
      const { productId } = session.requireVerified(msisdn)
      requireReconciled(counter, [{ operation: 'detailization' }])
      const wanted = { productId, fromAt: period.from, toAt: period.to }
      return (await store.read((tx) => findPaidPaper(tx, wanted))) ?? null
    },

    async reportHandedOut({ orderId, clerkId }) {
      const audit = { actor: clerkId, event: 'paperHandedOut', subject: orderId }
      await unitOfWork(store, { clock, audit }, (tx) => handOutPaper(tx, orderId, clock.iso()))
    },

    paperTrust: () => store.read(findPaperTrust),

    async findReport({ number }) {
      try {
        const proof = { clerkToken: session.requireToken() }
        return registryAnswer(await counter.core().ask('report', { id: number, ...proof }))
      } catch (error) {
        if (error instanceof AppError && error.code === 'REPORT_UNKNOWN') return null
        throw error
      }
    },
  }
}
