import type { ContentBuffer } from './content'
import { pdfNumber } from './content'
import type { PrintFont, Weight } from './fonts'
import type { GroupTag, Tags, TextTag } from './tags'
import { ellipsis, cutOutsideNumbers, printable } from './text'

export const a4 = { width: 595.28, height: 841.89 } as const
export const margin = { left: 42, right: 30, top: 30, bottom: 30 } as const
export const contentWidth = a4.width - margin.left - margin.right

const weights = ['regular', 'bold'] as const

export type Fonts = Record<Weight, PrintFont>
/** Gray 0 (black) to 1 (white), or RGB of the same range. */
export type Colour = number | readonly [number, number, number]

export interface TextStyle {
  size: number
  weight?: Weight
  align?: 'left' | 'right' | 'center'
  colour?: Colour
  /** Ellipsized beyond this many points. */
  maxWidth?: number
}

interface Recorded {
  bytes: Uint8Array
  missing: Record<Weight, number>
}

/** Draws on one page; `y` counts points from the top edge, text stands on its baseline. */
export class Canvas {
  /** Of the page that is open. */
  height: number = a4.height
  readonly #recorded = new Map<string, Recorded>()
  /** Inside marked content, which has no other inside it. */
  #marked = false
  /** More than one text may follow in the same element. */
  #spaced = false

  constructor(
    readonly content: ContentBuffer,
    readonly fonts: Fonts,
    /** Without them nothing is marked. */
    readonly tags?: Tags,
  ) {}

  /** Marks what `draw` writes as an element of its own. Text outside any mark is a paragraph by itself. */
  tagged(tag: TextTag, draw: () => void): void {
    if (!this.tags || this.#marked) return draw()
    this.#spaced = true
    this.#mark(`/${tag} <</MCID ${this.tags.mark(tag)}>> BDC\n`, draw)
    this.#spaced = false
  }

  /** What `draw` marks belongs to a new element. */
  group(tag: GroupTag, draw: () => void): void {
    this.tags?.open(tag)
    draw()
    this.tags?.close()
  }

  /** Marks what `draw` writes as nothing to be read out: lines, bands, repeated heads, page numbers. */
  artifact(draw: () => void): void {
    if (!this.tags || this.#marked) return draw()
    this.#mark('/Artifact BMC\n', draw)
  }

  text(x: number, y: number, text: string, style: TextStyle): void {
    if (!this.tags || this.#marked) return this.#text(x, y, text, style)
    this.#mark(`/P <</MCID ${this.tags.mark('P')}>> BDC\n`, () => this.#text(x, y, text, style))
  }

  #text(x: number, y: number, text: string, style: TextStyle): void {
    const font = this.fonts[style.weight ?? 'regular']
    const fitted = style.maxWidth === undefined ? text : fitLine(font, text, (style.maxWidth * 1000) / style.size)
    const shaped = font.shape(fitted)
    const width = (shaped.width * style.size) / 1000
    const left = style.align === 'right' ? x - width : style.align === 'center' ? x - width / 2 : x
    this.content.raw(`BT ${fill(style.colour ?? 0)} /${font.id} ${pdfNumber(style.size)} Tf `)
    this.content.raw(`1 0 0 1 ${pdfNumber(left)} ${pdfNumber(this.height - y)} Tm [`)
    this.content.copy(shaped.bytes)
    // Texts of one element are read out one after the other: a blank keeps their words apart.
    if (this.#spaced) this.content.copy(font.shape(' ').bytes)
    this.content.raw(']TJ ET\n')
  }

  rect(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.rects(x, [y], width, height, colour)
  }

  /** For what looks the same on many pages: `draw` is called once for each key, its operators are kept; an artifact. */
  again(key: string, draw: () => void): void {
    this.artifact(() => this.#again(key, draw))
  }

  #again(key: string, draw: () => void): void {
    const known = this.#recorded.get(key)
    if (known) {
      this.content.copy(known.bytes)
      for (const weight of weights) this.fonts[weight].missingGlyphs += known.missing[weight]
      return
    }
    const from = this.content.length
    const before = { regular: this.fonts.regular.missingGlyphs, bold: this.fonts.bold.missingGlyphs }
    draw()
    const missing = {
      regular: this.fonts.regular.missingGlyphs - before.regular,
      bold: this.fonts.bold.missingGlyphs - before.bold,
    }
    this.#recorded.set(key, { bytes: this.content.copyFrom(from), missing })
  }

  /** Equal boxes below each other, filled as one path. */
  rects(x: number, ys: readonly number[], width: number, height: number, colour: Colour): void {
    if (ys.length === 0) return
    const [left, wide, high] = [x, width, height].map(pdfNumber)
    const boxes = ys.map((y) => `${left} ${pdfNumber(this.height - y - height)} ${wide} ${high} re`)
    this.artifact(() => this.content.raw(`${fill(colour)} ${boxes.join(' ')} f\n`))
  }

  frame(x: number, y: number, width: number, height: number, thickness: number, gray: number): void {
    const box = [x, this.height - y - height, width, height].map(pdfNumber).join(' ')
    this.artifact(() => this.content.raw(`${pdfNumber(gray)} G ${pdfNumber(thickness)} w ${box} re S\n`))
  }

  line(x1: number, x2: number, y: number, thickness: number, colour: Colour = 0): void {
    this.rect(x1, y - thickness / 2, x2 - x1, thickness, colour)
  }

  #mark(begin: string, draw: () => void): void {
    this.#marked = true
    this.content.raw(begin)
    draw()
    this.content.raw('EMC\n')
    this.#marked = false
  }
}

export function fill(colour: Colour): string {
  return typeof colour === 'number' ? `${pdfNumber(colour)} g` : `${colour.map(pdfNumber).join(' ')} rg`
}

/** Ellipsizes to `maxWidth` (1/1000 of the font size) without cutting inside a number. */
export function fitLine(font: PrintFont, text: string, maxWidth: number): string {
  const clean = printable(text)
  if (font.width(clean) <= maxWidth) return clean
  const room = maxWidth - font.width(ellipsis)
  let cut = 0
  let used = 0
  for (const character of clean) {
    used += font.width(character)
    if (used > room) break
    cut += character.length
  }
  return clean.slice(0, cutOutsideNumbers(clean, cut)) + ellipsis
}

/** Breaks text into lines of at most `maxWidth` points at spaces. */
export function wrap(font: PrintFont, text: string, size: number, maxWidth: number): string[] {
  const room = (maxWidth * 1000) / size
  const lines: string[] = []
  let line = ''
  for (const word of printable(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && font.width(longer) > room) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}
