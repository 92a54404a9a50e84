import type { VerificationAnswer, VerificationResult, VerifiedField } from '#domain/core/office'
import type { BodyOf } from '#domain/core/endpoints'
import { attemptsOf, clearAttempts, countWrong, type AttemptRules } from '../attempts'
import { isoAt, MINUTE } from '../clock'
import { once } from '../commands'
import { newId, type Context, type Handler } from '../context'
import { localDateAt } from '../localTime'
import { CoreProblem } from '../problem'
import { issueToken } from '../proof'
import type { IndividualRow, ProductRow, RenewedDocumentRow, VerificationRow } from '../rows'

const rules: AttemptRules = { allowed: 3, lockMs: 30 * MINUTE }
const tokenMs = 10 * MINUTE
type Person = BodyOf<'verify'>['person']

export const verify: Handler<'verify'> = (context) => once(context, context.body, () => compare(context))

async function compare(context: Context<'verify'>): Promise<VerificationAnswer> {
  const { tx, now, body, effect } = context
  const product = await tx<ProductRow>('products').where({ msisdn: body.msisdn }).first()
  const owner = product && (await tx<IndividualRow>('individuals').where({ id: product.individual_id }).first())
  if (!owner) throw new CoreProblem(404, 'NUMBER_UNKNOWN')
  const subject = `verification:${body.msisdn}`
  const before = await attemptsOf(tx, subject, rules, now)
  if (before.lockedUntil !== undefined) return refused('locked', 0)
  const renewed = await tx<RenewedDocumentRow>('renewed_documents').where({ individual_id: owner.id }).first()
  const { result, mismatched } = judge(body.person, owner, renewed, localDateAt(now))
  effect({ kind: 'verificationAttempt', commandId: body.commandId, id: product.id, result })
  if (result === 'mismatched') {
    const after = await countWrong(tx, subject, rules, now)
    return refused(after.lockedUntil === undefined ? 'mismatched' : 'locked', after.attemptsLeft, mismatched)
  }
  if (result !== 'matched' && result !== 'documentChanged') return refused(result, before.attemptsLeft)
  await clearAttempts(tx, subject)
  return grant(context, result, owner, product)
}

function refused(
  result: VerificationResult,
  attemptsLeft: number,
  mismatched: VerifiedField[] = [],
): VerificationAnswer {
  return { result, mismatched, attemptsLeft }
}

interface Verdict {
  result: VerificationResult
  mismatched: VerifiedField[]
}

/** Nothing about the owner (lost, deceased, expired) is told before the document and the IIN fit. */
function judge(person: Person, owner: IndividualRow, renewed: RenewedDocumentRow | undefined, today: string): Verdict {
  const mismatched = mismatches(person, owner, owner)
  const changed = renewed !== undefined && mismatches(person, owner, renewed).length === 0
  if (mismatched.length > 0 && !changed) return { result: 'mismatched', mismatched }
  return { result: standing(person, owner, changed, today), mismatched: [] }
}

function standing(person: Person, owner: IndividualRow, changed: boolean, today: string): VerificationResult {
  if (owner.deceased) return 'ownerDeceased'
  if (owner.document_lost && !changed) return 'documentLost'
  if (person.document.validUntil < today) return 'documentExpired'
  if (owner.biometrics_needed) return 'biometricsNeeded'
  return changed ? 'documentChanged' : 'matched'
}

function mismatches(
  person: Person,
  owner: IndividualRow,
  document: Pick<IndividualRow, 'document_type' | 'document_number' | 'valid_until'>,
): VerifiedField[] {
  const pairs: [VerifiedField, string, string][] = [
    ['documentType', person.document.type, document.document_type],
    ['documentNumber', person.document.number, document.document_number],
    ['validUntil', person.document.validUntil, document.valid_until],
    ['iin', person.iin, owner.iin],
  ]
  return pairs.filter(([, presented, known]) => presented !== known).map(([field]) => field)
}

async function grant(
  context: Context<'verify'>,
  result: VerificationRow['result'],
  owner: IndividualRow,
  product: ProductRow,
): Promise<VerificationAnswer> {
  const { core, tx, now, body } = context
  const id = newId(core, 'ver')
  await tx<VerificationRow>('verifications').insert({
    id,
    individual_id: owner.id,
    product_id: product.id,
    clerk_id: context.clerk().id,
    result,
    document: JSON.stringify(body.person.document),
    created_at: isoAt(now),
  })
  const token = { kind: 'customer' as const, subject: id, device_id: context.device().id }
  return {
    result,
    mismatched: [],
    attemptsLeft: rules.allowed,
    verificationId: id,
    token: await issueToken(core, tx, token, now + tokenMs),
    expiresAt: isoAt(now + tokenMs),
    individualId: owner.id,
    products: [{ id: product.id, msisdn: product.msisdn }],
  }
}
