import { makeLocalClock } from '#domain/period'
import { inOneForm, type UsageRow } from '#domain/usage'
import { ReportError } from '../../errors'
import { drawTrainingBanner, wordingOf } from '../../kit/bilingual'
import { PdfFile, type PdfSealing } from '../../kit/document'
import { throwIfCancelled, writeWhole, type FileSink } from '../../kit/file'
import { monthText } from '../../kit/months'
import type { Canvas } from '../../kit/page'
import { titleBlock, wrapNotes } from '../../kit/sheet'
import { RowWriter } from '../../kit/table'
import { RowsHash } from './canonical'
import { closingBlocks } from './closing'
import { sections, title } from './labels'
import * as layout from './layout'
import {
  headLines,
  rowCellsIn,
  type Clock,
  type DetailizationHead,
  type DetailizationResult,
  type RowCells,
} from './model'
import { planPages, type Plan } from './plan'
import { RowGuard } from './rowGuard'
import { frontBlocks } from './sections'
import { firstDifference, Sums, type DetailizationSummary } from './sums'

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
  /** Of the same rows, by `sumUp`: printed before them, and compared with what was written after them. */
  summary: DetailizationSummary
  file: string
  /** Signs the file; without it the paper is plain. */
  sealing?: PdfSealing | undefined
  signal?: AbortSignal
  onProgress?: (progress: DetailizationProgress) => void
}

/**
 * Writes the printed detailization as a PDF, whole or not at all; the same job gives the same bytes.
 * @throws ReportError REPORT_ROWS_OUT_OF_ORDER {row}, REPORT_TOTALS_DIFFER {field, …}, REPORT_VAT_UNKNOWN,
 * REPORT_CANCELLED, REPORT_DISK_FULL, REPORT_FILE
 */
export async function writeDetailization(job: DetailizationJob): Promise<DetailizationResult> {
  const { made, fileSha256 } = await writeWhole(job.file, job.signal, async (sink) => {
    const writer = new DetailizationWriter(job, sink)
    await writer.turnToRows()
    for await (const batch of job.rows) {
      throwIfCancelled(job.signal)
      for (const each of batch) {
        const row = inOneForm(each)
        if (!writer.add(row)) await writer.turnPage(row)
      }
    }
    return writer.finish()
  })
  return { file: job.file, ...made, fileSha256 }
}

class DetailizationWriter {
  readonly #job: DetailizationJob
  readonly #pdf: PdfFile
  readonly #canvas: Canvas
  readonly #text: layout.PageText
  readonly #plan: Plan
  readonly #clock: Clock
  readonly #cells: RowCells
  readonly #table: RowWriter
  readonly #guard: RowGuard
  readonly #sums: Sums
  readonly #hash = new RowsHash()
  /** The rows are in the sums only. */
  readonly #sumsOnly: boolean
  #page = 0
  #room = 0
  #inRows = false
  /** Local, DD.MM.YYYY: of the row written last. */
  #date = ''

  constructor(job: DetailizationJob, sink: FileSink) {
    const { head } = job
    const wording = wordingOf(head.language)
    this.#job = job
    const info = {
      title: `${wording.line(title)} № ${head.requestNumber}`,
      printedAt: head.printedAt,
      language: wording.tag,
    }
    this.#pdf = new PdfFile(sink, info, job.sealing)
    this.#canvas = this.#pdf.canvas
    this.#text = { head, lines: headLines(head), wording }
    this.#sumsOnly = head.form === 'summary'
    this.#plan = this.#planned()
    this.#clock = makeLocalClock(head.timeZone)
    this.#cells = rowCellsIn(head.language)
    this.#table = new RowWriter(this.#canvas, layout.gridIn(wording), job.summary.rows)
    this.#guard = new RowGuard(head.periodFrom, head.periodTo)
    this.#sums = new Sums(head)
    this.#openPage()
  }

  /** Writes the pages before the first row. */
  async turnToRows(): Promise<void> {
    while (this.#plan.rows > 0 && this.#room === 0) {
      await this.#closePage()
      this.#openPage()
    }
  }

