import type { ReportView } from '#domain/contract/views'
import type { UsageBounds } from '#domain/core/office'
import type { OrderFee } from '#domain/core/order'
import type { PaperLanguage, ReportForm } from '#domain/paper'
import { AppError } from '#domain/errors'
import type { Period } from '#domain/period'
import type { UtcPeriod } from '#electron/link/store-api'
import type { PaperResult } from '#reports/kit/paper'
import type { Log } from '../diagnostics/log'
import type { CustomerSession } from '../session/session'
import type { Timers } from '../timers'
import { gather, type Gathered, type GatherDeps } from './gather'
import { placeOnce } from './lines'
import type { OrderWaiter } from './order-waiter'

/** One detailization from the key press to the sealed file. */
export interface DetailizationJob {
  reportId: string
  /** Command ids of the order and of the entry in the registry, made once: a repeated step meets its first answer. */
  orderId: string
  registryId: string
  fetchId: string
  /** What is being gathered under that id since the price was looked at. */
  ahead?: Promise<Gathered>
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

export interface DetailizationDeps extends GatherDeps {
  orders: OrderWaiter
  timers: Timers
  log: Log
  now(): string
}

export type Progress = Pick<ReportView, 'phase' | 'done' | 'total'>

/**
 * Fetch, compare, order, register, write, seal. The fee is ordered only after the rows are here and right and this counter
 * can sign, so a failed or cancelled fetch costs nothing. The paper is drawn while the core takes the order, and released
 * when that is done and the registry has the hash of the file, not before.
 * @throws REPORT_CANCELLED by `signal`, REPORT_TOTALS_DIFFER, the order's error, and whatever store, core or writer answer
 */
export async function makeDetailization(
  deps: DetailizationDeps,
  job: DetailizationJob,
  signal: AbortSignal,
  progress: (now: Progress) => void,
): Promise<NonNullable<ReportView['result']>> {
  const { rows, totalTiyn, topUpsTiyn } = job.bounds

  progress({ phase: 'fetching', done: 0, total: rows })
  const contents = await gathered(deps, job, signal)
  throwIfCancelled(signal)
  await deps.store.prepareSigning({})
  throwIfCancelled(signal)

  progress({ phase: 'ordering', done: rows, total: rows })
  const early = drawEarly(deps, job, contents, signal)
  try {
    await order(deps, job, signal)
  } catch (error) {
    await early.callOff()
    throw error
  }
  progress({ phase: 'writing', done: 0, total: rows })
  const { number, file, pages, fileSha256 } = await early.finish()
  throwIfCancelled(signal)

  progress({ phase: 'sealing', done: rows, total: rows })
  await seal(deps, { number, fileSha256 }, signal)
  return { number, file, pages, rows, totalTiyn, topUpsTiyn }
}

type Drawn = Pick<PaperResult, 'file' | 'pages'> & { number: string; fileSha256: string }

interface Drawing {
  /** Ends the writing and resolves when nothing is written any more. */
  callOff(): Promise<void>
  /** What went wrong before the order was done is tried again, and told if it goes wrong again. */
  finish(): Promise<Drawn>
}

function drawEarly(deps: DetailizationDeps, job: DetailizationJob, contents: Gathered, signal: AbortSignal): Drawing {
  const off = new AbortController()
  const early = draw(deps, job, contents, AbortSignal.any([signal, off.signal]))
  let hasFailed = false
  early.catch((error: unknown) => {
    hasFailed = true
    deps.log.warn('report.early', { report: job.reportId, code: error instanceof AppError ? error.code : 'INTERNAL' })
  })
  return {
    async callOff() {
      off.abort()
      // Nothing is written then, and the report host would be started for nothing.
      if (hasFailed) return
      await Promise.allSettled([deps.reportHost.cancel({ fetchId: job.fetchId }), early])
    },
    finish: () => (hasFailed ? draw(deps, job, contents, signal) : early),
  }
}

/** @throws REPORT_CANCELLED by `signal` before the writing begins; the writing itself is ended by the report host. */
async function draw(
  { store, reportHost, now }: DetailizationDeps,
  job: DetailizationJob,
  { location, head, subscriber, summary, rowsSha256 }: Gathered,
  signal: AbortSignal,
): Promise<Drawn> {
  const { registryId, msisdn, covered, bounds, fetchId, file, clerkName, form, language } = job
  const { rows, totalTiyn, topUpsTiyn } = bounds
  const { number, code } = await store.registerReport({
    commandId: registryId,
    msisdn,
    period: covered,
    rows,
    totalTiyn,
    topUpsTiyn,
    rowsSha256,
  })
  throwIfCancelled(signal)
  const wish = { requestNumber: number, msisdn, subscriber, clerk: clerkName, printedAt: now(), form, language }
  const written = await reportHost.writeDetailization({
    location,
    fetchId,
    summary,
    file,
    code,
    head: { ...head, ...wish },
  })
  return { ...written, number }
}

/** What went wrong ahead of the order is tried again, and told if it goes wrong again. */
async function gathered(deps: DetailizationDeps, job: DetailizationJob, signal: AbortSignal): Promise<Gathered> {
  const ahead = await job.ahead?.catch(() => undefined)
  throwIfCancelled(signal)
  return ahead ?? (await gather(deps, { ...job, visitId: job.customer.visitId }))
}

async function order(deps: DetailizationDeps, job: DetailizationJob, signal: AbortSignal): Promise<void> {
  const line = { operation: 'detailization', ...job.ordered, form: job.form, fee: job.fee } as const
  const wish = { commandId: job.orderId, customer: job.customer, msisdn: job.msisdn, lines: async () => [line] }
  const placed = await placeOnce(deps.store, wish)
  await deps.orders.done(placed.id, signal)
}

const longestPauseMs = 15_000

/**
 * Until the core has the hash: while the line is down the paper waits, paid once, and goes out when it is back.
 * @throws REPORT_CANCELLED, and what the core refuses for good
 */
async function seal(
  { store, timers, log }: DetailizationDeps,
  paper: { number: string; fileSha256: string },
  signal: AbortSignal,
): Promise<void> {
  for (let pauseMs = 1_000; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await store.sealReport(paper)
    } catch (error) {
      if (!(error instanceof AppError) || !error.retryable) throw error
      log.warn('report.seal', { code: error.code })
    }
    await pause(timers, pauseMs, signal)
    throwIfCancelled(signal)
  }
}

function pause(timers: Timers, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = timers.after(ms, end)
    signal.addEventListener('abort', end, { once: true })
    function end(): void {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
  })
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('REPORT_CANCELLED')
}
