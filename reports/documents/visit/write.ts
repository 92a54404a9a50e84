import { writePaper, type PaperResult } from '../../kit/paper'
import { title } from './labels'
import { visitBlocks } from './layout'
import type { VisitHead } from './model'

/**
 * Writes what was done for a number in a visit, each order with where it stands.
 * @throws ReportError REPORT_DISK_FULL, REPORT_FILE
 */
export function writeVisit({ head, file }: { head: VisitHead; file: string }): Promise<PaperResult> {
  const { reference, printedAt, training } = head
  return writePaper({
    file,
    title,
    reference,
    printedAt,
    training,
    blocks: (canvas, format) => visitBlocks(canvas, format, head),
  })
}
