import PDFDocument from 'pdfkit'
import { ContentBuffer, pdfNumber } from './content'
import type { FileSink } from './file'
import { fontPath, PrintFont, type EmbeddedFont, type Weight } from './fonts'
import { a4, Canvas } from './page'

/** Goes into the file where anyone can read it: no personal data. */
export interface PdfInfo {
  title: string
  /** UTC; also the file's creation date, so that the same input gives the same bytes. */
  printedAt: string
  /** RFC 5646 */
  language: string
}

const parsedFonts = new Map<string, EmbeddedFont['font']>()
const enoughToWrite = 128 * 1024

/** A PDF that is written page by page: a finished page leaves memory before many more are drawn. */
export class PdfFile {
  readonly canvas: Canvas
  pages = 0
  readonly #doc: PDFKit.PDFDocument
  readonly #sink: FileSink

  constructor(sink: FileSink, info: PdfInfo) {
    const printedAt = new Date(info.printedAt)
    this.#sink = sink
    this.#doc = new PDFDocument({
      autoFirstPage: false,
      pdfVersion: '1.7',
      size: [a4.width, a4.height],
      margin: 0,
      // No default font: each of ours is then opened exactly once, and its id is the same in every document.
      font: null as unknown as string,
      lang: info.language,
      displayTitle: true,
      info: {
        Title: info.title,
        Creator: 'Activ Office',
        Producer: 'Activ Office',
        CreationDate: printedAt,
        ModDate: printedAt,
      },
    })
    this.canvas = new Canvas(new ContentBuffer(), { regular: this.#embed('regular'), bold: this.#embed('bold') })
  }

  get missingGlyphs(): number {
    return this.canvas.fonts.regular.missingGlyphs + this.canvas.fonts.bold.missingGlyphs
  }

  startPage(): Canvas {
    this.#doc.addPage()
    this.pages++
    for (const font of Object.values(this.canvas.fonts)) this.#doc.page.fonts[font.id] = font.reference()
    // Undoes pdfkit's flip of the y axis, so that text needs no mirrored matrix.
    this.canvas.content.raw(`1 0 0 -1 0 ${pdfNumber(a4.height)} cm\n`)
    return this.canvas
  }

  /** Hands the drawn page over and waits for the file when enough has gathered. */
  async finishPage(): Promise<void> {
    this.#doc.addContent(this.canvas.content.take())
    this.#doc.flushPages()
    if (this.#doc.readableLength >= enoughToWrite) await this.#drain()
  }

  async end(): Promise<void> {
    this.#doc.end()
    await this.#drain()
  }

  async #drain(): Promise<void> {
    for (;;) {
      const chunk: unknown = this.#doc.read()
      if (!(chunk instanceof Uint8Array)) return
      await this.#sink.write(chunk)
    }
  }

  /** A parsed font is kept for the next document: parsing takes longer than a short report. */
  #embed(weight: Weight): PrintFont {
    const path = fontPath(weight)
    this.#doc.font((parsedFonts.get(path) as unknown as string | undefined) ?? path)
    const { _font: font } = this.#doc as unknown as { _font?: Partial<EmbeddedFont> }
    if (!font?.subset || !font.unicode || !font.widths || !font.font)
      throw new Error('pdfkit keeps its fonts otherwise')
    parsedFonts.set(path, font.font)
    return new PrintFont(font as EmbeddedFont)
  }
}
