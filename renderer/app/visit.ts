import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef } from 'vue'
import type { CustomerView, NumberView, OrderView, ReportView, VerificationView } from '#domain/contract/views'
import { call } from './bridge'
import { emptyDrafts } from './drafts'

export type VisitEnd = 'finished' | 'expired' | 'locked'

/** The one visit at this counter. `drop` forgets everything of the customer. */
export const useVisit = defineStore('visit', () => {
  const number = shallowRef<NumberView>()
  const verification = shallowRef<VerificationView>()
  const until = ref<string>()
  const customer = shallowRef<CustomerView>()
  const orders = ref<OrderView[]>([])
  const reports = ref<ReportView[]>([])
  const drafts = reactive(emptyDrafts())
  /** Why the last visit ended, for one sentence on the next screen. The number is what the clerk typed, for going on. */
  const ended = shallowRef<{ reason: VisitEnd; msisdn: string }>()

  const verified = computed(() => until.value !== undefined)
  const status = computed(() => customer.value?.status ?? number.value?.status)
  const waiting = computed(() => orders.value.filter(isWaiting))
  const runningReport = computed(() => reports.value.find(isRunning))

  function open(view: NumberView): void {
    if (number.value?.visitId !== view.visitId) drop()
    number.value = view
    ended.value = undefined
  }

  function verify(view: VerificationView): void {
    verification.value = view
    if (view.until !== undefined) until.value = view.until
  }

  /** Asks for the customer's facts anew; throws CallError. */
  async function refresh(): Promise<void> {
    const visit = number.value
    if (visit === undefined || !verified.value) return
    const view = await call('visit.customer', { msisdn: visit.msisdn })
    if (number.value?.visitId !== visit.visitId || !verified.value) return
    customer.value = view
    until.value = view.until
  }

  function takeOrder(order: OrderView): void {
    if (order.visitId !== number.value?.visitId) return
    orders.value = newerFirst([order, ...orders.value.filter(({ id }) => id !== order.id)])
  }

  function takeReport(report: ReportView): void {
    if (report.visitId !== number.value?.visitId) return
    reports.value = [report, ...reports.value.filter(({ id }) => id !== report.id)]
  }

  /** The customer session is over, the visit is not: everything learnt by it goes, the number and the orders stay. */
  function endSession(): void {
    verification.value = undefined
    until.value = undefined
    customer.value = undefined
    Object.assign(drafts, emptyDrafts())
  }

  function drop(): void {
    endSession()
    number.value = undefined
    orders.value = []
    reports.value = []
  }

  function end(reason: VisitEnd): void {
    ended.value = { reason, msisdn: reason === 'expired' ? (number.value?.msisdn ?? '') : '' }
    drop()
  }

  const state = { number, verification, until, customer, orders, reports, drafts, ended }
  const derived = { verified, status, waiting, runningReport }
  return { ...state, ...derived, open, verify, refresh, takeOrder, takeReport, endSession, drop, end }
})

function newerFirst(orders: OrderView[]): OrderView[] {
  return orders.sort((a, b) => (a.id < b.id ? 1 : -1))
}

/** Not yet answered for good by the core. */
export function isWaiting(order: OrderView): boolean {
  return order.state === 'pending' || order.state === 'sending' || order.state === 'sent'
}

export function isRunning(report: ReportView): boolean {
  return report.phase === 'ordering' || report.phase === 'fetching' || report.phase === 'writing'
}
