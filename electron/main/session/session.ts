import type { Clock } from '#domain/clock'
import type { ClerkView } from '#domain/contract/views'
import type { Operation } from '#domain/core/order'
import { AppError } from '#domain/errors'
import { atTime, type Cancel, type Timers } from '../timers'

export interface Visit {
  visitId: string
  /** Absent when the visit begins with the document of a customer who does not know the number. */
  msisdn?: string
}

/** The document has been verified: for this visit, these numbers and the clerk who did it. `until` is UTC. */
export interface CustomerSession {
  visitId: string
  /** One number, or all of a person found by document. */
  numbers: readonly string[]
  /** What a proxy may do; absent for the subscriber in person. */
  covers?: readonly Operation[]
  clerkId: string
  until: string
}

export type EndReason = 'finished' | 'expired' | 'locked'

/** What has to happen around the keeper's own state, which is already over when these are called. */
export interface SessionHooks {
  visitEnded(visit: Visit, reason: EndReason): Promise<void>
  /** At once: nothing of the clerk's work stays on the screen. */
  clearScreen(): void
  /** After the visit has ended. */
  signedOut(): Promise<void>
}

const nothing: Cancel = () => undefined

/** Knows who is signed in, which visit is open and which numbers are verified until when. One of each at most. */
export class SessionKeeper {
  readonly #clock: Clock
  readonly #timers: Timers
  readonly #hooks: SessionHooks
  #clerk: ClerkView | undefined
  #visit: Visit | undefined
  #customer: CustomerSession | undefined
  #interrupted = false
  #hasBegun = false
  #stopClerkTimer = nothing
  #stopCustomerTimer = nothing

  constructor(o: { clock: Clock; timers: Timers; hooks: SessionHooks }) {
    this.#clock = o.clock
    this.#timers = o.timers
    this.#hooks = o.hooks
  }

  clerk(): ClerkView | undefined {
    return this.#clerk !== undefined && this.#isAhead(this.#clerk.until) ? this.#clerk : undefined
  }

  visit(): Visit | undefined {
    return this.#visit
  }

  customer(): CustomerSession | undefined {
    return this.#customer !== undefined && this.#isAhead(this.#customer.until) ? this.#customer : undefined
  }

  /** Whether the last clerk was signed out by a restart of a part of the program. */
  get interrupted(): boolean {
    return this.#interrupted
  }

  /** Whether anybody has signed in since the program started. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  /** What the core gave this session is gone with the process that held it. */
  async interrupt(): Promise<void> {
    this.#interrupted = this.#clerk !== undefined
    await this.signOut('expired')
  }

  signIn(clerk: ClerkView): void {
    this.#interrupted = false
    this.#hasBegun = true
    this.#stopClerkTimer()
    this.#clerk = clerk
    this.#stopClerkTimer = atTime(clerk.until, this.#clock, this.#timers, () => void this.signOut('expired'))
  }

  /** For a clerk who was signed in when the visit was asked for and may not be any more. @throws NOT_SIGNED_IN */
  openVisit(visit: Visit, clerkId: string): void {
    this.#requireClerk(clerkId)
    this.#visit = visit
  }

  /** @throws NOT_SIGNED_IN, VISIT_UNKNOWN when the visit ended while the document was being compared. */
  beginCustomer(session: CustomerSession): void {
    this.#requireClerk(session.clerkId)
    const { msisdn } = this.requireVisit(session.visitId)
    if (msisdn !== undefined && !session.numbers.includes(msisdn)) throw new AppError('VISIT_UNKNOWN')
    this.#stopCustomerTimer()
    this.#customer = session
    this.#stopCustomerTimer = atTime(session.until, this.#clock, this.#timers, () => void this.endVisit('expired'))
  }

  /** @throws VISIT_UNKNOWN unless this is the open visit (and its number, where both name one). */
  requireVisit(visitId: string, msisdn?: string): Visit {
    const visit = this.#visit
    if (visit?.visitId !== visitId) throw new AppError('VISIT_UNKNOWN')
    if (msisdn !== undefined && visit.msisdn !== undefined && visit.msisdn !== msisdn)
      throw new AppError('VISIT_UNKNOWN')
    return visit
  }

  async endVisit(reason: EndReason): Promise<void> {
    const visit = this.#visit
    this.#stopCustomerTimer()
    this.#stopCustomerTimer = nothing
    this.#visit = undefined
    this.#customer = undefined
    if (visit !== undefined) await this.#hooks.visitEnded(visit, reason)
  }

  /** Also the lock: the customer session ends, the clerk is signed out, the screen is cleared. */
  async signOut(reason: EndReason): Promise<void> {
    if (this.#clerk === undefined) return
    this.#stopClerkTimer()
    this.#stopClerkTimer = nothing
    this.#clerk = undefined
    const ended = this.endVisit(reason)
    this.#hooks.clearScreen()
    await ended
    await this.#hooks.signedOut()
  }

  #requireClerk(clerkId: string): void {
    if (this.clerk()?.id !== clerkId) throw new AppError('NOT_SIGNED_IN')
  }

  #isAhead(utc: string): boolean {
    return Date.parse(utc) > this.#clock.now()
  }
}
