import { watch } from 'vue'
import { i18n } from '../i18n'
import { startScanner } from '../scanner/listener'
import { call, on, onProblem } from './bridge'
import { lookAfterStore } from './learn'
import { announce, showNote } from './notes'
import { orderOutcome } from './orders'
import { usePrints } from './prints'
import { useRequest } from './request'
import { router } from './router'
import { useSession } from './session'
import { useStatus } from './status'
import { useVisit, type VisitEnd } from './visit'

const t = i18n.global.t

/** Connects what the other processes say with the stores. Once, at start. */
export function startEvents(): void {
  startStatus()
  startOrders()
  on('app.startedAgain', () => showNote(t('errors.ALREADY_RUNNING'), 'ALREADY_RUNNING'))
  on('detail.changed', (report) => useVisit().takeReport(report))
  startPrints()
  on('visit.ended', ({ visitId, reason }) => {
    if (visitId === useVisit().id) leaveVisit(reason)
    else if (reason === 'locked') leaveVisit(reason)
  })
  onProblem(({ code }) => {
    if (code === 'NOT_SIGNED_IN' && useSession().clerk) leaveVisit('signedOut')
    if (code === 'HOST_RESTARTED') showNote(t('alerts.hostRestarted'), code)
    void lookAfterStore(code)
    if (code === 'NO_CUSTOMER_SESSION' || code === 'VERIFICATION_EXPIRED') endSession()
  })
  startScanner((kind) => showNote(t(`scan.unwanted.${kind}`)))
}

function startStatus(): void {
  const store = useStatus()
  on('app.statusChanged', (status) => (store.status = status))
  // Without an answer the bar says "unknown"; the first event mends it.
  call('app.status', {}).then(
    (status) => (store.status ??= status),
    () => undefined,
  )
  watch(
    () => store.status?.core,
    (core, before) => {
      if (before !== undefined && core !== undefined) announce(t(`status.${core}`))
    },
  )
}

function startOrders(): void {
  on('order.changed', (order) => {
    const visit = useVisit()
    useRequest().take(order)
    const before = visit.orders.find(({ id }) => id === order.id)
    visit.takeOrder(order)
    const outcome = orderOutcome(order)
    if (order.visitId !== visit.id || (before && orderOutcome(before) === outcome)) return
    announce(`${order.operations.map((name) => t(`operations.${name}`)).join(', ')}: ${t(`orderOutcomes.${outcome}`)}`)
    // What was done may have changed status, blocks, SIM and balance. A refusal is seen by the screen's next question.
    if (outcome === 'done' && order.msisdn === visit.number?.msisdn) visit.refresh().catch(() => undefined)
  })
}

/** Also of papers whose customer has gone: a print that failed then still has to be told. */
function startPrints(): void {
  on('print.changed', (job) => {
    const prints = usePrints()
    const isKnown = prints.jobs.some(({ id }) => id === job.id)
    prints.take(job)
    if (isKnown) announce(`${t(`print.states.${job.state}`)}: ${job.printer}`)
    const isOfVisit = useVisit().reports.some(({ id }) => id === job.paperId) || useRequest().slip === job.paperId
    if (job.state === 'failed' && !isOfVisit) showNote(t('print.failedLater', { printer: job.printer }))
  })
}

/** Leaves the customer's screens at once and forgets the customer. */
export function leaveVisit(reason: VisitEnd): void {
  const signedOut = reason === 'locked' || reason === 'signedOut'
  useVisit().end(reason)
  useRequest().forget()
  usePrints().forgetEnded()
  if (signedOut) useSession().clerk = undefined
  const note = reason === 'finished' ? undefined : t(`visit.ended.${reason}`)
  const target = signedOut ? 'signin' : 'find'
  void router.replace({ name: target }).then(() => {
    if (note !== undefined) showNote(note)
  })
}

function endSession(): void {
  const visit = useVisit()
  if (!visit.verified) return
  visit.endSession()
  void router.replace({ name: 'verify' }).then(() => showNote(t('visit.sessionOver')))
}
