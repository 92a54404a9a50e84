import { computed, reactive, ref, shallowRef } from 'vue'
import type { CustomerView, NumberView, OrderView, ReportView, VerificationView } from '#domain/contract/views'
import type { Correction } from './correction'
import type { ShownPaper } from './papers'
import { emptyDrafts } from './drafts'

export type Operation = OrderView['operations'][number]

/** What is known of a number: of one chosen from a person's numbers only the number itself, until the customer view is here. */
export interface ShownNumber extends Pick<NumberView, 'visitId' | 'msisdn' | 'blocks'> {
  status?: NumberView['status']
}

/** What the counter knows of the running visit, and what follows from it. */
export function visitState() {
  const id = ref<string>()
  const number = shallowRef<ShownNumber>()
  /** The customer came without a number: the document is verified without one. */
  const byPerson = ref(false)
  const verification = shallowRef<VerificationView>()
  const until = ref<string>()
  /** The numbers that the customer session covers. */
  const numbers = ref<string[]>([])
  /** What a proxy may do; undefined for the subscriber in person. */
  const covers = shallowRef<readonly Operation[]>()
  const customer = shallowRef<CustomerView>()
  const orders = ref<OrderView[]>([])
  const reports = ref<ReportView[]>([])
  /** Papers made of the visit, newest first. */
  const documents = ref<ShownPaper[]>([])
  const drafts = reactive(emptyDrafts())
  /** The refused order that the next fitting one takes the place of. */
  const correction = shallowRef<Correction>()
  /** A number for the next search, as the clerk typed it. */
  const suggested = ref('')

  const verified = computed(() => until.value !== undefined)
  const status = computed(() => customer.value?.status ?? number.value?.status)
  const waiting = computed(() => orders.value.filter(isWaiting))
  const runningReport = computed(() => reports.value.find(isRunning))
  const ofNumber = <T extends { msisdn: string }>(items: T[]): T[] =>
    items.filter(({ msisdn }) => msisdn === number.value?.msisdn)
  const ownOrders = computed(() => ofNumber(orders.value))
  const ownReports = computed(() => ofNumber(reports.value))

  const known = { id, number, byPerson, verification, until, numbers, covers, customer }
  const typed = { orders, reports, documents, drafts, correction, suggested }
  const derived = { verified, status, waiting, runningReport, ownOrders, ownReports }
  return { ...known, ...typed, ...derived }
}

/** Not yet answered for good by the core. */
export function isWaiting(order: OrderView): boolean {
  return order.state === 'pending' || order.state === 'sending' || order.state === 'sent'
}

export function isRunning(report: ReportView): boolean {
  const running: readonly ReportView['phase'][] = ['ordering', 'fetching', 'writing', 'sealing']
  return running.includes(report.phase)
}
