import type { PdfSealing } from '../document'
import { unsignedDictionary } from './sink'

interface Reference {
  data: Record<string, unknown>
  end(): void
}

/** What is used of pdfkit's objects and not in its types. */
interface Internals {
  _root: Reference
  _acroform: unknown
  page: { dictionary: Reference; annotations: unknown[] }
  ref(data: object): Reference
}

/** The invisible signature field: a widget without area on the first page, its dictionary among the last objects. */
export class SignatureField {
  readonly #doc: Internals
  readonly #field: Reference
  readonly #signature: Reference

  constructor(doc: PDFKit.PDFDocument, { signer, claim }: PdfSealing, at: Date) {
    this.#doc = doc as unknown as Internals
    this.#signature = this.#doc.ref(unsignedDictionary(signer, at))
    const printedAndLocked = 132
    const name = new String('Signature')
    const widget = { Type: 'Annot', Subtype: 'Widget', FT: 'Sig', F: printedAndLocked, Rect: [0, 0, 0, 0] }
    this.#field = this.#doc.ref({ ...widget, T: name, V: this.#signature })
    const root = this.#doc._root.data
    root['AcroForm'] = this.#doc.ref({ Fields: [this.#field], SigFlags: 3, DR: { Font: {} } })
    // pdfkit ends the form by itself but insists on a font, which a signature does not need.
    this.#doc._acroform = { fonts: {}, defaultFont: 'none' }
    if (claim !== undefined) root['PieceInfo'] = { ActivOffice: { LastModified: at, Private: new String(claim) } }
  }

  putOnPage(): void {
    const { page } = this.#doc
    this.#field.data['P'] = page.dictionary
    page.annotations.push(this.#field)
  }

  end(): void {
    this.#field.end()
    this.#signature.end()
  }
}
