import type { PaperFormat } from '#domain/paper'
import { writePaper, type PaperResult } from '../../kit/paper'
import { receiptBlocks, title } from './layout'
import type { ReceiptHead } from './model'

/**
 * Writes the receipt of a fee, on a sheet or on a roll of 80 mm; it says that it is no fiscal receipt.
 * @throws ReportError REPORT_DISK_FULL, REPORT_FILE
 */
export function writeReceipt(job: { head: ReceiptHead; file: string; format?: PaperFormat }): Promise<PaperResult> {
  const { head, file, format = 'a4' } = job
  const { reference, printedAt, training } = head
  return writePaper({
    file,
    title,
    reference,
    printedAt,
    training,
    format,
    blocks: (canvas, on) => receiptBlocks(canvas, on, head),
  })
}
