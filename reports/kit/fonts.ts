import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ContentBuffer, escaped, needsEscape } from './content'
import { needsCare, printable } from './text'
import { ReportError } from '../errors'

/** The two weights of IBM Plex Sans Condensed (OFL): all Kazakh letters, ₸, tabular figures. */
export const fontFiles = {
  regular: 'IBMPlexSansCondensed-Regular.ttf',
  bold: 'IBMPlexSansCondensed-SemiBold.ttf',
} as const
export type Weight = keyof typeof fontFiles

let fontDir: string | undefined

/** Where the TTF files are. From source it is found by itself; a bundled host passes its own copy. */
export function setFontDir(dir: string): void {
  fontDir = dir
}

export function fontPath(weight: Weight): string {
  const path = join(fontDir ?? join(import.meta.dirname, 'fonts'), fontFiles[weight])
  if (!existsSync(path)) throw new ReportError('REPORT_FILE', { reason: 'font', name: fontFiles[weight] })
  return path
}

interface Glyph {
  id: number
  codePoints: number[]
  advanceWidth: number
}

interface Shape {
  glyphs: Glyph[]
  positions: { xAdvance: number; advanceWidth: number }[]
}

/** The inside of a `TJ` array, and its width in 1/1000 of the font size. */
export interface Shaped {
  bytes: Uint8Array
  width: number
}

/** What pdfkit 0.20 keeps for an embedded font; pinned here because its types do not show it. */
export interface EmbeddedFont {
  id: string
  scale: number
  widths: number[]
  unicode: number[][]
  subset: { includeGlyph(id: number): number }
  font: { hasGlyphForCodePoint(codePoint: number): boolean; glyphForCodePoint(codePoint: number): Glyph }
  layout(text: string, features: Record<string, boolean>): Shape
  ref(): unknown
}

const REPLACEMENT = 0xfffd
/** In a cell of `PrintFont`: the glyph code below, the width above. */
const widthShift = 16

/** A font inside one document: knows its glyph codes and widths, and counts what it had to replace. */
export class PrintFont {
  readonly id: string
  /** Characters shown as U+FFFD so far. */
  missingGlyphs = 0
  readonly #font: EmbeddedFont
  /** By UTF-16 unit: code and width, 0 = not met yet. */
  readonly #cells = new Uint32Array(0x10000)
  /** The same for units that may be printed as they come, whatever stands beside them; 0 = look closer. */
  readonly #plain = new Uint32Array(0x10000)
  readonly #replacement: number
  readonly #kerns: Map<number, number>
  readonly #shapes = new Map<string, Shaped>()
  readonly #scratch = new ContentBuffer()

  constructor(font: EmbeddedFont) {
    this.#font = font
    this.id = font.id
    this.#kerns = kernsOf(font.font)
    this.#replacement = this.#load(REPLACEMENT) & 0xffff
  }

  /** Width without kerning, in 1/1000 of the font size. `text` must be `printable`. */
  width(text: string): number {
    let width = 0
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (!isTrail(unit)) width += this.#cell(unit) >>> widthShift
    }
    return width
  }

  /** The same for any text, or -1 when it has a character that was not met yet, is no letter of the font or needs `printable`. */
  plainWidth(text: string): number {
    const plain = this.#plain
    let width = 0
    for (let i = 0; i < text.length; i++) {
      const cell = plain[text.charCodeAt(i)] ?? 0
      if (cell === 0) return -1
      width += cell >>> widthShift
    }
    return width
  }

  /** A literal string of glyph codes; `text` must have a `plainWidth`. */
  writePlain(text: string, into: ContentBuffer): void {
    into.string(text, this.#plain)
  }

  /** A literal string of glyph codes; `text` must be `printable`. */
  write(text: string, into: ContentBuffer): void {
    into.raw('(')
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (!isTrail(unit)) into.glyph(this.#counted(unit))
    }
    into.raw(')')
  }

  /** Kerned text for everything that is not a table row. */
  shape(text: string): Shaped {
    const known = this.#shapes.get(text)
    if (known) return known
    const missing = this.missingGlyphs
    const shaped = this.#kerned(printable(text))
    // What was replaced is counted each time it is printed, so such a text is not kept.
    if (this.#shapes.size < 512 && missing === this.missingGlyphs) this.#shapes.set(text, shaped)
    return shaped
  }

  /** For the page's resources. */
  reference(): unknown {
    return this.#font.ref()
  }

  #kerned(text: string): Shaped {
    const into = this.#scratch
    let width = 0
    let last = 0
    into.raw('(')
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (isTrail(unit)) continue
      const kern = last === 0 ? 0 : this.#kern(last, unit)
      if (kern !== 0) into.raw(')').int(-kern).raw('(')
      into.glyph(this.#counted(unit))
      width += kern + (this.#cell(unit) >>> widthShift)
      last = unit
    }
    return { bytes: into.raw(')').take(), width }
  }

  /** Pair by pair, as laying out a whole text takes fontkit longer than a page of rows takes us; no ligatures. */
  #kern(left: number, right: number): number {
    const pair = left * 0x10000 + right
    const known = this.#kerns.get(pair)
    if (known !== undefined) return known
    const { positions } = this.#font.layout(String.fromCharCode(left, right), { liga: false })
    const [first] = positions
    const kern = first && positions.length === 2 ? Math.round(first.xAdvance - first.advanceWidth) : 0
    this.#kerns.set(pair, kern)
    return kern
  }

  #counted(unit: number): number {
    const code = this.#cell(unit) & 0xffff
    if (code === this.#replacement) this.missingGlyphs++
    return code
  }

  #cell(unit: number): number {
    return this.#cells[unit] || this.#load(unit)
  }

  /** Surrogate pairs land here by their lead unit: Plex has nothing beyond the basic plane. */
  #load(unit: number): number {
    const has = this.#font.font.hasGlyphForCodePoint(unit)
    const shown = has ? unit : REPLACEMENT
    const glyph = this.#font.font.glyphForCodePoint(shown)
    const code = this.#font.subset.includeGlyph(glyph.id)
    const width = glyph.advanceWidth * this.#font.scale
    this.#font.widths[code] ??= width
    this.#font.unicode[code] ??= [shown]
    const cell = (Math.round(width) << widthShift) | code
    this.#cells[unit] = cell
    if (has && unit !== REPLACEMENT && !needsCare(unit)) this.#plain[unit] = needsEscape(code) ? cell | escaped : cell
    return cell
  }
}

const kerns = new WeakMap<object, Map<number, number>>()

/** The same for every document with the font. */
function kernsOf(font: object): Map<number, number> {
  const known = kerns.get(font) ?? new Map<number, number>()
  kerns.set(font, known)
  return known
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
