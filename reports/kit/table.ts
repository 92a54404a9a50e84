import { ContentBuffer, pdfNumber } from './content'
import type { PrintFont } from './fonts'
import { a4, fitLine, type Canvas } from './page'
import { ellipsis, leadingNumber, printable } from './text'

export interface Column {
  /** Points from the left edge of the page. */
  left: number
  right: number
  align: 'left' | 'right'
  /** First and second line of the head. */
  head: readonly [string, string]
  /** Few different values: each is encoded once per document. */
  repeats?: boolean
}

export interface Grid {
  columns: readonly Column[]
  fontSize: number
  rowHeight: number
}

interface Fitted {
  bytes: Uint8Array
  /** 1/1000 of the grid's font size, already scaled when `size` differs. */
  width: number
  size: number
  missing: number
}

/**
 * Writes rows of a fixed grid as text operators: one `TJ` array a row, each cell moved to its place by a number in the
 * array, so that a row costs little and reads out in order. Create one per document.
 */
export class RowWriter {
  readonly #lefts: number[]
  readonly #rights: number[]
  readonly #caches: (Map<string, Fitted> | undefined)[]
  readonly #scratch = new ContentBuffer()

  constructor(
    readonly grid: Grid,
    readonly font: PrintFont,
  ) {
    const unit = grid.fontSize / 1000
    const origin = grid.columns[0]?.left ?? 0
    this.#lefts = grid.columns.map((column) => Math.round((column.left - origin) / unit))
    this.#rights = grid.columns.map((column) => Math.round((column.right - origin) / unit))
    this.#caches = grid.columns.map((column) => (column.repeats ? new Map<string, Fitted>() : undefined))
  }

  /** Opens the text object; `top` is the upper edge of the first row. */
  begin(content: ContentBuffer, top: number): void {
    const { fontSize, rowHeight, columns } = this.grid
    const baseline = a4.height - top - (rowHeight + fontSize * 0.68) / 2
    content.raw(`BT 0 g /${this.font.id} ${pdfNumber(fontSize)} Tf ${pdfNumber(rowHeight)} TL `)
    content.raw(`1 0 0 1 ${pdfNumber(columns[0]?.left ?? 0)} ${pdfNumber(baseline)} Tm\n`)
  }

  row(content: ContentBuffer, cells: readonly string[]): void {
    let pen = 0
    content.raw('[')
    for (let i = 0; i < cells.length; i++) {
      const text = cells[i]
      if (text) pen = this.#cell(content, i, text, pen)
    }
    content.raw(']TJ T*\n')
  }

  end(content: ContentBuffer): void {
    content.raw('ET\n')
  }

  #cell(content: ContentBuffer, i: number, raw: string, pen: number): number {
    const cache = this.#caches[i]
    const cached = cache?.get(raw)
    if (cached) {
      this.font.missingGlyphs += cached.missing
      return this.#place(content, i, cached, pen)
    }
    const room = (this.#rights[i] ?? 0) - (this.#lefts[i] ?? 0)
    const width = this.font.plainWidth(raw)
    if (width >= 0 && width <= room && !cache) {
      const start = this.#start(i, width)
      content.int(pen - start)
      this.font.writePlain(raw, content)
      return start + width
    }
    const text = printable(raw)
    const fitted = this.font.width(text) <= room ? this.#encode(text, 1) : this.#fit(text, room)
    if (cache && cache.size < 4096) cache.set(raw, fitted)
    return this.#place(content, i, fitted, pen)
  }

  /** A long text gets an ellipsis; a number which alone is too long gets a smaller font, for it must never be cut. */
  #fit(text: string, room: number): Fitted {
    const fitted = fitLine(this.font, text, room)
    if (fitted !== ellipsis) return this.#encode(fitted, 1)
    const number = leadingNumber(text)
    const kept = number === '' || number.length === text.length ? text : number + ellipsis
    return this.#encode(kept, room / this.font.width(kept))
  }

  #encode(text: string, scale: number): Fitted {
    const before = this.font.missingGlyphs
    this.font.write(text, this.#scratch)
    const width = Math.floor(this.font.width(text) * scale)
    return {
      bytes: this.#scratch.take(),
      width,
      size: this.grid.fontSize * scale,
      missing: this.font.missingGlyphs - before,
    }
  }

  #place(content: ContentBuffer, i: number, fitted: Fitted, pen: number): number {
    const start = this.#start(i, fitted.width)
    content.int(pen - start)
    if (fitted.size === this.grid.fontSize) content.copy(fitted.bytes)
    else {
      content.raw(`]TJ /${this.font.id} ${pdfNumber(fitted.size)} Tf `).copy(fitted.bytes)
      content.raw(`Tj /${this.font.id} ${pdfNumber(this.grid.fontSize)} Tf [`)
    }
    return start + fitted.width
  }

  #start(i: number, width: number): number {
    const column = this.grid.columns[i]
    return column?.align === 'right' ? (this.#rights[i] ?? 0) - width : (this.#lefts[i] ?? 0)
  }
}

const headHeight = 23

/** The two-line head; returns the upper edge of the first row. */
export function drawHead(canvas: Canvas, grid: Grid, top: number): number {
  canvas.again(`head ${top}`, () => drawHeadOnce(canvas, grid, top))
  return top + headHeight
}

function drawHeadOnce(canvas: Canvas, grid: Grid, top: number): void {
  const left = grid.columns[0]?.left ?? 0
  const right = grid.columns.at(-1)?.right ?? 0
  canvas.line(left, right, top, 0.8)
  for (const column of grid.columns) {
    const x = column.align === 'right' ? column.right : column.left
    canvas.text(x, top + 9.2, column.head[0], { size: 6.6, weight: 'bold', align: column.align })
    canvas.text(x, top + 17.4, column.head[1], { size: 6.6, align: column.align, colour: 0.3 })
  }
  canvas.line(left, right, top + headHeight - 1.5, 0.5)
}

/** A light band behind every second row. */
export function drawZebra(canvas: Canvas, grid: Grid, top: number, rows: number): void {
  const left = (grid.columns[0]?.left ?? 0) - 3
  const width = (grid.columns.at(-1)?.right ?? 0) + 3 - left
  const bands = Array.from({ length: rows >> 1 }, (_, i) => top + (2 * i + 1) * grid.rowHeight)
  canvas.again(`zebra ${top} ${rows}`, () => canvas.rects(left, bands, width, grid.rowHeight, 0.95))
}

export function headSpace(): number {
  return headHeight
}