  /** False when the page is full: turn it first. Not async, as a promise for every row would cost more than the row. */
  add(row: UsageRow): boolean {
    if (this.#room === 0 && !this.#sumsOnly) return false
    this.#guard.check(row)
    const moment = this.#clock(row.at)
    this.#sums.add(row, moment.date)
    this.#hash.add(row)
    if (this.#sumsOnly) return true
    this.#room--
    if (moment.date !== this.#date) this.#turnTo(moment.date)
    this.#table.row(this.#cells(this.#sums.rows, row, moment))
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
    this.#checkSums()
    while (this.#page < this.#plan.pages) {
      await this.#closePage()
      this.#openPage()
    }
    await this.#closePage()
    await this.#pdf.end()
    const { rows, totalTiyn, topUpsTiyn } = this.#sums
    const { pages, missingGlyphs } = this.#pdf
    return { rows, pages, totalTiyn, topUpsTiyn, rowsSha256: this.#hash.digest(), missingGlyphs }
  }

  #turnTo(date: string): void {
    const sameMonth = date.slice(3) === this.#date.slice(3)
    this.#date = date
    const top = this.#table.separate(sameMonth ? 'day' : 'month')
    if (sameMonth) return
    const month = `${date.slice(6)}-${date.slice(3, 5)}`
    this.#pdf.bookmark(monthText(month, this.#text.wording), top)
  }

  #planned(): Plan {
    const { head, summary } = this.#job
    const { lines, wording } = this.#text
    const notes = wrapNotes(this.#canvas, lines.notes, wording)
    return planPages({
      rows: this.#sumsOnly ? 0 : summary.rows,
      training: head.training,
      front: frontBlocks(summary, notes, wording),
      rowsTitle: titleBlock(sections.rows, wording),
      closing: closingBlocks(this.#canvas, head, summary, wording, this.#job.sealing?.claim),
    })
  }

  #openPage(): void {
    const page = ++this.#page
    this.#pdf.startPage()
    if (page === 1) this.#drawFirstHead()
    else this.#canvas.again('running head', () => this.#drawRunningHead())
    this.#canvas.artifact(() => layout.drawFooter(this.#canvas, this.#text, page, this.#plan.pages))
    this.#room = this.#plan.rowsOn(page)
    this.#drawBlocks((top) => this.#room === 0 || top < this.#plan.tableTop(page))
    this.#inRows = this.#room > 0
    if (this.#inRows) this.#table.begin(this.#plan.tableTop(page), this.#room)
  }

  #drawFirstHead(): void {
    if (this.#text.head.training) drawTrainingBanner(this.#canvas)
    layout.drawHead(this.#canvas, this.#text)
  }

  #drawRunningHead(): void {
    if (this.#text.head.training) drawTrainingBanner(this.#canvas)
    layout.drawRunningHead(this.#canvas, this.#text)
  }

  /** What stands above the rows of a page comes before them in the file, what stands below after them. */
  #drawBlocks(among: (top: number) => boolean): void {
    const placed = this.#plan.blocksOn(this.#page).filter(({ top }) => among(top))
    for (const { block, top } of placed) block.draw(this.#canvas, top)
  }

  #closeRows(): void {
    this.#inRows = false
    this.#table.end()
    if (this.#sums.rows === this.#plan.rows) this.#table.finish()
    this.#drawBlocks((top) => top >= this.#plan.tableTop(this.#page))
  }

  async #closePage(): Promise<void> {
    if (this.#inRows) this.#closeRows()
    await this.#pdf.finishPage()
    throwIfCancelled(this.#job.signal)
    this.#job.onProgress?.({
      rows: this.#sums.rows,
      ofRows: this.#job.summary.rows,
      page: this.#page,
      ofPages: this.#plan.pages,
    })
  }

  /** What was printed before the rows is what the rows add up to. */
  #checkSums(): void {
    const { summary } = this.#job
    if (this.#sums.rows !== summary.rows) throw differs('rows', summary.rows, this.#sums.rows)
    const field = firstDifference(summary, this.#sums.result())
    // Sums of a customer are personal: the field is named, the amounts are not.
    if (field !== undefined) throw new ReportError('REPORT_TOTALS_DIFFER', { field })
  }
}

function differs(field: string, expected: number, found: number): ReportError {
  return new ReportError('REPORT_TOTALS_DIFFER', { field, expected, found })
}
