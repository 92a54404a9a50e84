import type { PaperFormat } from '#domain/paper'
import type { Bilingual } from '../../kit/bilingual'
import type { Block } from '../../kit/flow'
import type { Canvas } from '../../kit/page'
import { writePaper, type Format, type PaperResult } from '../../kit/paper'
import type { PaperHead } from './model'

/** What is to be on a paper of a visit, and where it goes; on a sheet unless another format is given. */
export interface VisitPaperJob<Head extends PaperHead> {
  head: Head
  file: string
  format?: PaperFormat
}

/** The writer of one kind of paper. @throws ReportError REPORT_DISK_FULL, REPORT_FILE */
export function visitPaperWriter<Head extends PaperHead>(
  title: Bilingual | ((head: Head) => Bilingual),
  blocksOf: (canvas: Canvas, format: Format, head: Head) => Block[],
): (job: VisitPaperJob<Head>) => Promise<PaperResult> {
  return ({ head, file, format = 'a4' }) => {
    const { reference, printedAt, training } = head
    const named = typeof title === 'function' ? title(head) : title
    const blocks = (canvas: Canvas, on: Format) => blocksOf(canvas, on, head)
    return writePaper({ file, title: named, reference, printedAt, training, format, blocks })
  }
}
