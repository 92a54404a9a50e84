import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ContentBuffer } from './content'
import { printable } from './text'
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

/** A font inside one document: knows its glyph codes and widths, and counts what it had to replace. */
export class PrintFont {
  readonly id: string
  /** Characters shown as U+FFFD so far. */
  missingGlyphs = 0
  readonly #font: EmbeddedFont
  readonly #codes = new Uint16Array(0x10000)
  readonly #widths = new Uint16Array(0x10000)
  readonly #replacement: number
  readonly #shapes = new Map<string, Shape>()

  constructor(font: EmbeddedFont) {
    this.#font = font
    this.id = font.id
    this.#replacement = this.#load(REPLACEMENT)
  }

  /** Width without kerning, in 1/1000 of the font size. `text` must be `printable`. */
  width(text: string): number {
    let width = 0
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (isTrail(unit)) continue
      if (this.#codes[unit] === 0) this.#load(unit)
      width += this.#widths[unit] ?? 0
    }
    return width
  }

  /** The glyph codes of `text`, as the inside of a literal string. */
  write(text: string, into: ContentBuffer): void {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (isTrail(unit)) continue
      const code = this.#codes[unit] || this.#load(unit)
      if (code === this.#replacement) this.missingGlyphs++
      into.glyph(code)
    }
  }

  /** Kerned text for everything that is not a table row: the elements of a `TJ` array, and the width in 1/1000. */
  shape(text: string): { width: number; write: (into: ContentBuffer) => void } {
    const shape = this.#shapes.get(text) ?? this.#layOut(text)
    const width = shape.positions.reduce((sum, position) => sum + position.xAdvance, 0)
    return { width, write: (into) => this.#writeShaped(shape, into) }
  }

  /** Without ligatures: every glyph then stands for one character, and the text can be taken out again. */
  #layOut(text: string): Shape {
    const shape = this.#font.layout(this.#replaceUnknown(printable(text)), { liga: false })
    if (this.#shapes.size < 512) this.#shapes.set(text, shape)
    return shape
  }

  #writeShaped({ glyphs, positions }: Shape, into: ContentBuffer): void {
    into.raw('(')
    glyphs.forEach((glyph, i) => {
      into.glyph(this.#include(glyph, glyph.codePoints))
      const position = positions[i]
      const kern = position ? Math.round(position.advanceWidth - position.xAdvance) : 0
      if (kern === 0) return
      into.raw(')').int(kern)
      into.raw('(')
    })
    into.raw(')')
  }

  #replaceUnknown(text: string): string {
    let known = ''
    for (const character of text) {
      const unit = character.charCodeAt(0)
      const code = this.#codes[unit] || this.#load(unit)
      if (code === this.#replacement) this.missingGlyphs++
      known += code === this.#replacement ? String.fromCharCode(REPLACEMENT) : character
    }
    return known
  }

  /** Surrogate pairs land here by their lead unit: Plex has nothing beyond the basic plane. */
  #load(unit: number): number {
    const has = this.#font.font.hasGlyphForCodePoint(unit)
    const glyph = this.#font.font.glyphForCodePoint(has ? unit : REPLACEMENT)
    const code = this.#include(glyph, [has ? unit : REPLACEMENT])
    this.#codes[unit] = code
    this.#widths[unit] = Math.round(glyph.advanceWidth * this.#font.scale)
    return code
  }

  /** The code points are given, as fontkit forgets those of a glyph that it first met as a part of another. */
  #include(glyph: Glyph, codePoints: number[]): number {
    const code = this.#font.subset.includeGlyph(glyph.id)
    this.#font.widths[code] ??= glyph.advanceWidth * this.#font.scale
    this.#font.unicode[code] ??= codePoints
    return code
  }

  /** For the page's resources. */
  reference(): unknown {
    return this.#font.ref()
  }
}

function isTrail(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
