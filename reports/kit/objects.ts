import { deflateSync } from 'node:zlib'

/** An object that pdfkit writes when it ends. */
export interface PdfReference<Data = Record<string, unknown>> {
  data: Data
  end(): void
}

/** What is used of pdfkit 0.20's document and not in its types. */
export interface PdfInternals {
  /** Offset of each object in the file, by its number less one. */
  _offsets: (number | null)[]
  _offset: number
  _root: PdfReference<Record<string, unknown> & { Pages: PdfReference<{ Kids: unknown[]; Count: number }> }>
  _info: unknown
  _id: unknown
  /** Where bookmarks lead to. */
  page: { dictionary: unknown } | null
  ref(data: object): PdfReference
  _write(data: string | Uint8Array): void
  _finalize(): void
  push(data: Uint8Array | null): void
}

/** A reference to an object that pdfkit knows nothing of; pdfkit writes it by `toString`, for its tag says it is no plain object. */
export class ObjectId {
  readonly [Symbol.toStringTag] = 'ObjectId'

  constructor(readonly id: number) {}

  toString(): string {
    return `${this.id} 0 R`
  }
}

const objectsInStream = 400

/**
 * Small objects by the thousand, as the structure of a table has them: kept in compressed object streams, and for their
 * sake the cross-reference table is a stream too (ISO 32000-1, 7.5.7 and 7.5.8). Only one stream's worth is in memory.
 */
export class PackedObjects {
  readonly #doc: PdfInternals
  /** By object number: the stream it is in, and its place there. */
  readonly #streams: number[] = []
  readonly #places: number[] = []
  #ids: number[] = []
  #texts: string[] = []

  constructor(doc: PdfInternals) {
    this.#doc = doc
    doc._finalize = () => this.#writeEnd()
  }

  allocate(): number {
    return this.#doc._offsets.push(null)
  }

  /** @param text ASCII */
  write(id: number, text: string): void {
    this.#ids.push(id)
    this.#texts.push(text)
    if (this.#ids.length === objectsInStream) this.flush()
  }

  flush(): void {
    const count = this.#ids.length
    if (count === 0) return
    const stream = this.allocate()
    let length = 0
    const index = this.#ids.map((id, place) => {
      this.#streams[id] = stream
      this.#places[id] = place
      const entry = `${id} ${length}`
      length += (this.#texts[place]?.length ?? 0) + 1
      return entry
    })
    const head = `${index.join(' ')}\n`
    const body = Buffer.from(`${head}${this.#texts.join('\n')}\n`, 'latin1')
    this.#ids = []
    this.#texts = []
    this.#writeStream(stream, `/Type /ObjStm /N ${count} /First ${head.length}`, body)
  }

  /** In place of pdfkit's table and trailer. */
  #writeEnd(): void {
    const doc = this.#doc
    const id = this.allocate()
    const start = doc._offset
    const size = doc._offsets.length + 1
    doc._offsets[id - 1] = start
    const ids = [doc._id, doc._id].map((each) => `<${Buffer.from(each as Uint8Array).toString('hex')}>`).join(' ')
    const entries = `/Type /XRef /Size ${size} /W [1 4 2] /Root ${String(doc._root)} /Info ${String(doc._info)} /ID [${ids}]`
    this.#writeStream(id, entries, this.#crossReferences(size))
    doc._write(`startxref\n${start}\n%%EOF`)
    doc.push(null)
  }

  #crossReferences(size: number): Uint8Array {
    const table = Buffer.alloc(size * 7)
    table.writeUInt16BE(0xffff, 5)
    for (let id = 1; id < size; id++) {
      const stream = this.#streams[id]
      table[id * 7] = stream === undefined ? 1 : 2
      table.writeUInt32BE(stream ?? this.#doc._offsets[id - 1] ?? 0, id * 7 + 1)
      table.writeUInt16BE(this.#places[id] ?? 0, id * 7 + 5)
    }
    return table
  }

  #writeStream(id: number, entries: string, body: Uint8Array): void {
    const doc = this.#doc
    const bytes = deflateSync(body)
    doc._offsets[id - 1] = doc._offset
    doc._write(`${id} 0 obj\n<<${entries} /Filter /FlateDecode /Length ${bytes.length}>>\nstream`)
    doc._write(bytes)
    doc._write('\nendstream\nendobj')
  }
}
