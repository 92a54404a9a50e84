import type { PaperFormat } from '#domain/paper'
import { a4, margin, type Canvas } from './page'
import { drawTrainingBanner, trainingText, type Bilingual } from './bilingual'
import { PdfFile } from './document'
import { writeWhole } from './file'
import { flow, type Block } from './flow'

/** Where a paper is printed: a sheet, or a roll that is cut where the text ends. Points. */
export interface Format {
  width: number
  /** Undefined: as long as its content. */
  height?: number
  left: number
  right: number
  top: number
  bottom: number
  /** Body text; the rest follows from it. */
  size: number
}

const mm = 72 / 25.4

export const formats = {
  a4: { ...a4, left: margin.left, right: a4.width - margin.right, top: margin.top, bottom: margin.bottom, size: 9.6 },
  /** Thermal paper of 80 mm, of which the printers' heads reach 72. */
  roll80: { width: 80 * mm, left: 4 * mm, right: 76 * mm, top: 4 * mm, bottom: 6 * mm, size: 8 },
} as const satisfies Record<PaperFormat, Format>

export interface PaperJob {
  file: string
  /** Goes into the file's metadata: no personal data. */
  title: Bilingual
  reference: string
  /** UTC */
  printedAt: string
  training: boolean
  format?: PaperFormat
  blocks(canvas: Canvas, format: Format): Block[]
}

export interface PaperResult {
  file: string
  fileSha256: string
  pages: number
  /** Characters the font does not have, shown as U+FFFD. */
  missingGlyphs: number
}

const banner = 24
const footer = 22

/**
 * Writes a paper made of blocks, whole or not at all; the same job gives the same bytes. More than fits on a sheet goes
 * on to the next, with page numbers.
 * @throws ReportError REPORT_DISK_FULL, REPORT_FILE
 */
export async function writePaper(job: PaperJob): Promise<PaperResult> {
  const { made, fileSha256 } = await writeWhole(job.file, undefined, async (sink) => {
    const title = `${job.title[0]} / ${job.title[1]} № ${job.reference}`
    const pdf = new PdfFile(sink, { title, printedAt: job.printedAt, language: 'kk-KZ' })
    const format: Format = formats[job.format ?? 'a4']
    await (format.height === undefined ? drawRoll(pdf, job, format) : drawSheets(pdf, job, format, format.height))
    await pdf.end()
    return { pages: pdf.pages, missingGlyphs: pdf.missingGlyphs }
  })
  return { file: job.file, ...made, fileSha256 }
}

async function drawSheets(pdf: PdfFile, job: PaperJob, format: Format, height: number): Promise<void> {
  const top = format.top + (job.training ? banner : 0)
  const frame = { top: () => top, bottom: height - format.bottom - footer }
  const { placed, end } = flow(job.blocks(pdf.canvas, format), { page: 1, top }, frame)
  for (let page = 1; page <= end.page; page++) {
    const canvas = pdf.startPage()
    if (job.training) drawTrainingBanner(canvas)
    for (const one of placed) if (one.page === page) one.block.draw(canvas, one.top)
    drawFooter(canvas, format, height, `№ ${job.reference}`, end.page > 1 ? `${page} / ${end.page}` : '')
    await pdf.finishPage()
  }
}

function drawFooter(canvas: Canvas, format: Format, height: number, left: string, right: string): void {
  const y = height - format.bottom
  canvas.line(format.left, format.right, y - 10, 0.4, 0.6)
  canvas.text(format.left, y, left, { size: 7, colour: 0.38 })
  canvas.text(format.right, y, right, { size: 7, align: 'right', colour: 0.38 })
}

async function drawRoll(pdf: PdfFile, job: PaperJob, format: Format): Promise<void> {
  const blocks = [...(job.training ? [trainingBlock(format)] : []), ...job.blocks(pdf.canvas, format)]
  const open = { top: () => format.top, bottom: Number.MAX_SAFE_INTEGER }
  const { placed, end } = flow(blocks, { page: 1, top: format.top }, open)
  const canvas = pdf.startPage({ width: format.width, height: Math.ceil(end.top + format.bottom) })
  for (const { block, top } of placed) block.draw(canvas, top)
  await pdf.finishPage()
}

function trainingBlock({ left, right }: Format): Block {
  return {
    height: 34,
    draw(canvas, top) {
      canvas.rect(left, top, right - left, 28, 0)
      trainingText.forEach((text, i) => {
        canvas.text((left + right) / 2, top + 12 + i * 11, text, {
          size: 8,
          weight: 'bold',
          align: 'center',
          colour: 1,
        })
      })
    },
  }
}
