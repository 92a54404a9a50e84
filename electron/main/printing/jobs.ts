import type { PrintJobView, PrintTrouble, ReprintReason } from '#domain/contract/printing'
import type { Clock } from '#domain/clock'
import { AppError, type ErrorCode } from '#domain/errors'
import { countPages, parsePageRanges } from '#domain/printing'
import type { StoreApi } from '#electron/link/store-api'
import type { Log } from '../diagnostics/log'
import { orThrow } from '../services/refuse'
import { withinTime, type Cancel, type Timers } from '../timers'
import type { JobStatus, Printer } from './printer'

export interface PrintJobsDeps {
  printer: Printer
  store: Pick<StoreApi, 'journalPrint' | 'reportHandedOut'>
  clock: Clock
  timers: Timers
  log: Log
  changed(view: PrintJobView): void
}

/** What a clerk asks for; `jobId` is the id of the command. */
export interface PrintWish {
  jobId: string
  paperId: string
  clerkId: string
  /** The order that paid for it; a slip has none. */
  orderId?: string | undefined
  file: string
  /** Of the whole paper. */
  pageCount: number
  printer: string
  copies: number
  duplex: boolean
  pages: string
  reason?: ReprintReason | undefined
}

interface Job {
  view: PrintJobView
  clerkId: string
  orderId: string | undefined
  /** The system's id of it; rejects when the system did not take it. */
  taken: Promise<string>
  stopLooking: Cancel
  looked: number
}

const looksMs = { fast: 300, slow: 2_000 } as const
/** Two minutes of fast looks; afterwards nobody stands and waits. */
const fastLooks = 400
const handOverMs = 15_000

/** Papers on their way to a printer, from the key press to the end that the system tells. */
export class PrintJobs {
  readonly #deps: PrintJobsDeps
  readonly #jobs = new Map<string, Job>()

  constructor(deps: PrintJobsDeps) {
    this.#deps = deps
  }

  /** Whether the system took this paper before and it did not come to nothing. */
  isPrinted(paperId: string): boolean {
    return [...this.#jobs.values()].some(({ view }) => view.paperId === paperId && !cameToNothing(view))
  }

  /**
   * Journals the wish and hands the paper over; the answer comes when the system has a copy of its own.
   * @throws PRINT_REASON_NEEDED, PRINT_PAGES_…, and what the printer answers
   */
  async start(wish: PrintWish): Promise<PrintJobView> {
    const { jobId: id, paperId, clerkId, file, printer, copies, duplex, reason } = wish
    const pages = orThrow(parsePageRanges(wish.pages, wish.pageCount))
    const again = this.isPrinted(paperId)
    if (again && reason === undefined) throw new AppError('PRINT_REASON_NEEDED')
    const facts = { paperId, copies, pages: countPages(pages, wish.pageCount), ...(again && reason && { reason }) }
    const createdAt = this.#deps.clock.iso()
    const view: PrintJobView = { id, paperId, printer, copies, state: 'queued', troubles: [], createdAt }
    // In the queue and in its logs: nothing that leads to a person.
    const order = { printer, file, title: `Activ Office ${id.slice(-8)}`, copies, duplex, pages }
    const event = again ? 'paperReprinted' : 'paperPrinted'
    const taken = this.#journal(id, clerkId, event, facts).then(() => this.#deps.printer.print(order))
    const job: Job = { view, clerkId, orderId: wish.orderId, taken, stopLooking: () => undefined, looked: 0 }
    this.#jobs.set(id, job)
    try {
      await taken
    } catch (error) {
      this.#jobs.delete(id)
      await this.#journalEnd(job, 'failed', codeOf(error))
      throw error
    }
    this.#deps.log.info('print.taken', { job: id })
    await this.#look(job)
    return job.view
  }

  /** @throws PRINT_JOB_UNKNOWN, PRINT_JOB_ENDED, PRINT_SYSTEM */
  async cancel(jobId: string): Promise<void> {
    const job = this.#jobs.get(jobId)
    if (job === undefined) throw new AppError('PRINT_JOB_UNKNOWN')
    await this.#deps.printer.cancel(await job.taken)
    job.stopLooking()
    await this.#look(job)
  }

  /** Resolves when every paper is the system's own, so that ours may go. A system that does not answer is not waited for for ever. */
  async handedOver(): Promise<void> {
    const waiting = [...this.#jobs.values()].map(({ taken }) => taken)
    const outcome = await withinTime(handOverMs, this.#deps.timers, Promise.allSettled(waiting))
    if (outcome === 'late') this.#deps.log.warn('print.notTaken')
  }

  /** Looks no more; the jobs go on in the system. */
  stop(): void {
    for (const job of this.#jobs.values()) job.stopLooking()
  }

  async #look(job: Job): Promise<void> {
    const now = await this.#statusOf(job)
    const isOver = ['done', 'failed', 'cancelled', 'handedOver'].includes(now.state)
    // A printer forgets what was the matter with the attempt that failed; the clerk should not.
    const troubles = now.state === 'done' || now.troubles.length > 0 ? now.troubles : job.view.troubles
    this.#tell(job, now.state, troubles)
    if (isOver) {
      await this.#journalEnd(job, now.state, job.view.error)
      if (!cameToNothing(job.view)) await this.#handedOut(job)
      return
    }
    job.looked++
    const waitMs = job.looked < fastLooks ? looksMs.fast : looksMs.slow
    job.stopLooking = this.#deps.timers.after(waitMs, () => void this.#look(job))
  }

  async #statusOf({ view, taken }: Job): Promise<JobStatus> {
    try {
      return await this.#deps.printer.status(await taken, view.printer)
    } catch (error) {
      // Nothing is known just now; the next look may know more.
      this.#deps.log.warn('print.status', { job: view.id, code: codeOf(error) })
      return { state: view.state, troubles: view.troubles }
    }
  }

  #tell(job: Job, state: PrintJobView['state'], troubles: readonly PrintTrouble[]): void {
    const before = JSON.stringify(job.view)
    const error = state === 'failed' ? { error: 'PRINT_FAILED' as const } : {}
    job.view = { ...job.view, state, troubles: [...troubles], ...error }
    if (JSON.stringify(job.view) !== before) this.#deps.changed(job.view)
  }

  #journal(jobId: string, clerkId: string, event: string, facts: Record<string, string | number>): Promise<void> {
    return this.#deps.store.journalPrint({ jobId, clerkId, event, facts })
  }

  /** The customer has what was paid for; until then the same paper is made again without another fee. */
  async #handedOut({ view, orderId, clerkId }: Job): Promise<void> {
    if (orderId === undefined) return
    try {
      await this.#deps.store.reportHandedOut({ orderId, clerkId })
    } catch (problem) {
      this.#deps.log.warn('report.handedOut', { job: view.id, code: codeOf(problem) })
    }
  }

  /** The paper is out, or is not: a store that cannot take the note now must not change that. */
  async #journalEnd({ view, clerkId }: Job, state: string, error?: ErrorCode): Promise<void> {
    try {
      await this.#journal(view.id, clerkId, 'printEnded', { paperId: view.paperId, state, ...(error && { error }) })
    } catch (problem) {
      this.#deps.log.warn('print.journal', { job: view.id, code: codeOf(problem) })
    }
  }
}

function cameToNothing({ state }: PrintJobView): boolean {
  return state === 'failed' || state === 'cancelled'
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'INTERNAL'
}
