import { writePaper, type PaperResult } from '../../kit/paper'
import { title } from './labels'
import { handoverBlocks } from './layout'
import type { HandoverHead } from './model'

/**
 * Writes the sheet that goes with a new SIM: which card, for which number, whether it works yet, who took it.
 * @throws ReportError REPORT_DISK_FULL, REPORT_FILE
 */
export function writeHandover({ head, file }: { head: HandoverHead; file: string }): Promise<PaperResult> {
  const { reference, printedAt, training } = head
  return writePaper({
    file,
    title,
    reference,
    printedAt,
    training,
    blocks: (canvas, format) => handoverBlocks(canvas, format, head),
  })
}
