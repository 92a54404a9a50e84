import type { Knex } from 'knex'
import type { PresentedPerson, VerificationResult } from '#domain/core/office'
import { orderProof, readOrderLines } from '#domain/core/order'
import { attemptsOf, clearAttempts, countWrong } from '../attempts'
import { attemptRules, judge, passes } from '../identity'
import { localDateAt } from '../localTime'
import { CoreProblem } from '../problem'
import { rolesOf } from '../roles'
import type { ClerkRow, IndividualRow, OrderRow, ProductRow } from '../rows'
import { blocksToLift } from './blocks'
import { clerkOf, orderBody } from './rows'

export function evidenceOf(order: OrderRow): PresentedPerson | undefined {
  const proof = orderProof(orderBody(order))
  return proof && 'evidence' in proof ? proof.evidence : undefined
}

const codes: Record<Exclude<VerificationResult, 'matched' | 'documentChanged'>, string> = {
  mismatched: 'IDENTITY_MISMATCH',
  locked: 'IDENTITY_MISMATCH',
  documentExpired: 'DOCUMENT_EXPIRED',
  documentLost: 'DOCUMENT_LOST',
  ownerDeceased: 'OWNER_DECEASED',
  biometricsNeeded: 'BIOMETRICS_NEEDED',
}

/**
 * Why an order filed without the core must be rejected; undefined where it may go on. The document must have been valid
 * when it was shown. A wrong one costs an attempt as at the counter, else orders would be a way to try without end.
 */
export async function evidenceProblem(tx: Knex, order: OrderRow, now: number): Promise<string | undefined> {
  const evidence = evidenceOf(order)
  if (!evidence) return undefined
  const product = await tx<ProductRow>('products').where({ id: order.product_id }).first()
  if (!product) return 'NUMBER_UNKNOWN'
  const result = await compare(tx, product, evidence, { now, shownAt: shownAt(order, now) })
  if (!passes(result)) return codes[result]
  return blockProblem(tx, order)
}

function shownAt(order: OrderRow, now: number): number {
  return Math.min(Date.parse(orderBody(order).requestedStartDate), now)
}

async function compare(
  tx: Knex,
  product: ProductRow,
  evidence: PresentedPerson,
  { now, shownAt }: { now: number; shownAt: number },
): Promise<VerificationResult> {
  const subject = `verification:${product.msisdn}`
  if ((await attemptsOf(tx, subject, attemptRules, now)).lockedUntil !== undefined) return 'locked'
  const owner = await tx<IndividualRow>('individuals').where({ id: product.individual_id }).first()
  // A company's number asks for its letter, which evidence has no room for.
  const person = product.organization_id === null ? owner : undefined
  const { result } = person
    ? await judge(tx, evidence, person, localDateAt(shownAt))
    : { result: 'mismatched' as const }
  if (result === 'mismatched') await countWrong(tx, subject, attemptRules, now)
  else if (passes(result)) await clearAttempts(tx, subject)
  return result
}

async function blockProblem(tx: Knex, order: OrderRow): Promise<string | undefined> {
  const clerk = await tx<ClerkRow>('clerks')
    .where({ id: clerkOf(orderBody(order)) })
    .first()
  const roles = clerk ? rolesOf(clerk) : []
  try {
    for (const line of readOrderLines(orderBody(order))) {
      if (line.operation !== 'unblock') return 'VERIFICATION_EXPIRED'
      await blocksToLift(tx, { productId: order.product_id, line, roles, renewsSim: false })
    }
  } catch (error) {
    if (error instanceof CoreProblem) return error.code
    throw error
  }
  return undefined
}
