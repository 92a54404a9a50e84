import { createHash } from 'node:crypto'
import { makeLocalClock } from '#domain/period'
import type { UsageRow } from '#domain/usage'
import { ReportError } from '../../errors'
import { both, drawTrainingBanner } from '../../kit/bilingual'
import { PdfFile, type PdfSealing } from '../../kit/document'
import { throwIfCancelled, writeWhole, type FileSink } from '../../kit/file'
import type { Canvas } from '../../kit/page'
import { drawHead as drawTableHead, drawZebra, RowWriter } from '../../kit/table'
import { canonicalUsageLine } from './canonical'
import { drawClosing } from './closing'
import { title } from './labels'
import * as layout from './layout'
import {
  headLines,
  rowCells,
  type Clock,
  type DetailizationExpectation,
  type DetailizationHead,
  type DetailizationResult,
  type HeadLines,
} from './model'
import { heights, planPages, type Plan } from './plan'
import { RowGuard } from './rowGuard'
import { Sums } from './sums'

export interface DetailizationProgress {
  rows: number
  ofRows: number
  page: number
  ofPages: number
}

export interface DetailizationJob {
  head: DetailizationHead
  /** Batches in the order of (`at`, `id`). */
  rows: AsyncIterable<UsageRow[]>
  expected: DetailizationExpectation
  file: string
  /** Signs the file; without it the paper is plain. */
  sealing?: PdfSealing | undefined
  signal?: AbortSignal
  onProgress?: (progress: DetailizationProgress) => void
}

/**
 * Writes the printed detailization as a PDF, whole or not at all; the same job gives the same bytes.
 * @throws ReportError REPORT_ROWS_OUT_OF_ORDER {row}, REPORT_TOTALS_DIFFER {field, …}, REPORT_CANCELLED,
 * REPORT_DISK_FULL, REPORT_FILE
 */
export async function writeDetailization(job: DetailizationJob): Promise<DetailizationResult> {
  const { made, fileSha256 } = await writeWhole(job.file, job.signal, async (sink) => {
    const writer = new DetailizationWriter(job, sink)
    for await (const batch of job.rows) {
      throwIfCancelled(job.signal)
      for (const row of batch) if (!writer.add(row)) await writer.turnPage(row)
    }
    return writer.finish()
  })
  return { file: job.file, ...made, fileSha256 }
}

class DetailizationWriter {
  readonly #job: DetailizationJob
  readonly #pdf: PdfFile
  readonly #canvas: Canvas
  readonly #lines: HeadLines
  readonly #notes: layout.NoteColumns
  readonly #plan: Plan
  readonly #clock: Clock
  readonly #table: RowWriter
  readonly #guard: RowGuard
  readonly #sums = new Sums()
  readonly #hash = createHash('sha256')
  #hashLines = ''
  #page = 0
  #room = 0
  #bottom = 0
  #inRows = false

  constructor(job: DetailizationJob, sink: FileSink) {
    const { head, expected } = job
    this.#job = job
    const info = {
      title: `${both(title)} № ${head.requestNumber}`,
      printedAt: head.printedAt,
      language: 'kk-KZ',
    }
    this.#pdf = new PdfFile(sink, info, job.sealing)
    this.#canvas = this.#pdf.canvas
    this.#lines = headLines(head)
    this.#notes = layout.wrapNotes(this.#canvas, this.#lines.notes)
    this.#plan = planPages(expected.rows, head.training, this.#notes.lines)
    this.#clock = makeLocalClock(head.timeZone)
    this.#table = new RowWriter(layout.grid, this.#canvas.fonts.regular)
    this.#guard = new RowGuard(head.periodFrom, head.periodTo)
    this.#openPage()
  }

  /** False when the page is full: turn it first. Not async, as a promise for every row would cost more than the row. */
  add(row: UsageRow): boolean {
    if (this.#room === 0) return false
    this.#room--
    this.#guard.check(row)
    this.#sums.add(row)
    this.#hashLines += `${canonicalUsageLine(row)}\n`
    this.#table.row(this.#canvas.content, rowCells(this.#sums.rows, row, this.#clock))
    return true
  }

  /** Closes the full page and puts `row` on the next. */
  async turnPage(row: UsageRow): Promise<void> {
    if (this.#sums.rows >= this.#plan.rows) throw differs('rows', this.#plan.rows, this.#plan.rows + 1)
    await this.#closePage()
    this.#openPage()
    this.add(row)
  }

  async finish(): Promise<Omit<DetailizationResult, 'file' | 'fileSha256'>> {
    this.#checkTotals()
    if (this.#page < this.#plan.pages) {
      await this.#closePage()
      this.#openPage()
    }
    this.#endRows()
    drawClosing(this.#canvas, this.#sums, this.#notes, this.#job.head.clerk, this.#bottom)
    await this.#closePage()
    await this.#pdf.end()
    const { rows, totalTiyn, topUpsTiyn } = this.#sums
    const { pages, missingGlyphs } = this.#pdf
    return { rows, pages, totalTiyn, topUpsTiyn, rowsSha256: this.#hash.digest('hex'), missingGlyphs }
  }

  #openPage(): void {
    const { head } = this.#job
    const page = ++this.#page
    this.#pdf.startPage()
    if (head.training) drawTrainingBanner(this.#canvas)
    if (page === 1) layout.drawHead(this.#canvas, head, this.#lines)
    else layout.drawRunningHead(this.#canvas, head, this.#lines)
    layout.drawFooter(this.#canvas, head, page, this.#plan.pages)
    this.#room = this.#plan.rowsOn(page)
    this.#bottom = this.#plan.tableTop(page)
    if (this.#room > 0 || this.#plan.rows === 0) this.#openTable()
  }

  #openTable(): void {
    const top = drawTableHead(this.#canvas, layout.grid, this.#bottom)
    if (this.#plan.rows === 0) layout.drawEmpty(this.#canvas, top)
    drawZebra(this.#canvas, layout.grid, top, this.#room)
    this.#bottom = this.#plan.rows === 0 ? top + heights.empty : top + this.#room * layout.grid.rowHeight
    this.#inRows = true
    this.#table.begin(this.#canvas.content, top)
  }

  #endRows(): void {
    if (this.#inRows) this.#table.end(this.#canvas.content)
    this.#inRows = false
  }

  async #closePage(): Promise<void> {
    this.#endRows()
    this.#hash.update(this.#hashLines)
    this.#hashLines = ''
    await this.#pdf.finishPage()
    throwIfCancelled(this.#job.signal)
    this.#job.onProgress?.({
      rows: this.#sums.rows,
      ofRows: this.#plan.rows,
      page: this.#page,
      ofPages: this.#plan.pages,
    })
  }

  #checkTotals(): void {
    const { expected } = this.#job
    for (const field of ['rows', 'totalTiyn', 'topUpsTiyn'] as const) {
      if (this.#sums[field] !== expected[field]) throw differs(field, expected[field], this.#sums[field])
    }
  }
}

function differs(field: string, expected: number, found: number): ReportError {
  return new ReportError('REPORT_TOTALS_DIFFER', { field, expected, found })
}
