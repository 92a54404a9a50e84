const BACKSLASH = 0x5c
// What follows the backslash: a bare CR would be read as LF, and an escaped one as nothing at all.
const escapes = new Uint8Array(256)
for (const byte of [0x28, 0x29, BACKSLASH]) escapes[byte] = byte
escapes[0x0d] = 0x72

/** In a cell of `ContentBuffer.string`: one of the two bytes has to be escaped. */
export const escaped = 0x8000

export function needsEscape(code: number): boolean {
  return escapes[code >> 8] !== 0 || escapes[code & 0xff] !== 0
}

/** A growing byte buffer for the content stream of one page: PDF operators and two-byte glyph codes. */
export class ContentBuffer {
  #bytes = new Uint8Array(32 * 1024)
  length = 0

  /** ASCII operators. */
  raw(ascii: string): this {
    this.#reserve(ascii.length)
    for (let i = 0; i < ascii.length; i++) this.#bytes[this.length++] = ascii.charCodeAt(i)
    return this
  }

  copy(part: Uint8Array): this {
    this.#reserve(part.length)
    this.#bytes.set(part, this.length)
    this.length += part.length
    return this
  }

  /** One glyph code inside a literal string; the four bytes that mean something there are escaped. */
  glyph(code: number): void {
    this.#reserve(4)
    this.#stringByte(code >> 8)
    this.#stringByte(code & 0xff)
  }

  /**
   * A literal string of what `cells` holds for each UTF-16 unit of `text`: glyph codes of 15 bits, and {@link escaped}
   * beside those that need more than their two bytes. The hot loop of a table.
   */
  string(text: string, cells: Uint32Array): void {
    const { length } = text
    this.#reserve(length * 4 + 2)
    const bytes = this.#bytes
    let at = this.length
    bytes[at++] = 0x28
    for (let i = 0; i < length; i++) {
      const code = cells[text.charCodeAt(i)] ?? 0
      const high = (code >> 8) & 0x7f
      const low = code & 0xff
      if ((code & escaped) === 0) {
        bytes[at] = high
        bytes[at + 1] = low
        at += 2
        continue
      }
      if (escapes[high] !== 0) bytes[at++] = BACKSLASH
      bytes[at++] = escapes[high] || high
      if (escapes[low] !== 0) bytes[at++] = BACKSLASH
      bytes[at++] = escapes[low] || low
    }
    bytes[at++] = 0x29
    this.length = at
  }

  int(value: number): this {
    if (value < 0) {
      this.raw('-')
      return this.int(-value)
    }
    this.#reserve(16)
    if (value < 10) this.#bytes[this.length++] = 48 + value
    else if (value < 10_000) this.#shortInt(value)
    else this.raw(String(value))
    return this
  }

  /** A copy of what was written since `length` was `start`. */
  copyFrom(start: number): Uint8Array {
    return this.#bytes.slice(start, this.length)
  }

  /** A copy of what was written; the buffer is empty afterwards. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.length)
    this.length = 0
    return taken
  }

  #stringByte(byte: number): void {
    const escape = escapes[byte] ?? 0
    if (escape !== 0) this.#bytes[this.length++] = BACKSLASH
    this.#bytes[this.length++] = escape || byte
  }

  /** Up to four digits: the moves between cells. */
  #shortInt(value: number): void {
    const bytes = this.#bytes
    let at = this.length
    if (value >= 1000) bytes[at++] = 48 + ((value / 1000) | 0)
    if (value >= 100) bytes[at++] = 48 + (((value / 100) | 0) % 10)
    bytes[at++] = 48 + (((value / 10) | 0) % 10)
    bytes[at++] = 48 + (value % 10)
    this.length = at
  }

  #reserve(extra: number): void {
    if (this.length + extra <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + extra))
    grown.set(this.#bytes.subarray(0, this.length))
    this.#bytes = grown
  }
}

/** A number as PDF wants it: no exponent, at most three decimals. */
export function pdfNumber(value: number): string {
  const rounded = Math.round(value * 1000) / 1000
  return Object.is(rounded, -0) ? '0' : String(rounded)
}
