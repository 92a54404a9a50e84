import { ContentBuffer, pdfNumber } from './content'
import type { PrintFont } from './fonts'
import type { Tags } from './tags'
import { a4, fitLine, type Canvas, type Colour } from './page'
import { decimalsOf, ellipsis, leadingNumber, printable } from './text'

export interface Column {
  /** Points from the left edge of the page. */
  left: number
  right: number
  align: 'left' | 'right'
  /** First and second line of the head. */
  head: readonly [string, string]
  /** In a right-aligned column: the longest end a number has from its decimal sign on; all signs then stand below each other. */
  decimals?: string
  /** Few different values: each is encoded once per document. */
  repeats?: boolean
}

export interface Grid {
  columns: readonly Column[]
  fontSize: number
  rowHeight: number
}

/** What begins with the next row. */
export type Rule = 'day' | 'month'

const rules: Record<Rule, { thickness: number; colour: Colour }> = {
  day: { thickness: 0.25, colour: 0.7 },
  month: { thickness: 1, colour: [0.1, 0.27, 0.42] },
}

interface Fitted {
  bytes: Uint8Array
  /** 1/1000 of the grid's font size, already scaled when `size` differs. */
  width: number
  /** The part of it from the decimal sign on; 0 without one. */
  decimals: number
  size: number
  missing: number
}

/** More rows than this are tagged a page at a time: an element for each cell weighs more than the cell. */
export const maxTaggedRows = 5_000

/**
 * Writes rows of a fixed grid as text operators: one `TJ` array a row, each cell moved to its place by a number in the
 * array, so that a row costs little and reads out in order. Create one per document.
 */
export class RowWriter {
  readonly #lefts: number[]
  readonly #rights: number[]
  readonly #decimals: number[]
  readonly #caches: (Map<string, Fitted> | undefined)[]
  readonly #scratch = new ContentBuffer()
  readonly #font: PrintFont
  readonly #tags: Tags | undefined
  #headDrawn = false
  #firstTop = 0
  #rowsOnPage = 0
  #rules: { top: number; rule: Rule }[] = []

  /** @param rows how many there will be; it decides how they are tagged */
  constructor(
    readonly canvas: Canvas,
    readonly grid: Grid,
    readonly rows: number,
  ) {
    this.#font = canvas.fonts.regular
    this.#tags = rows > maxTaggedRows ? undefined : canvas.tags
    const unit = grid.fontSize / 1000
    const origin = grid.columns[0]?.left ?? 0
    this.#lefts = grid.columns.map((column) => Math.round((column.left - origin) / unit))
    this.#rights = grid.columns.map((column) => Math.round((column.right - origin) / unit))
    this.#decimals = grid.columns.map(({ decimals = '' }) => this.#font.width(decimals))
    this.#caches = grid.columns.map((column) => (column.repeats ? new Map<string, Fitted>() : undefined))
  }

