import type { ReportView } from '#domain/contract/views'
import type { ReportApi, ReportEvents } from '#electron/link/report-api'
import { OnDemandHost } from '../hosts/on-demand'
import type { HostProcess } from '../hosts/process'
import type { Log } from '../diagnostics/log'
import { makeOrderWaiter, type OrderWaiter } from '../services/order-waiter'
import { Reports } from '../services/reports'
import { makeSlips, type Slips } from '../services/slips'
import { VisitPapers } from '../services/visit-papers'
import type { Spool } from './spool'
import type { StoreLink } from '../store/store-link'
import type { Clock } from '#domain/clock'
import type { Timers } from '../timers'

export interface ReportingOptions {
  link: StoreLink
  fork(): HostProcess
  /** Stands on paper where the core has not named itself yet. */
  operator: string
  zone: string
  spool: Spool
  clock: Clock
  timers: Timers
  log: Log
  changed(view: ReportView): void
}

export interface Reporting {
  reports: Reports
  slips: Slips
  visitPapers: VisitPapers
  papers: Pick<ReportApi, 'checkPaper'>
  /** Times the report host died since the program started. */
  hostCrashes(): number
  orders: OrderWaiter
  stop(): void
}

const hostIdleMs = 120_000

/** Everything that makes a paper: its host, which runs only when needed, and the reports of the visit. */
export function makeReporting(o: ReportingOptions): Reporting {
  const { link, clock, timers, log } = o
  const { store } = link
  const orders = makeOrderWaiter((id) => store.order({ id }))
  const host = new OnDemandHost<ReportApi, ReportEvents>({
    name: 'report-host',
    fork: o.fork,
    log,
    timers,
    idleMs: hostIdleMs,
    listeners: { progress: ({ fetchId, rows }) => reports.progress(fetchId, 'writing', rows) },
  })
  const reports = new Reports({
    store,
    reportHost: host.api,
    location: link.location,
    orders,
    timers,
    log,
    clock,
    letterhead,
    now: () => clock.iso(),
    changed: o.changed,
    discard: (reportId) => o.spool.remove([reportId]),
  })
  link.host.on('usage', ({ fetchId, done }) => reports.progress(fetchId, 'fetching', done))
  link.host.on('order', (order) => orders.changed(order))

  async function letterhead() {
    const [info, status] = await Promise.all([store.info({}), store.status({})])
    return {
      operator: info.operator || o.operator,
      office: info.officeName ?? info.officeId ?? '',
      timeZone: o.zone,
      training: status.kind !== 'live',
    }
  }

  const desk = { reportHost: host.api, spool: o.spool, letterhead, now: () => clock.iso() }
  const slips = makeSlips(desk)
  const visitPapers = new VisitPapers({ ...desk, store, reports })
  const hostCrashes = () => host.crashes
  return { reports, slips, visitPapers, papers: host.api, orders, hostCrashes, stop: () => host.stop() }
}
