import { defineStore } from 'pinia'
import type { NumberView, OrderView, ReportView, VerificationView } from '#domain/contract/views'
import { call } from './bridge'
import { correctionFor } from './correction'
import { emptyDrafts, emptyOperationDrafts } from './drafts'
import { visitState, type Operation } from './visitState'

export type VisitEnd = 'finished' | 'expired' | 'locked' | 'signedOut'

/** The one visit at this counter. `drop` forgets everything of the customer. */
export const useVisit = defineStore('visit', () => {
  const state = visitState()
  return { ...state, ...course(state), ...news(state) }
})

type State = ReturnType<typeof visitState>

/** Its course: begin, verify, choose a number, end. */
function course(state: State) {
  const { id, number, byPerson, verification, until, numbers, covers, customer } = state
  const { orders, reports, documents, drafts, correction, suggested } = state

  function open(view: NumberView): void {
    if (id.value !== view.visitId) drop()
    id.value = view.visitId
    number.value = view
    suggested.value = ''
  }

  /** A visit whose number is not known yet. */
  function openPerson(visitId: string): void {
    drop()
    id.value = visitId
    byPerson.value = true
    suggested.value = ''
  }

  function verify(view: VerificationView): void {
    verification.value = view
    if (view.until === undefined) return
    until.value = view.until
    numbers.value = view.numbers
    covers.value = view.covers
    // A person verified anew may have other numbers than before.
    if (number.value && !view.numbers.includes(number.value.msisdn) && byPerson.value) number.value = undefined
  }

  /** Turns to one of the numbers of the session; what was typed for another one goes. */
  function choose(msisdn: string): void {
    if (id.value === undefined || number.value?.msisdn === msisdn) return
    number.value = { visitId: id.value, msisdn, blocks: [] }
    customer.value = undefined
    Object.assign(drafts, emptyOperationDrafts())
  }

  /** The customer session is over, the visit is not: everything learnt by it goes, the number and the orders stay. */
  function endSession(): void {
    verification.value = undefined
    until.value = undefined
    numbers.value = []
    covers.value = undefined
    customer.value = undefined
    Object.assign(drafts, emptyDrafts())
  }

  function drop(): void {
    endSession()
    id.value = undefined
    number.value = undefined
    byPerson.value = false
    correction.value = undefined
    orders.value = []
    reports.value = []
    documents.value = []
  }

  function end(reason: VisitEnd): void {
    suggested.value = reason === 'expired' ? (number.value?.msisdn ?? '') : ''
    drop()
  }

  return { open, openPerson, verify, choose, endSession, drop, end }
}

/** What comes in during it, and what it allows. */
function news({ id, number, verified, until, covers, customer, orders, reports, correction }: State) {
  /** A proxy may do only what the authority names. */
  function mayDo(operation: Operation): boolean {
    return covers.value?.includes(operation) ?? true
  }

  /** Asks for the customer's facts anew; throws CallError. */
  async function refresh(): Promise<void> {
    const asked = number.value
    if (asked === undefined || !verified.value) return
    const view = await call('visit.customer', { msisdn: asked.msisdn })
    if (id.value !== asked.visitId || number.value?.msisdn !== asked.msisdn || !verified.value) return
    customer.value = view
    until.value = view.until
  }

  function takeOrder(order: OrderView): void {
    if (order.visitId !== id.value) return
    orders.value = newerFirst([order, ...orders.value.filter((each) => each.id !== order.id)])
  }

  function takeReport(report: ReportView): void {
    if (report.visitId !== id.value) return
    reports.value = [report, ...reports.value.filter((each) => each.id !== report.id)]
  }

  /** `{replaces}` for a new order with these operations when it takes the place of a refused one. */
  function replacing(operations: readonly Operation[]): { replaces?: string } {
    return correctionFor(correction.value, number.value?.msisdn, operations)
  }

  return { mayDo, refresh, takeOrder, takeReport, replacing }
}

function newerFirst(orders: OrderView[]): OrderView[] {
  return orders.sort((a, b) => (a.id < b.id ? 1 : -1))
}
