import { createHash } from 'node:crypto'
import { chargeSources, usageTypes, type UsageRow } from '#domain/usage'

/**
 * One row as text, for the fingerprint of a report: JSON without blanks, keys in the order below, absent ones left out,
 * `at` as it came. The fingerprint is the SHA-256 of all lines in order, UTF-8, each ended by LF.
 */
export function canonicalUsageLine(row: UsageRow): string {
  const line = new LineBuffer()
  putRow(line, row)
  return line.text().slice(0, -1)
}

/** The fingerprint while the rows go by. */
export class RowsHash {
  readonly #hash = createHash('sha256')
  readonly #lines = new LineBuffer()

  add(row: UsageRow): void {
    putRow(this.#lines, row)
    if (this.#lines.length > enoughToHash) this.#flush()
  }

  /** Lower-case hexadecimal; once. */
  digest(): string {
    this.#flush()
    return this.#hash.digest('hex')
  }

  #flush(): void {
    this.#hash.update(this.#lines.take())
  }
}

const enoughToHash = 60 * 1024

const keys = {
  id: ascii('{"id":'),
  at: ascii(',"at":'),
  otherNumber: ascii(',"otherNumber":'),
  otherName: ascii(',"otherName":'),
  durationSeconds: ascii(',"durationSeconds":'),
  volumeBytes: ascii(',"volumeBytes":'),
  country: ascii(',"country":'),
  network: ascii(',"network":'),
  note: ascii(',"note":'),
  amountTiyn: ascii(',"amountTiyn":'),
}
const lineEnd = ascii('}\n')
const types = entries('type', usageTypes)
const directions = entries('direction', ['in', 'out'])
const sources = entries('chargedFrom', chargeSources)
const roaming = { true: ascii(',"roaming":true'), false: ascii(',"roaming":false') }

function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}

/** The whole entry for each of the values it can have. */
function entries<T extends string>(key: string, values: readonly T[]): Record<T, Uint8Array> {
  return Object.fromEntries(values.map((value) => [value, ascii(`,"${key}":"${value}"`)])) as Record<T, Uint8Array>
}

/** Bytes put together by hand, as JSON.stringify takes as long as drawing the row; a spec holds the two against each other. */
function putRow(line: LineBuffer, row: UsageRow): void {
  line.copy(keys.id).quoted(row.id).copy(keys.at).quoted(row.at).copy(types[row.type])
  if (row.direction !== undefined) line.copy(directions[row.direction])
  if (row.otherNumber !== undefined) line.copy(keys.otherNumber).quoted(row.otherNumber)
  if (row.otherName !== undefined) line.copy(keys.otherName).quoted(row.otherName)
  if (row.durationSeconds !== undefined) line.copy(keys.durationSeconds).number(row.durationSeconds)
  if (row.volumeBytes !== undefined) line.copy(keys.volumeBytes).number(row.volumeBytes)
  if (row.country !== undefined) line.copy(keys.country).quoted(row.country)
  if (row.network !== undefined) line.copy(keys.network).quoted(row.network)
  if (row.roaming !== undefined) line.copy(row.roaming ? roaming.true : roaming.false)
  if (row.chargedFrom !== undefined) line.copy(sources[row.chargedFrom])
  if (row.note !== undefined) line.copy(keys.note).quoted(row.note)
  line.copy(keys.amountTiyn).number(row.amountTiyn).copy(lineEnd)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** JSON as UTF-8 bytes, without a string for each part. */
class LineBuffer {
  #bytes = Buffer.allocUnsafe(64 * 1024)
  length = 0

  ascii(text: string): this {
    this.#reserve(text.length)
    const bytes = this.#bytes
    let at = this.length
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i)
    this.length = at
    return this
  }

  copy(part: Uint8Array): this {
    this.#reserve(part.length)
    this.#bytes.set(part, this.length)
    this.length += part.length
    return this
  }

  quoted(text: string): this {
    this.#reserve(2 * text.length + 2)
    const bytes = this.#bytes
    let at = this.length
    bytes[at++] = QUOTE
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i)
      if (unit >= 0x800 || unit < 0x20 || unit === QUOTE || unit === BACKSLASH) return this.#utf8(JSON.stringify(text))
      if (unit < 0x80) bytes[at++] = unit
      else {
        bytes[at++] = 0xc0 | (unit >> 6)
        bytes[at++] = 0x80 | (unit & 0x3f)
      }
    }
    bytes[at++] = QUOTE
    this.length = at
    return this
  }

  number(value: number): this {
    // Below 2^31 and not -0, as nearly all are: by digits.
    if ((value | 0) !== value || value <= 0) return this.ascii(String(value))
    this.#reserve(10)
    let digits = 1
    for (let power = 10; digits < 10 && value >= power; power *= 10) digits++
    let rest = value
    for (let at = this.length + digits - 1; at >= this.length; at--) {
      this.#bytes[at] = 48 + (rest % 10)
      rest = (rest / 10) | 0
    }
    this.length += digits
    return this
  }

  /** What was written, until the next write; the buffer is empty afterwards. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.length)
    this.length = 0
    return taken
  }

  text(): string {
    return this.#bytes.toString('utf8', 0, this.length)
  }

  #utf8(text: string): this {
    this.#reserve(3 * text.length)
    this.length += this.#bytes.write(text, this.length, 'utf8')
    return this
  }

  #reserve(extra: number): void {
    if (this.length + extra <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(2 * this.#bytes.length, this.length + extra))
    grown.set(this.#bytes.subarray(0, this.length))
    this.#bytes = grown
  }
}
