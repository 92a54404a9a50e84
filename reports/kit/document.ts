import PDFDocument from 'pdfkit'
import { ContentBuffer } from './content'
import { Deflater } from './deflate'
import type { FileSink } from './file'
import { fontPath, PrintFont, type EmbeddedFont, type Weight } from './fonts'
import { PackedObjects, type PdfInternals } from './objects'
import { a4, Canvas, type Fonts } from './page'
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

/** What pdfkit 0.20 keeps for a stream of its own; pinned here because its types do not show it. */
interface PdfStream {
  data: Record<string, unknown>
  buffer: Uint8Array[]
  compress: boolean
  write(bytes: Uint8Array): void
  end(): void
}

interface PdfPage {
  content: Pick<PdfStream, 'write' | 'end'>
  dictionary: { id: number; data: Record<string, unknown> }
  fonts: Record<string, unknown>
}

interface DocumentInternals extends PdfInternals {
  getStructTreeRoot(): { id: number; data: Record<string, unknown> }
  _addPdfaMetadata(): void
}

/** A page that is drawn and in the thread pool to be deflated. */
interface DrawnPage {
  page: PdfPage
  stream: PdfStream
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
    this.#tags = new Tags(new PackedObjects(this.#internals), this.#internals.getStructTreeRoot())
    this.#signing = signing && { sink: signing, field: new SignatureField(this.#doc, sealing, printedAt) }
    this.canvas = new Canvas(new ContentBuffer(), this.#fonts(), this.#tags)
  }

  get missingGlyphs(): number {
    return this.canvas.fonts.regular.missingGlyphs + this.canvas.fonts.bold.missingGlyphs
  }

  /** `size` in points where it is not A4. */
  startPage(size: { width: number; height: number } = a4): Canvas {
    this.#doc.addPage({ size: [size.width, size.height], margin: 0 })
    this.canvas.height = size.height
    if (this.pages++ === 0) this.#signing?.field.putOnPage()
    const page = this.#page
    this.#tags.startPage(page.dictionary)
    for (const font of Object.values(this.canvas.fonts)) page.fonts[font.id] = font.reference()
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
    const page = this.#page
    const stream = page.content as PdfStream
    // pdfkit has flipped the y axis, which would mirror our text; and it would end the stream before it is deflated.
    stream.buffer = []
    stream.compress = false
    stream.data = { Filter: 'FlateDecode' }
    page.content = { write: noContent, end: () => undefined }
    this.#drawn.push({ page, stream, deflated: deflater.deflate(this.canvas.content.take()) })
    this.#doc.flushPages()
    if (this.#doc.readableLength >= enoughToWrite) await this.#drain()
  }

  async end(): Promise<void> {
    while (this.#drawn.length > 0) await this.#writeOldest()
    for (const deflater of this.#deflaters) deflater.close()
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

  get #page(): PdfPage {
    return this.#doc.page as unknown as PdfPage
  }

  async #writeOldest(): Promise<void> {
    const oldest = this.#drawn.shift()
    if (!oldest) return
    oldest.stream.write(await oldest.deflated)
    oldest.stream.end()
    // pdfkit keeps the dictionary of every page to the end, though it is written.
    oldest.page.dictionary.data = {}
  }

  async #drain(): Promise<void> {
    for (;;) {
      const chunk: unknown = this.#doc.read()
      if (!(chunk instanceof Uint8Array)) return
      await this.#sink.write(chunk)
    }
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

function noContent(): never {
  throw new Error('the page is finished')
}
