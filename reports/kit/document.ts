import PDFDocument from 'pdfkit'
import { ContentBuffer } from './content'
import { Deflater } from './deflate'
import type { FileSink } from './file'
import { fontPath, PrintFont, type EmbeddedFont, type Weight } from './fonts'
import { PackedObjects, type PdfInternals } from './objects'
import { a4, Canvas, type Fonts } from './page'
import { Pages, type PageRef } from './pages'
import { SignatureField } from './signature/field'
import type { PdfSigner } from './signature/signer'
import { SigningSink } from './signature/sink'
import { Tags } from './tags'
import { printable } from './text'

/** Goes into the file where anyone can read it: no personal data. */
export interface PdfInfo {
  title: string
  /** UTC; also the file's creation date, so that the same input gives the same bytes. */
  printedAt: string
  /** RFC 5646 */
  language: string
}

interface DocumentInternals extends PdfInternals {
  getStructTreeRoot(): { id: number; data: Record<string, unknown> }
  _addPdfaMetadata(): void
}

/** A page that is drawn and in the thread pool to be deflated. */
interface DrawnPage {
  page: PageRef
  deflated: Promise<Uint8Array>
}

export interface PdfSealing {
  signer: PdfSigner
  /** What the registry vouches for, as text: kept in the file for those who check it without a camera. */
  claim?: string
}

const parsedFonts = new Map<string, EmbeddedFont['font']>()
const enoughToWrite = 128 * 1024

/** A PDF that is written page by page: a finished page leaves memory before many more are drawn. */
export class PdfFile {
  readonly canvas: Canvas
  pages = 0
  readonly #doc: PDFKit.PDFDocument
  readonly #sink: FileSink
  readonly #deflaters = [new Deflater(), new Deflater()]
  readonly #drawn: DrawnPage[] = []
  readonly #tags: Tags
  readonly #pages: Pages
  #page: PageRef | undefined
  /** Written by pdfkit, but not yet with the sink. */
  #gathered: Uint8Array[] = []
  #gatheredLength = 0
  readonly #signing: { sink: SigningSink; field: SignatureField } | undefined

  constructor(sink: FileSink, info: PdfInfo, sealing?: PdfSealing) {
    const printedAt = new Date(info.printedAt)
    const signing = sealing && new SigningSink(sink, sealing.signer)
    this.#sink = signing ?? sink
    this.#doc = new PDFDocument({
      autoFirstPage: false,
      pdfVersion: '1.7',
      size: [a4.width, a4.height],
      margin: 0,
      // No default font: each of ours is then opened exactly once, and its id is the same in every document.
      font: null as unknown as string,
      lang: info.language,
      displayTitle: true,
      tagged: true,
      // For the colour profile and the metadata that PDF/A-2b asks for; see `#claimNothing`.
      subset: 'PDF/A-2b',
      info: {
        Title: titleOf(info),
        Creator: 'Activ Office',
        Producer: 'Activ Office',
        CreationDate: printedAt,
        ModDate: printedAt,
      },
    })
    this.#claimNothing()
    this.#gather()
    const internals = this.#internals
    const objects = new PackedObjects(internals)
    this.#tags = new Tags(objects, internals.getStructTreeRoot())
    this.#signing = signing && { sink: signing, field: new SignatureField(internals, sealing, printedAt) }
    const fonts = this.#fonts()
    this.#pages = new Pages(internals, objects, referencesOf(fonts))
    this.canvas = new Canvas(new ContentBuffer(), fonts, this.#tags)
  }

  get missingGlyphs(): number {
    return this.canvas.fonts.regular.missingGlyphs + this.canvas.fonts.bold.missingGlyphs
  }

  /** `size` in points where it is not A4. */
  startPage(size: { width: number; height: number } = a4): Canvas {
    const page = this.#pages.open(size.width, size.height)
    this.#page = page
    this.canvas.height = size.height
    if (this.pages++ === 0) this.#signing?.field.putOn(page)
    this.#tags.startPage(page)
    return this.canvas
  }

  /**
   * Hands the drawn page over. It is deflated while the next ones are drawn, at most as many as there are deflaters,
   * and the pages are written in their order; waits for the file when enough has gathered.
   */
  async finishPage(): Promise<void> {
    const deflater = this.#deflaters[this.pages % this.#deflaters.length] ?? new Deflater()
    if (this.#drawn.length === this.#deflaters.length) await this.#writeOldest()
    this.#tags.endPage()
    if (!this.#page) throw new Error('no page is open')
    this.#drawn.push({ page: this.#page, deflated: deflater.deflate(this.canvas.content.take()) })
    this.#page = undefined
    if (this.#gatheredLength >= enoughToWrite) await this.#drain()
  }

  async end(): Promise<void> {
    while (this.#drawn.length > 0) await this.#writeOldest()
    for (const deflater of this.#deflaters) deflater.close()
    this.#pages.end()
    this.#tags.end()
    if (this.#signing) {
      await this.#drain()
      this.#signing.sink.hold()
      this.#signing.field.end()
    }
    this.#doc.end()
    await this.#drain()
    await this.#signing?.sink.release()
  }

  /** In the list of contents beside the pages: here, `top` points from the upper edge. */
  bookmark(title: string, top: number): void {
    this.#doc.outline.addItem(printable(title), { top, left: a4.width } as object)
  }

  get #internals(): DocumentInternals {
    return this.#doc as unknown as DocumentInternals
  }

  /** No validator has looked at the file, so its metadata do not say that it conforms. */
  #claimNothing(): void {
    this.#internals._addPdfaMetadata = () => undefined
  }

  async #writeOldest(): Promise<void> {
    const oldest = this.#drawn.shift()
    if (oldest) this.#pages.write(oldest.page, await oldest.deflated)
  }

  /** What pdfkit writes comes to us at once and not by way of its stream. */
  #gather(): void {
    const head: unknown = this.#doc.read()
    this.#internals.push = (bytes) => {
      if (!bytes) return
      this.#gathered.push(bytes)
      this.#gatheredLength += bytes.length
    }
    if (head instanceof Uint8Array) this.#internals.push(head)
  }

  async #drain(): Promise<void> {
    const bytes = Buffer.concat(this.#gathered, this.#gatheredLength)
    this.#gathered = []
    this.#gatheredLength = 0
    await this.#sink.write(bytes)
  }

  #fonts(): Fonts {
    return { regular: this.#embed('regular'), bold: this.#embed('bold') }
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

/** Without what XML would take for markup: pdfkit puts the title into the metadata as it is. */
function titleOf({ title }: PdfInfo): string {
  return printable(title).replace(/[<>&]/g, '')
}

function referencesOf(fonts: Fonts): Record<string, unknown> {
  return Object.fromEntries(Object.values(fonts).map((font) => [font.id, font.reference()]))
}