  /** The head, and the bands behind so many rows; opens the text object. `top` is the upper edge of the head. */
  begin(top: number, rows: number): void {
    const { canvas, grid } = this
    const first = top + headHeight
    if (this.#tags && !this.#headDrawn) this.#drawTaggedHead(this.#tags, top)
    else drawHead(canvas, grid, top)
    this.#headDrawn = true
    this.#firstTop = first
    this.#rowsOnPage = 0
    drawZebra(canvas, grid, first, rows)
    const baseline = a4.height - first - (grid.rowHeight + grid.fontSize * 0.68) / 2
    const { content, tags } = canvas
    if (tags && !this.#tags) content.raw(`/P <</MCID ${tags.mark('P')}>> BDC\n`)
    content.raw(`BT 0 g /${this.#font.id} ${pdfNumber(grid.fontSize)} Tf ${pdfNumber(grid.rowHeight)} TL `)
    content.raw(`1 0 0 1 ${pdfNumber(grid.columns[0]?.left ?? 0)} ${pdfNumber(baseline)} Tm\n`)
  }

  /** A rule above the next row, unless it is the first of its page. Returns the upper edge of that row. */
  separate(rule: Rule): number {
    const top = this.#firstTop + this.#rowsOnPage * this.grid.rowHeight
    if (this.#rowsOnPage > 0) this.#rules.push({ top, rule })
    return top
  }

  row(cells: readonly string[]): void {
    this.#rowsOnPage++
    if (this.#tags) return this.#taggedRow(cells, this.#tags)
    const { content } = this.canvas
    let pen = 0
    content.raw('[')
    for (let i = 0; i < cells.length; i++) {
      const text = cells[i]
      if (text) pen = this.#cell(content, i, text, pen)
    }
    content.raw(']TJ T*\n')
  }

  /** Closes the text object: before anything else is drawn on the page. */
  end(): void {
    const { content, tags } = this.canvas
    content.raw('ET\n')
    if (tags && !this.#tags) content.raw('EMC\n')
    const { left, right } = edgesOf(this.grid)
    for (const { top, rule } of this.#rules)
      this.canvas.line(left, right, top, rules[rule].thickness, rules[rule].colour)
    this.#rules = []
  }

  /** After the last row. */
  finish(): void {
    if (this.#headDrawn) this.#tags?.close()
  }

  #drawTaggedHead(tags: Tags, top: number): void {
    tags.open('Table')
    this.canvas.group('TR', () => drawHeadOnce(this.canvas, this.grid, top))
  }

  #taggedRow(cells: readonly string[], tags: Tags): void {
    const { content } = this.canvas
    let pen = 0
    tags.open('TR')
    for (let i = 0; i < cells.length; i++) {
      const text = cells[i]
      if (!text) {
        tags.emptyCell()
        continue
      }
      content.raw('/TD <</MCID ').int(tags.mark('TD')).raw('>> BDC [')
      pen = this.#cell(content, i, text, pen)
      content.raw(']TJ EMC\n')
    }
    tags.close()
    content.raw('T*\n')
  }

  #cell(content: ContentBuffer, i: number, raw: string, pen: number): number {
    const cache = this.#caches[i]
    const cached = cache?.get(raw)
    if (cached) {
      this.#font.missingGlyphs += cached.missing
      return this.#place(content, i, cached, pen)
    }
    const room = (this.#rights[i] ?? 0) - (this.#lefts[i] ?? 0)
    const width = this.#font.plainWidth(raw)
    if (width >= 0 && width <= room && !cache) {
      const start = this.#start(i, width, this.#decimals[i] === 0 ? 0 : this.#font.width(decimalsOf(raw)))
      content.int(pen - start)
      this.#font.writePlain(raw, content)
      return start + width
    }
    const text = printable(raw)
    const fitted = this.#font.width(text) <= room ? this.#encode(text, 1) : this.#fit(text, room)
    if (cache && cache.size < 4096) cache.set(raw, fitted)
    return this.#place(content, i, fitted, pen)
  }

  /** A long text gets an ellipsis; a number which alone is too long gets a smaller font, for it must never be cut. */
  #fit(text: string, room: number): Fitted {
    const fitted = fitLine(this.#font, text, room)
    if (fitted !== ellipsis) return this.#encode(fitted, 1)
    const number = leadingNumber(text)
    const kept = number === '' || number.length === text.length ? text : number + ellipsis
    return this.#encode(kept, room / this.#font.width(kept))
  }

  #encode(text: string, scale: number): Fitted {
    const before = this.#font.missingGlyphs
    this.#font.write(text, this.#scratch)
    const width = Math.floor(this.#font.width(text) * scale)
    return {
      bytes: this.#scratch.take(),
      width,
      decimals: Math.floor(this.#font.width(decimalsOf(text)) * scale),
      size: this.grid.fontSize * scale,
      missing: this.#font.missingGlyphs - before,
    }
  }

  #place(content: ContentBuffer, i: number, fitted: Fitted, pen: number): number {
    const start = this.#start(i, fitted.width, fitted.decimals)
    content.int(pen - start)
    if (fitted.size === this.grid.fontSize) content.copy(fitted.bytes)
    else {
      content.raw(`]TJ /${this.#font.id} ${pdfNumber(fitted.size)} Tf `).copy(fitted.bytes)
      content.raw(`Tj /${this.#font.id} ${pdfNumber(this.grid.fontSize)} Tf [`)
    }
    return start + fitted.width
  }

  #start(i: number, width: number, decimals: number): number {
    const left = this.#lefts[i] ?? 0
    if (this.grid.columns[i]?.align !== 'right') return left
    const most = this.#decimals[i] ?? 0
    const free = most === 0 || decimals === 0 ? 0 : most - decimals
    return Math.max(left, (this.#rights[i] ?? 0) - width - free)
  }
}

const headHeight = 23

function edgesOf({ columns }: Grid): { left: number; right: number } {
  return { left: (columns[0]?.left ?? 0) - 3, right: (columns.at(-1)?.right ?? 0) + 3 }
}

function drawHead(canvas: Canvas, grid: Grid, top: number): void {
  canvas.again(`head ${top}`, () => drawHeadOnce(canvas, grid, top))
}

function drawHeadOnce(canvas: Canvas, grid: Grid, top: number): void {
  const left = grid.columns[0]?.left ?? 0
  const right = grid.columns.at(-1)?.right ?? 0
  canvas.line(left, right, top, 0.8)
  for (const column of grid.columns) {
    const x = column.align === 'right' ? column.right : column.left
    canvas.tagged('TH', () => {
      canvas.text(x, top + 9.2, column.head[0], { size: 6.6, weight: 'bold', align: column.align })
      canvas.text(x, top + 17.4, column.head[1], { size: 6.6, align: column.align, colour: 0.3 })
    })
  }
  canvas.line(left, right, top + headHeight - 1.5, 0.5)
}

/** A light band behind every second row. */
function drawZebra(canvas: Canvas, grid: Grid, top: number, rows: number): void {
  canvas.again(`zebra ${top} ${rows}`, () => {
    const { left, right } = edgesOf(grid)
    const bands = Array.from({ length: rows >> 1 }, (_, i) => top + (2 * i + 1) * grid.rowHeight)
    canvas.rects(left, bands, right - left, grid.rowHeight, 0.95)
  })
}

export function headSpace(): number {
  return headHeight
}
