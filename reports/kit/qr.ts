import encodeQR from 'qr'
import { pdfNumber } from './content'
import { a4, fill, type Canvas } from './page'

/** So little that no reader shows a seam between two rows of modules. */
const overlap = 0.03

/**
 * A QR code of `size` points without its quiet zone, which the layout has to keep: four modules of white on each side.
 * Error correction M, as a folded or stamped sheet must still be read.
 * @param text of the alphanumeric alphabet
 */
export function drawQr(canvas: Canvas, text: string, x: number, y: number, size: number): void {
  const rows = withoutBorder(encodeQR(text, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: 1 }))
  const module = size / rows.length
  canvas.content.raw(`${fill(0)}\n`)
  rows.forEach((row, line) => {
    const bottom = pdfNumber(a4.height - y - (line + 1) * module - overlap)
    for (const { from, length } of runsOf(row)) {
      const box = [pdfNumber(x + from * module), bottom, pdfNumber(length * module), pdfNumber(module + overlap)]
      canvas.content.raw(`${box.join(' ')} re\n`)
    }
  })
  canvas.content.raw('f\n')
}

/** The package draws one module of white at least. */
function withoutBorder(rows: boolean[][]): boolean[][] {
  return rows.slice(1, -1).map((row) => row.slice(1, -1))
}

function runsOf(row: readonly boolean[]): { from: number; length: number }[] {
  const runs: { from: number; length: number }[] = []
  row.forEach((dark, at) => {
    if (!dark) return
    const last = runs.at(-1)
    if (last && last.from + last.length === at) last.length++
    else runs.push({ from: at, length: 1 })
  })
  return runs
}
