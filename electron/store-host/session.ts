import type { ClerkView, CustomerView, NumberView } from '#domain/contract/views'
import type { Names } from '#domain/core/common'
import type { IdentityDocument } from '#domain/core/office'
import type { Operation } from '#domain/core/order'
import { AppError } from '#domain/errors'

/** What lives as long as the clerk's session or the visit, in memory only. */

interface ClerkSession extends ClerkView {
  /** The core's; absent for a clerk who signed in without it. */
  token?: string
}

export interface Verification {
  id: string
  token: string
  /** By the core's clock. */
  until: string
  individualId: string
  /** Presented instead of the registered one; goes to the register with the next order. */
  renewedDocument?: IdentityDocument
  /** What a proxy may do; absent for the subscriber in person. */
  covers?: readonly Operation[]
}

/** What is known of a visit as it opens. */
export interface NewVisit {
  visitId: string
  /** That opened it: a repeat gets this visit. */
  commandId: string
  /** The number the visit began with; absent when it began with the document. */
  own?: { msisdn: string; productId: string }
  /** What was answered for that number. */
  view?: NumberView
}

export interface VisitSession extends NewVisit {
  /** The core's product of each number that the visit is about: after a match all that the core named. */
  products: Map<string, string>
  verification?: Verification
  /** By number. */
  customers: Map<string, CustomerView>
  /** By their ids, of every block that was seen: a lifted one is gone from its customer. */
  blockNames: Map<string, Names>
}

/** One number of a visit whose customer has been verified. */
export interface VerifiedVisit {
  visitId: string
  msisdn: string
  productId: string
  verification: Verification
  customers: VisitSession['customers']
  blockNames: VisitSession['blockNames']
}

export interface Session {
  readonly clerk: ClerkSession | undefined
  signIn(clerk: ClerkSession): void
  signOut(): void
  /** Throws NOT_SIGNED_IN. */
  requireClerk(): ClerkSession
  /** For the core. Throws NOT_SIGNED_IN, or CORE_UNREACHABLE when the clerk signed in without the core and it is still away. */
  requireToken(): string
  addVisit(visit: NewVisit): void
  visit(visitId: string): VisitSession | undefined
  openedBy(commandId: string): VisitSession | undefined
  /** Visits of one number: usually one. */
  visitsOf(msisdn: string): VisitSession[]
  dropVisit(visitId: string): void
  /** Throws NO_CUSTOMER_SESSION or VERIFICATION_EXPIRED. */
  requireVerified(msisdn: string, visitId?: string): VerifiedVisit
}

export interface SessionLine {
  coreIso(): string
  readonly state: { core: 'online' | 'offline' | 'unknown' }
}

export function createSession(line: SessionLine): Session {
  let clerk: ClerkSession | undefined
  const visits = new Map<string, VisitSession>()
  const visitsOf = (msisdn: string) => [...visits.values()].filter((visit) => visit.products.has(msisdn))

  function requireClerk(): ClerkSession {
    if (!clerk || clerk.until <= line.coreIso()) throw new AppError('NOT_SIGNED_IN')
    return clerk
  }

  return {
    get clerk() {
      return clerk
    },
    signIn: (next) => void (clerk = next),
    signOut() {
      clerk = undefined
      visits.clear()
    },
    requireClerk,
    requireToken() {
      const { token } = requireClerk()
      if (token !== undefined) return token
      throw new AppError(line.state.core === 'online' ? 'NOT_SIGNED_IN' : 'CORE_UNREACHABLE')
    },
    addVisit(visit) {
      const nothing = { customers: new Map(), blockNames: new Map() }
      visits.set(visit.visitId, { ...visit, products: productsOf(visit.own), ...nothing })
    },
    visit: (visitId) => visits.get(visitId),
    openedBy: (commandId) => [...visits.values()].find((visit) => visit.commandId === commandId),
    visitsOf,
    dropVisit: (visitId) => void visits.delete(visitId),
    requireVerified(msisdn, visitId) {
      const visit = visitsOf(msisdn).findLast(
        (one) => one.verification && (visitId === undefined || one.visitId === visitId),
      )
      const productId = visit?.products.get(msisdn)
      if (!visit?.verification || productId === undefined) throw new AppError('NO_CUSTOMER_SESSION')
      if (visit.verification.until <= line.coreIso()) throw new AppError('VERIFICATION_EXPIRED')
      const { verification, customers, blockNames } = visit
      return { visitId: visit.visitId, msisdn, productId, verification, customers, blockNames }
    },
  }
}

/** Closes what an earlier verification has opened. */
export function closeCustomer(visit: VisitSession): void {
  delete visit.verification
  visit.customers.clear()
  visit.blockNames.clear()
  visit.products = productsOf(visit.own)
}

function productsOf(own: VisitSession['own']): VisitSession['products'] {
  return new Map(own ? [[own.msisdn, own.productId]] : [])
}

/** Throws AUTHORITY_NOT_COVERING when who stands at the counter was not given this right. */
export function requireCovered({ covers }: Verification, operations: readonly Operation[]): void {
  const missing = covers && operations.find((operation) => !covers.includes(operation))
  if (missing !== undefined) throw new AppError('AUTHORITY_NOT_COVERING', { operation: missing })
}
