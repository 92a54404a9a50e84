import type { VerificationView } from '#domain/contract/views'
import type { VerificationAnswer } from '#domain/core/office'
import { AppError } from '#domain/errors'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { closeCustomer, type VisitSession } from '../session'

type Asked = Parameters<StoreApi['verify']>[0]

export function verifyArea(counter: Counter): Pick<StoreApi, 'verify'> {
  const { store, session, clock } = counter

  return {
    async verify(input) {
      const { id: actor } = session.requireClerk()
      const clerkToken = session.requireToken()
      const visit = session.visit(input.visitId)
      if (!visit || visit.own?.msisdn !== input.msisdn) throw new AppError('VISIT_UNKNOWN')
      const { commandId, visitId } = input
      const answer = await counter.core().ask('verify', { body: input, clerkToken, correlationId: commandId })
      const facts = { result: answer.result, ...(answer.verificationId && { verificationId: answer.verificationId }) }
      const audit = { actor, event: 'verified', subject: visitId, facts }
      await unitOfWork(store, { clock, audit }, () => Promise.resolve())
      accept(visit, answer, input)
      return verificationView(visit, answer)
    },
  }
}

/** A match opens the customer's data for this visit; any other result closes what an earlier one opened. */
function accept(visit: VisitSession, answer: VerificationAnswer, { person, organization }: Asked): void {
  closeCustomer(visit)
  if (answer.result !== 'matched' && answer.result !== 'documentChanged') return
  const { verificationId: id, token, expiresAt: until, individualId, products = [], covers } = answer
  if (!id || !token || !until || !individualId) throw new AppError('CORE_ANSWER_MALFORMED', { endpoint: 'verify' })
  for (const product of products) visit.products.set(product.msisdn, product.id)
  // A company's document is not in the register of people: the representative's goes nowhere.
  const renewed = answer.result === 'documentChanged' && !organization
  visit.verification = {
    ...{ id, token, until, individualId },
    ...(renewed && { renewedDocument: person.document }),
    ...(covers && { covers }),
  }
}

function verificationView(visit: VisitSession, answer: VerificationAnswer): VerificationView {
  const { result, mismatched, attemptsLeft, covers } = answer
  const { verification } = visit
  if (!verification) return { result, mismatched, attemptsLeft, numbers: [] }
  const numbers = [...visit.products.keys()]
  return { result, mismatched, attemptsLeft, numbers, until: verification.until, ...(covers && { covers }) }
}
