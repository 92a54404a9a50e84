import { ObjectId, type PackedObjects, type PdfInternals, type PdfReference } from './objects'
import { pdfNumber } from './content'

/** A page, as pdfkit, the structure and the signature field refer to it. */
export class PageRef extends ObjectId {
  /** Further entries of the dictionary, as PDF. */
  readonly entries = new Map<string, string>()
  /** Read by pdfkit where a bookmark leads to. */
  readonly data: { MediaBox: readonly [0, 0, number, number] }

  constructor(id: number, width: number, height: number) {
    super(id)
    this.data = { MediaBox: [0, 0, width, height] }
  }
}

/**
 * The pages of a file, written by ourselves: pdfkit makes three objects of each, one of them the same resources, and
 * puts their texts together piece by piece, which takes as long as half a page of rows.
 */
export class Pages {
  readonly #doc: PdfInternals
  readonly #objects: PackedObjects
  readonly #resources: PdfReference

  /** @param fonts of every page, by their names in its content */
  constructor(doc: PdfInternals, objects: PackedObjects, fonts: Record<string, unknown>) {
    this.#doc = doc
    this.#objects = objects
    this.#resources = doc.ref({ Font: fonts })
  }

  /** The next page; what pdfkit adds, e.g. a bookmark, refers to it. */
  open(width: number, height: number): PageRef {
    const page = new PageRef(this.#objects.allocate(), width, height)
    const { Pages: tree } = this.#doc._root.data
    tree.data.Kids.push(page)
    tree.data.Count++
    this.#doc.page = { dictionary: page }
    return page
  }

  /** @param deflated its content */
  write(page: PageRef, deflated: Uint8Array): void {
    const content = this.#objects.allocate()
    const doc = this.#doc
    doc._offsets[content - 1] = doc._offset
    doc._write(`${content} 0 obj\n<<\n/Filter /FlateDecode\n/Length ${deflated.length}\n>>\nstream`)
    doc._write(deflated)
    doc._write('\nendstream\nendobj')
    const [, , width, height] = page.data.MediaBox
    const own = [...page.entries].map(([name, value]) => `/${name} ${value}`).join(' ')
    const shared = `/Parent ${String(doc._root.data.Pages)} /Resources ${String(this.#resources)}`
    const box = `/MediaBox [0 0 ${pdfNumber(width)} ${pdfNumber(height)}]`
    this.#objects.write(page.id, `<</Type /Page ${shared} ${box} /Contents ${content} 0 R /Tabs /S ${own}>>`)
  }

  end(): void {
    this.#resources.end()
  }
}
