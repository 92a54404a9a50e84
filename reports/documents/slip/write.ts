import { both, drawTrainingBanner } from '../../kit/bilingual'
import { PdfFile } from '../../kit/document'
import { writeWhole } from '../../kit/file'
import { margin } from '../../kit/page'
import { title } from './labels'
import { drawFields, drawHead, drawNext, drawState } from './layout'
import { slipLines, type SlipHead, type SlipResult } from './model'

/**
 * Writes the customer's slip about a request filed without the core: one page, whole or not at all; the same head gives
 * the same bytes.
 * @throws ReportError REPORT_DISK_FULL, REPORT_FILE
 */
export async function writeSlip({ head, file }: { head: SlipHead; file: string }): Promise<SlipResult> {
  const { made, fileSha256 } = await writeWhole(file, undefined, async (sink) => {
    const pdf = new PdfFile(sink, {
      title: `${both(title)} № ${head.reference}`,
      printedAt: head.printedAt,
      language: 'kk-KZ',
    })
    const canvas = pdf.startPage()
    if (head.training) drawTrainingBanner(canvas)
    let y = drawHead(canvas, head, margin.top + (head.training ? 24 : 0))
    y = drawState(canvas, y)
    y = drawFields(canvas, head, slipLines(head), y)
    y = drawNext(canvas, 0, y)
    drawNext(canvas, 1, y)
    await pdf.finishPage()
    await pdf.end()
    return { missingGlyphs: pdf.missingGlyphs }
  })
  return { file, ...made, fileSha256 }
}
