import { createWriteStream, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { makeLocalClock } from '#domain/period'
import type { UsageRow } from '#domain/usage'
import { grid } from '#reports/documents/detailization/layout'
import { rowCellsIn } from '#reports/documents/detailization/model'
import { fontPath } from '#reports/kit/fonts'
import { a4, margin } from '#reports/kit/page'
import { head } from './rows'

/** The rows of the engine, as texts, in the same columns and font, by other means: nothing but the table. */
export type PeerTable = (rows: readonly UsageRow[], file: string, peers: string) => Promise<void>

const rowsOnPage = 73
const cellsOf = (rows: readonly UsageRow[]): string[][] => {
  const clock = makeLocalClock(head.timeZone)
  const cells = rowCellsIn(head.language)
  return rows.map((row, i) => cells(i + 1, row, clock(row.at)))
}

interface PdfkitDocument extends NodeJS.ReadableStream {
  addPage(): void
  registerFont(name: string, path: string): void
  font(name: string): void
  fontSize(size: number): void
  widthOfString(text: string): number
  text(text: string, x: number, y: number, options: { lineBreak: boolean }): void
  end(): void
}

/** pdfkit's own `text()` for each cell, in its quickest form: no wrapping, right-aligned by `widthOfString`. */
export const pdfkitText: PeerTable = async (rows, file, peers) => {
  const PDFDocument = requireFrom(peers)('pdfkit') as new (options: object) => PdfkitDocument
  const doc = new PDFDocument({ size: [a4.width, a4.height], margin: 0, autoFirstPage: false })
  const out = doc.pipe(createWriteStream(file))
  doc.registerFont('cells', fontPath('regular'))
  doc.font('cells')
  doc.fontSize(grid.fontSize)
  cellsOf(rows).forEach((cells, no) => {
    if (no % rowsOnPage === 0) doc.addPage()
    const y = margin.top + (no % rowsOnPage) * grid.rowHeight
    grid.columns.forEach((column, i) => {
      const text = cells[i] ?? ''
      if (text === '') return
      const x = column.align === 'right' ? column.right - doc.widthOfString(text) : column.left
      doc.text(text, x, y, { lineBreak: false })
    })
  })
  doc.end()
  await finished(out)
}

interface Pdfmake {
  setFonts(fonts: object): void
  setLocalAccessPolicy(allows: (path: string) => boolean): void
  createPdf(definition: object): { getBuffer(): Promise<Uint8Array> }
}

export const pdfmakeTable: PeerTable = async (rows, file, peers) => {
  const pdfmake = requireFrom(peers)('pdfmake') as Pdfmake
  pdfmake.setFonts({ Plex: { normal: fontPath('regular') } })
  pdfmake.setLocalAccessPolicy(() => true)
  const body = cellsOf(rows).map((cells) =>
    grid.columns.map(({ align }, i) => ({ text: cells[i] ?? '', alignment: align, noWrap: true })),
  )
  const widths = grid.columns.map(({ left, right }) => right - left)
  const made = pdfmake.createPdf({
    pageSize: { width: a4.width, height: a4.height },
    pageMargins: [margin.left, margin.top, margin.right, margin.bottom],
    defaultStyle: { font: 'Plex', fontSize: grid.fontSize },
    content: [{ table: { widths, body }, layout: 'noBorders' }],
  })
  writeFileSync(file, await made.getBuffer())
}

function requireFrom(folder: string): NodeJS.Require {
  return createRequire(join(folder, 'package.json'))
}
