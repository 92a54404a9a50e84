import type { Knex } from 'knex'
import type { PresentedPerson, VerificationResult, VerifiedField } from '#domain/core/office'
import type { AttemptRules } from './attempts'
import { MINUTE } from './clock'
import type { IndividualRow, RenewedDocumentRow } from './rows'

/** Of a number and of an IIN alike, at whichever counter. */
export const attemptRules: AttemptRules = { allowed: 3, lockMs: 30 * MINUTE }

export interface Verdict {
  result: Exclude<VerificationResult, 'locked'>
  mismatched: VerifiedField[]
}

export function passes(result: VerificationResult): result is 'matched' | 'documentChanged' {
  return result === 'matched' || result === 'documentChanged'
}

/**
 * Compares a presented document with the register, and with the state's register for a renewed card.
 * @param today local date at which the document must be valid
 */
export async function judge(tx: Knex, person: PresentedPerson, owner: IndividualRow, today: string): Promise<Verdict> {
  const renewed = await tx<RenewedDocumentRow>('renewed_documents').where({ individual_id: owner.id }).first()
  const mismatched = mismatches(person, owner, owner)
  const changed = renewed !== undefined && mismatches(person, owner, renewed).length === 0
  if (mismatched.length > 0 && !changed) return { result: 'mismatched', mismatched }
  return { result: standing(person, owner, changed, today), mismatched: [] }
}

/** Nothing about the owner (lost, deceased, expired) is told before the document and the IIN fit. */
function standing(person: PresentedPerson, owner: IndividualRow, changed: boolean, today: string): Verdict['result'] {
  if (owner.deceased) return 'ownerDeceased'
  if (owner.document_lost && !changed) return 'documentLost'
  if (person.document.validUntil < today) return 'documentExpired'
  if (owner.biometrics_needed) return 'biometricsNeeded'
  return changed ? 'documentChanged' : 'matched'
}

function mismatches(
  person: PresentedPerson,
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
