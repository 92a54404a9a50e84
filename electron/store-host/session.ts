import type { ClerkView, CustomerView } from '#domain/contract/views'
import type { IdentityDocument } from '#domain/core/office'
import { AppError } from '#domain/errors'

/** What lives as long as the clerk's session or the visit, in memory only. */

interface ClerkSession extends ClerkView {
  token: string
}

export interface Verification {
  id: string
  token: string
  /** By the core's clock. */
  until: string
  individualId: string
  /** Presented instead of the registered one; goes to the register with the next order. */
  renewedDocument?: IdentityDocument
}

export interface VisitSession {
  visitId: string
  msisdn: string
  productId: string
  verification?: Verification
  customer?: CustomerView
}

export type VerifiedVisit = VisitSession & { verification: Verification }

export interface Session {
  readonly clerk: ClerkSession | undefined
  signIn(clerk: ClerkSession): void
  signOut(): void
  /** Throws NOT_SIGNED_IN. */
  requireClerk(): ClerkSession
  addVisit(visit: VisitSession): void
  visit(visitId: string): VisitSession | undefined
  /** Visits of one number: usually one. */
  visitsOf(msisdn: string): VisitSession[]
  dropVisit(visitId: string): void
  /** Throws NO_CUSTOMER_SESSION or VERIFICATION_EXPIRED. */
  requireVerified(msisdn: string, visitId?: string): VerifiedVisit
}

export function createSession(coreIso: () => string): Session {
  let clerk: ClerkSession | undefined
  const visits = new Map<string, VisitSession>()
  const visitsOf = (msisdn: string) => [...visits.values()].filter((visit) => visit.msisdn === msisdn)

  return {
    get clerk() {
      return clerk
    },
    signIn: (next) => void (clerk = next),
    signOut() {
      clerk = undefined
      visits.clear()
    },
    requireClerk() {
      if (!clerk || clerk.until <= coreIso()) throw new AppError('NOT_SIGNED_IN')
      return clerk
    },
    addVisit: (visit) => void visits.set(visit.visitId, visit),
    visit: (visitId) => visits.get(visitId),
    visitsOf,
    dropVisit: (visitId) => void visits.delete(visitId),
    requireVerified(msisdn, visitId) {
      const visit = visitsOf(msisdn).findLast(
        (one) => one.verification && (visitId === undefined || one.visitId === visitId),
      )
      if (!visit?.verification) throw new AppError('NO_CUSTOMER_SESSION')
      if (visit.verification.until <= coreIso()) throw new AppError('VERIFICATION_EXPIRED')
      return visit as VerifiedVisit
    },
  }
}
