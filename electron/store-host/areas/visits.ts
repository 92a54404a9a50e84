import { numberView, type NumberView, type VerificationView } from '#domain/contract/views'
import type { VerificationAnswer } from '#domain/core/office'
import { readMaskedProduct, type Product } from '#domain/core/resources'
import { AppError } from '#domain/errors'
import type { WriteTx } from '#db/connection'
import { findCommandResult, purgeCommandResults, saveCommandResult } from '#db/repositories/commands'
import { purgeUsage } from '#db/repositories/usage'
import { addVisit, closeVisit, findVisit, listOpenVisits, type EndReason } from '#db/repositories/visits'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import { readAnswer } from '../core/readAnswer'
import type { Counter } from '../counter'
import type { VisitSession } from '../session'
import type { UsageFetches } from './usage'

export function visitsArea(
  counter: Counter,
  fetches: UsageFetches,
): Pick<StoreApi, 'openVisit' | 'verify' | 'endVisit'> {
  const { store, session, clock } = counter

  return {
    async openVisit({ commandId, clerkId, msisdn }) {
      const { token } = session.requireClerk()
      const first = await store.read((tx) => findCommandResult(tx, commandId))
      if (first) return numberView.parse(first.answer)
      const query = { productSerialNumber: msisdn, fields: 'id,status,productCharacteristic' as const }
      const [found] = await counter
        .core()
        .ask('productByNumber', { query, clerkToken: token, correlationId: commandId })
      if (!found) throw new AppError('NUMBER_UNKNOWN')
      const { id: productId, status, blocks } = readAnswer('productByNumber', () => readMaskedProduct(found))
      const view: NumberView = { visitId: counter.ids.uuid(), msisdn, status: statusOf(status), blocks }
      const { visitId } = view
      const at = clock.iso()
      const audit = { actor: clerkId, event: 'visitOpened', subject: visitId, facts: { productId } }
      await unitOfWork(store, { clock, audit }, async (tx) => {
        await addVisit(tx, { id: visitId, clerkId, msisdn, productId, openedAt: at })
        await saveCommandResult(tx, { commandId, name: 'openVisit', visitId, answer: view, at })
      })
      session.addVisit({ visitId, msisdn, productId })
      return view
    },

    async verify({ commandId, visitId, msisdn, document, iin, method }) {
      const { id: actor, token } = session.requireClerk()
      const visit = session.visit(visitId)
      if (visit?.msisdn !== msisdn) throw new AppError('VISIT_UNKNOWN')
      const body = { commandId, visitId, msisdn, person: { document, iin, method } }
      const answer = await counter.core().ask('verify', { body, clerkToken: token, correlationId: commandId })
      const facts = { result: answer.result, ...(answer.verificationId && { verificationId: answer.verificationId }) }
      const audit = { actor, event: 'verified', subject: visitId, facts }
      await unitOfWork(store, { clock, audit }, () => Promise.resolve())
      accept(visit, answer, document)
      return verificationView(answer)
    },

    async endVisit({ visitId, reason }) {
      session.dropVisit(visitId)
      await fetches.abandon(visitId)
      const visit = await store.read((tx) => findVisit(tx, visitId))
      if (!visit || visit.endedAt !== null) return
      await endVisit(counter, visitId, reason, visit.clerkId)
    },
  }
}

/** Visits that a crash left open end now, and what is older than a day goes in any case. */
export async function purgeLeftovers(counter: Pick<Counter, 'store' | 'clock'>): Promise<void> {
  const { store, clock } = counter
  for (const visit of await store.read(listOpenVisits)) await endVisit(counter, visit.id, 'expired', 'counter')
  const before = new Date(clock.now() - 24 * 3600 * 1000).toISOString()
  await store.write(async (tx) => {
    await purgeUsage(tx, { before })
    await purgeCommandResults(tx, { before })
  })
}

async function endVisit(
  counter: Pick<Counter, 'store' | 'clock'>,
  visitId: string,
  reason: EndReason,
  actor: string,
): Promise<void> {
  const { store, clock } = counter
  const audit = { actor, event: 'visitEnded', subject: visitId, facts: { reason } }
  await unitOfWork(store, { clock, audit }, (tx) => purgeVisit(tx, visitId, reason, clock.iso()))
}

async function purgeVisit(tx: WriteTx, visitId: string, reason: EndReason, at: string): Promise<void> {
  await purgeUsage(tx, { visitId })
  await purgeCommandResults(tx, { visitId })
  await closeVisit(tx, visitId, reason, at)
}

/** A match opens the customer's data for this visit; any other result closes what an earlier one opened. */
function accept(
  visit: VisitSession,
  answer: VerificationAnswer,
  document: Parameters<StoreApi['verify']>[0]['document'],
): void {
  delete visit.verification
  delete visit.customer
  if (answer.result !== 'matched' && answer.result !== 'documentChanged') return
  const { verificationId: id, token, expiresAt: until, individualId, products } = answer
  if (!id || !token || !until || !individualId) throw new AppError('CORE_ANSWER_MALFORMED', { endpoint: 'verify' })
  visit.productId = products?.find((product) => product.msisdn === visit.msisdn)?.id ?? visit.productId
  const renewed = answer.result === 'documentChanged'
  visit.verification = { id, token, until, individualId, ...(renewed && { renewedDocument: document }) }
}

function verificationView({ result, mismatched, attemptsLeft, expiresAt }: VerificationAnswer): VerificationView {
  return { result, mismatched, attemptsLeft, ...(expiresAt && { until: expiresAt }) }
}

export function statusOf(state: Product['status']): NumberView['status'] {
  if (state === 'active') return 'active'
  return state === 'suspended' ? 'blocked' : 'inactive'
}
