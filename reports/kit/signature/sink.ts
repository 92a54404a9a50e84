import { createHash } from 'node:crypto'
import type { FileSink } from '../file'
import type { PdfSigner } from './signer'

const placeholder = 9_999_999_999
const written = Buffer.from(`/ByteRange [0 ${placeholder} ${placeholder} ${placeholder}]`)
const contents = Buffer.from('/Contents <')

/** The signature dictionary as it is written before the file's length and hash are known (ISO 32000-1, 12.8.1). */
export function unsignedDictionary(signer: PdfSigner, at: Date): Record<string, unknown> {
  return {
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, placeholder, placeholder, placeholder],
    Contents: new Uint8Array(signer.size),
    M: at,
    Name: new String(signer.name),
  }
}

/**
 * Hashes what passes through. From `hold` on it gathers: the tail with the signature dictionary, the cross-reference
 * table and the trailer is all of the file that is in memory when it is signed.
 */
export class SigningSink implements FileSink {
  readonly #sink: FileSink
  readonly #signer: PdfSigner
  readonly #hash = createHash('sha256')
  #length = 0
  #tail: Uint8Array[] | undefined

  constructor(sink: FileSink, signer: PdfSigner) {
    this.#sink = sink
    this.#signer = signer
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#tail) return void this.#tail.push(bytes)
    this.#hash.update(bytes)
    this.#length += bytes.length
    await this.#sink.write(bytes)
  }

  hold(): void {
    this.#tail = []
  }

  async release(): Promise<void> {
    const tail = Buffer.concat(this.#tail ?? [])
    const hole = this.#placeRange(tail)
    this.#hash.update(tail.subarray(0, hole.start)).update(tail.subarray(hole.end))
    const signature = this.#signer.sign(this.#hash.digest())
    if (signature.length !== this.#signer.size) throw new Error('signatures of this signer differ in size')
    tail.write(Buffer.from(signature).toString('hex'), hole.start + 1, 'latin1')
    await this.#sink.write(tail)
  }

  /** Writes the byte range, in the room of its placeholder; the hole is the signature with its angle brackets. */
  #placeRange(tail: Buffer): { start: number; end: number } {
    const range = tail.indexOf(written)
    const start = tail.indexOf(contents, range) + contents.length - 1
    if (range < 0 || start < range) throw new Error('the tail holds no signature dictionary')
    const end = start + 2 * this.#signer.size + 2
    const text = `/ByteRange [0 ${this.#length + start} ${this.#length + end} ${tail.length - end}`
    tail.write(`${text.padEnd(written.length - 1)}]`, range, 'latin1')
    return { start, end }
  }
}
