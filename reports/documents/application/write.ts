import { writePaper, type PaperResult } from '../../kit/paper'
import { applicationBlocks, subjectOf } from './layout'
import type { ApplicationHead } from './model'

/**
 * Writes the application a customer signs: for an unblock, a SIM replacement with or without one, or a detailization.
 * @throws ReportError REPORT_DISK_FULL, REPORT_FILE
 */
export function writeApplication({ head, file }: { head: ApplicationHead; file: string }): Promise<PaperResult> {
  const { reference, printedAt, training } = head
  return writePaper({
    file,
    title: subjectOf(head),
    reference,
    printedAt,
    training,
    blocks: (canvas, format) => applicationBlocks(canvas, format, head),
  })
}
