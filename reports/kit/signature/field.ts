import type { PdfSealing } from '../document'
import type { PdfInternals, PdfReference } from '../objects'
import type { PageRef } from '../pages'
import { unsignedDictionary } from './sink'

/** What is used of pdfkit's objects and not in its types. */
interface Internals extends PdfInternals {
  _acroform: unknown
}

/** The invisible signature field: a widget without area on the first page, its dictionary among the last objects. */
export class SignatureField {
  readonly #field: PdfReference
  readonly #signature: PdfReference

  constructor(doc: PdfInternals, { signer, claim }: PdfSealing, at: Date) {
    this.#signature = doc.ref(unsignedDictionary(signer, at))
    const printedAndLocked = 132
    const name = new String('Signature')
    const widget = { Type: 'Annot', Subtype: 'Widget', FT: 'Sig', F: printedAndLocked, Rect: [0, 0, 0, 0] }
    this.#field = doc.ref({ ...widget, T: name, V: this.#signature })
    const root: Record<string, unknown> = doc._root.data
    root['AcroForm'] = doc.ref({ Fields: [this.#field], SigFlags: 3, DR: { Font: {} } })
    // pdfkit ends the form by itself but insists on a font, which a signature does not need.
    const form = doc as Internals
    form._acroform = { fonts: {}, defaultFont: 'none' }
    if (claim !== undefined) root['PieceInfo'] = { ActivOffice: { LastModified: at, Private: new String(claim) } }
  }

  putOn(page: PageRef): void {
    this.#field.data['P'] = page
    page.entries.set('Annots', `[${String(this.#field)}]`)
  }

  end(): void {
    this.#field.end()
    this.#signature.end()
  }
}
