import type { ReportView } from '#domain/contract/views'
import type { UsageBounds } from '#domain/core/office'
import type { OrderFee } from '#domain/core/order'
import type { PaperLanguage, ReportForm } from '#domain/paper'
import { AppError } from '#domain/errors'
import type { Period } from '#domain/period'
import type { DetailizationHead } from '#reports/documents/detailization/model'
import type { ReportApi } from '#electron/link/report-api'
import type { StoreApi, StoreLocation, UtcPeriod } from '#electron/link/store-api'
import type { Log } from '../log'
import type { CustomerSession } from '../session'
import type { Timers } from '../timers'
import { placeOnce } from './lines'
import type { OrderWaiter } from './order-waiter'

/** One detailization from the key press to the sealed file. */
export interface DetailizationJob {
  reportId: string
  /** Command ids of the order and of the entry in the registry, made once: a repeated step meets its first answer. */
  orderId: string
  registryId: string
  customer: CustomerSession
  msisdn: string
  clerkName: string
  period: Period
  /** What is ordered and paid: whole days. */
  ordered: UtcPeriod
  /** What is fetched and printed: the same, but for today up to this moment, as later rows would change the sums meanwhile. */
  covered: UtcPeriod
  bounds: UsageBounds
  fee: OrderFee
  form: ReportForm
  language: PaperLanguage
  file: string
}

export interface DetailizationDeps {
  store: StoreApi
  reportHost: ReportApi
  location(): Promise<StoreLocation>
  orders: OrderWaiter
  timers: Timers
  log: Log
  /** All that the paper says and that neither the job nor the registry knows. */
  letterhead(): Promise<Pick<DetailizationHead, 'operator' | 'office' | 'timeZone' | 'training'>>
  now(): string
}

export type Progress = Pick<ReportView, 'phase' | 'done' | 'total'>

/**
 * Fetch, compare, order, register, write, seal. The fee is ordered only after the rows are here and right, so a failed or
 * cancelled fetch costs nothing.
 * @throws REPORT_CANCELLED by `signal`, REPORT_TOTALS_DIFFER, the order's error, and whatever store, core or writer answer
 */
export async function makeDetailization(
  deps: DetailizationDeps,
  job: DetailizationJob,
  signal: AbortSignal,
  progress: (now: Progress) => void,
): Promise<NonNullable<ReportView['result']>> {
  const { store, reportHost } = deps
  const { msisdn } = job
  const { visitId } = job.customer
  const { rows, totalTiyn, topUpsTiyn } = job.bounds
  const fetchId = job.reportId

  progress({ phase: 'fetching', done: 0, total: rows })
  await store.fetchUsage({ fetchId, visitId, msisdn, period: job.covered, rows })
  const stop = () => throwIfCancelled(signal)
  stop()
  const location = await deps.location()
  // Read before anything is paid: a paper that cannot name its customer or its rates is not made.
  const { name } = await store.customer({ msisdn })
  const head = {
    ...(await deps.letterhead()),
    vat: await store.vatRates({}),
    periodFrom: job.covered.from,
    periodTo: job.covered.to,
  }
  const { summary, rowsSha256 } = await reportHost.summarize({ location, fetchId, head })
  requireEqual(summary, job.bounds)
  stop()

  progress({ phase: 'ordering', done: rows, total: rows })
  await order(deps, job, signal)
  const { number } = await store.registerReport({
    commandId: job.registryId,
    msisdn,
    period: job.covered,
    rows,
    totalTiyn,
    topUpsTiyn,
    rowsSha256,
  })
  stop()

  progress({ phase: 'writing', done: 0, total: rows })
  const written = await reportHost.writeDetailization({
    location,
    fetchId,
    summary,
    file: job.file,
    head: {
      ...head,
      requestNumber: number,
      msisdn,
      subscriber: name,
      clerk: job.clerkName,
      printedAt: deps.now(),
      form: job.form,
      language: job.language,
    },
  })
  stop()
  await seal(deps, number, written.fileSha256)
  return { number, file: written.file, rows, pages: written.pages, totalTiyn, topUpsTiyn }
}

async function order(deps: DetailizationDeps, job: DetailizationJob, signal: AbortSignal): Promise<void> {
  const line = { operation: 'detailization', ...job.ordered, form: job.form, fee: job.fee } as const
  const wish = { commandId: job.orderId, customer: job.customer, msisdn: job.msisdn, lines: async () => [line] }
  const placed = await placeOnce(deps.store, wish)
  await deps.orders.done(placed.id, signal)
}

function requireEqual(found: Pick<UsageBounds, 'rows' | 'totalTiyn' | 'topUpsTiyn'>, expected: UsageBounds): void {
  for (const field of ['rows', 'totalTiyn', 'topUpsTiyn'] as const) {
    // Sums of a customer are personal: the field is named, the amounts are not.
    if (found[field] !== expected[field]) throw new AppError('REPORT_TOTALS_DIFFER', { field })
  }
}

const sealRetryMs = [0, 1_000, 4_000]

/** The paper is complete and paid without its hash in the registry: a line that is down now is no reason to withhold it. */
async function seal({ store, timers, log }: DetailizationDeps, number: string, fileSha256: string): Promise<void> {
  for (const wait of sealRetryMs) {
    if (wait > 0) await new Promise<void>((resolve) => void timers.after(wait, resolve))
    try {
      return await store.sealReport({ number, fileSha256 })
    } catch (error) {
      const code = error instanceof AppError ? error.code : 'INTERNAL'
      log.warn('report.seal', { code })
      if (!(error instanceof AppError) || !error.retryable) return
    }
  }
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('REPORT_CANCELLED')
}
