import type { Bilingual, Wording } from './bilingual'
import type { Block } from './flow'
import { a4, contentWidth, margin, wrap, type Canvas, type Colour } from './page'

/** Parts of a paper that are not its rows: titles, small tables, notes. Each comes as blocks for `flow`. */

export const sheet = {
  left: margin.left,
  right: a4.width - margin.right,
  middle: margin.left + contentWidth / 2,
} as const
export const quiet: Colour = 0.38
export const accent: Colour = [0.1, 0.27, 0.42]

const rowHeight = 11.4
const textSize = 7.6
const headSize = 6.8

/** Kazakh strong, Russian beside it. `gap` is the space above. */
export function titleBlock(label: Bilingual, wording: Wording, gap = 11): Block {
  return {
    height: 15,
    gap,
    withNext: true,
    draw(canvas, top) {
      canvas.tags?.section()
      canvas.tagged('H2', () => drawTitle(canvas, top, wording.stack(label)))
    },
  }
}

function drawTitle(canvas: Canvas, top: number, [first, second]: Bilingual): void {
  const size = 9.4
  canvas.text(sheet.left, top + 10, first, { size, weight: 'bold', colour: accent })
  if (second === '' || second === first) return
  const width = (canvas.fonts.bold.shape(first).width * size) / 1000
  canvas.text(sheet.left + width + 7, top + 10, second, { size: 8.4, colour: quiet })
}

export interface SheetColumn {
  /** Left edge of left-aligned text, right edge of the rest. */
  x: number
  head: Bilingual
  align?: 'left' | 'right'
  /** Longer text is ellipsized. */
  maxWidth?: number
}

export interface SheetTable {
  columns: readonly SheetColumn[]
  rows: readonly (readonly string[])[]
  total?: readonly string[]
  /** Whether a line is drawn below a row, below all of them when absent; rows that none divides stay on one page. */
  ruled?(row: number): boolean
  /** Draws beside the text of a row. */
  beside?(canvas: Canvas, row: number, middle: number): void
}

/** A table whose head is repeated where it flows over a page, and whose total never stands alone. */
export function tableBlocks({ columns, rows, total, ruled, beside }: SheetTable, wording: Wording): Block[] {
  const head = headBlock(columns, wording)
  // What no line divides belongs together; a first row and one before the total never stand alone.
  const keepsNext = (row: number): boolean => {
    if (ruled?.(row) === false) return true
    return row === 0 ? rows.length > 1 : total !== undefined && row >= rows.length - 2
  }
  const lines = rows.map((cells, row): Block => ({
    height: rowHeight,
    repeat: head,
    withNext: keepsNext(row),
    draw(canvas, top) {
      drawCells(canvas, columns, cells, top + 8, 'regular')
      if (!total && row === rows.length - 1) canvas.tags?.close()
      beside?.(canvas, row, top + rowHeight / 2)
      if (ruled?.(row) ?? true) canvas.line(sheet.left, sheet.right, top + rowHeight, 0.25, 0.82)
    },
  }))
  return [head, ...lines, ...(total ? [totalBlock(columns, total)] : [])]
}

function headBlock(columns: readonly SheetColumn[], wording: Wording): Block {
  const both = wording.each(['', '']).length === 2
  const height = both ? 20 : 12.5
  // Where the table goes on, its head is repeated for the eye only.
  let drawn = false
  return {
    height,
    withNext: true,
    draw(canvas, top) {
      if (drawn) canvas.artifact(() => drawHeads(canvas, columns, wording, top))
      else {
        canvas.tags?.open('Table')
        canvas.group('TR', () => drawHeads(canvas, columns, wording, top))
      }
      drawn = true
      canvas.line(sheet.left, sheet.right, top + height - 1, 0.5)
    },
  }
}

function drawHeads(canvas: Canvas, columns: readonly SheetColumn[], wording: Wording, top: number): void {
  for (const { x, head, align = 'left' } of columns) {
    const [first, second] = wording.stack(head)
    canvas.tagged('TH', () => {
      canvas.text(x, top + 7.6, first, { size: headSize, weight: 'bold', align })
      canvas.text(x, top + 15.2, second === first ? '' : second, { size: headSize, align, colour: 0.3 })
    })
  }
}

function totalBlock(columns: readonly SheetColumn[], cells: readonly string[]): Block {
  return {
    height: rowHeight + 2,
    draw(canvas, top) {
      canvas.line(sheet.left, sheet.right, top, 0.7)
      drawCells(canvas, columns, cells, top + 9.2, 'bold')
      canvas.tags?.close()
    },
  }
}

function drawCells(
  canvas: Canvas,
  columns: readonly SheetColumn[],
  cells: readonly string[],
  baseline: number,
  weight: 'regular' | 'bold',
): void {
  canvas.group('TR', () => {
    columns.forEach(({ x, align = 'left', maxWidth }, i) => {
      const text = cells[i]
      if (!text) return canvas.tags?.emptyCell()
      const style = { size: textSize, weight, align, ...(maxWidth !== undefined && { maxWidth }) }
      canvas.tagged('TD', () => canvas.text(x, baseline, text, style))
    })
  })
}

/** One quiet line in place of an empty table. */
export function lineBlock(label: Bilingual, wording: Wording): Block {
  return {
    height: rowHeight,
    draw: (canvas, top) => canvas.text(sheet.left, top + 8, wording.line(label), { size: textSize, colour: quiet }),
  }
}

export interface Notes {
  columns: readonly (readonly string[])[]
  lines: number
}

const noteSize = 7
const noteLine = 8.8

/** Kazakh on the left, Russian on the right, each note starting on the same line in both; one language takes the width. */
export function wrapNotes(canvas: Canvas, notes: readonly Bilingual[], wording: Wording, full = contentWidth): Notes {
  const count = wording.each(['', '']).length
  const width = full / count - (count === 2 ? 10 : 0)
  const columns: string[][] = Array.from({ length: count }, () => [])
  for (const note of notes) {
    const wrapped = wording.each(note).map((text) => wrap(canvas.fonts.regular, text, noteSize, width))
    const height = Math.max(...wrapped.map(({ length }) => length))
    columns.forEach((column, i) => {
      for (let line = 0; line < height; line++) column.push(wrapped[i]?.[line] ?? '')
    })
  }
  return { columns, lines: columns[0]?.length ?? 0 }
}

export function notesBlock({ columns, lines }: Notes, full = contentWidth): Block {
  return {
    height: lines * noteLine + 2,
    draw(canvas, top) {
      columns.forEach((column, i) => {
        const x = sheet.left + (i * full) / columns.length + (i > 0 ? 5 : 0)
        column.forEach((text, line) => {
          if (text) canvas.text(x, top + 7 + line * noteLine, text, { size: noteSize, colour: 0.15 })
        })
      })
    },
  }
}
