import type { Clock } from '#domain/clock'
import type { ReportView } from '#domain/contract/views'
import { AppError, type ErrorCode } from '#domain/errors'
import type { VisitReport } from '#reports/documents/visit/model'
import type { Log } from '../diagnostics/log'
import type { Timers } from '../timers'
import { GatheringAhead, type Ahead, type AheadWish } from './ahead'
import { makeDetailization, type DetailizationDeps, type DetailizationJob, type Progress } from './detailization'
import { throttle, type Throttle } from './throttle'

const progressIntervalMs = 100

interface Running {
  job: DetailizationJob
  view: ReportView
  cancel: AbortController
  ended: Promise<void>
}

export interface FinishedReport {
  visitId: string
  msisdn: string
  file: string
  pages: number
  /** The order that paid for it. */
  orderId: string
}

export interface ReportsDeps extends DetailizationDeps {
  clock: Clock
  timers: Timers
  log: Log
  changed(view: ReportView): void
  /** Removes what a writer that was killed has left. */
  discard(reportId: string): Promise<unknown>
}

/** The reports of the open visit: one is made at a time, finished ones can be opened until the visit ends. */
export class Reports {
  readonly #deps: ReportsDeps
  readonly #reports = new Map<string, Running>()
  readonly #tell: Throttle<ReportView>
  readonly #ahead: GatheringAhead
  /** Set from the moment a start is accepted, before there is a job. */
  #claimed: string | undefined

  constructor(deps: ReportsDeps) {
    this.#deps = deps
    this.#ahead = new GatheringAhead(deps)
    this.#tell = throttle(progressIntervalMs, deps.timers, deps.changed)
  }

  has(reportId: string): boolean {
    return this.#reports.has(reportId)
  }

  /** The price of this period is being looked at. */
  prepare(wish: AheadWish): void {
    if (this.#claimed === undefined) this.#ahead.begin(wish)
  }

  /** What has been gathered of the period since then. */
  prepared(wish: Pick<AheadWish, 'visitId' | 'msisdn' | 'period'>): Ahead | undefined {
    return this.#ahead.take(wish)
  }

  /** @throws REPORT_BUSY while another one is being made */
  claim(reportId: string): void {
    if (this.#claimed !== undefined && this.#claimed !== reportId) throw new AppError('REPORT_BUSY')
    this.#claimed = reportId
  }

  release(reportId: string): void {
    if (this.#claimed === reportId) this.#claimed = undefined
  }

  /** Makes the report in the background; how it goes is told by `changed`. */
  start(job: DetailizationJob): void {
    const { reportId: id, customer, msisdn, period, bounds, form, language } = job
    const cancel = new AbortController()
    const view: ReportView = {
      id,
      visitId: customer.visitId,
      msisdn,
      ...period,
      form,
      language,
      phase: 'fetching',
      done: 0,
      total: bounds.rows,
    }
    const running: Running = { job, view, cancel, ended: Promise.resolve() }
    this.#reports.set(id, running)
    running.ended = this.#run(job, running)
  }

  /** Rows counted by the store while fetching, by the report host while writing. */
  progress(fetchId: string, phase: Progress['phase'], done: number): void {
    const running = [...this.#reports.values()].find(({ job }) => job.fetchId === fetchId)
    if (running?.view.phase === phase) this.#update(running, { done }, 'later')
  }

  /** @throws REPORT_UNKNOWN */
  async cancel(reportId: string): Promise<void> {
    const running = this.#require(reportId)
    const { fetchId } = running.job
    running.cancel.abort()
    // Each ends the phase it serves; in any other phase there is nothing for it to end.
    await Promise.allSettled([
      running.view.phase === 'fetching' ? this.#deps.store.cancelFetch({ fetchId }) : undefined,
      running.view.phase === 'writing' ? this.#deps.reportHost.cancel({ fetchId }) : undefined,
    ])
    await running.ended
  }

  /** A finished report with whose it is. */
  finished(reportId: string): FinishedReport | undefined {
    const running = this.#reports.get(reportId)
    if (running?.view.result === undefined) return undefined
    const { msisdn, visitId, result } = running.view
    return { msisdn, visitId, file: result.file, pages: result.pages, orderId: running.job.orderId }
  }

  /** The finished ones of a number, as the summary of a visit lists them. */
  made(msisdn: string): VisitReport[] {
    return [...this.#reports.values()].flatMap(({ view }) => {
      const { from, to, result } = view
      if (result === undefined || view.msisdn !== msisdn) return []
      return [{ number: result.number, from, to, rows: result.rows, pages: result.pages }]
    })
  }

  /** Cancels what runs and forgets all; gives the ids of what there was. */
  async endVisit(): Promise<string[]> {
    this.#ahead.drop()
    const ids = [...this.#reports.keys()]
    await Promise.all(ids.map((id) => this.cancel(id)))
    for (const id of ids) this.#reports.delete(id)
    return ids
  }

  async #run(job: DetailizationJob, running: Running): Promise<void> {
    const tell = (now: Progress) => this.#update(running, now, 'now')
    try {
      const result = await makeDetailization(this.#deps, job, running.cancel.signal, tell)
      this.release(job.reportId)
      this.#update(running, { phase: 'done', done: result.rows, result }, 'now')
    } catch (error) {
      this.release(job.reportId)
      const code = running.cancel.signal.aborted ? 'REPORT_CANCELLED' : codeOf(error)
      this.#deps.log.warn('report.ended', { report: job.reportId, code, phase: running.view.phase })
      await this.#deps.discard(job.reportId)
      if (code === 'REPORT_CANCELLED') this.#update(running, { phase: 'cancelled' }, 'now')
      else this.#update(running, { phase: 'failed', error: code }, 'now')
    }
  }

  #update(running: Running, change: Partial<ReportView>, when: 'now' | 'later'): void {
    running.view = { ...running.view, ...change }
    this.#tell[when](running.view)
  }

  #require(reportId: string): Running {
    const running = this.#reports.get(reportId)
    if (running === undefined) throw new AppError('REPORT_UNKNOWN')
    return running
  }
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'INTERNAL'
}
