/**
 * Messages of the Internet Printing Protocol, as far as a client of CUPS needs them (RFC 8010, 3.1; CUPS
 * implementation of IPP). Our own: the packages there are cannot write a page range, or bring ten times the code.
 */
export const operation = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getPrinterAttributes: 0x000b,
  getDefault: 0x4001,
  getPrinters: 0x4002,
} as const

export const groupTag = { operation: 1, job: 2, end: 3, printer: 4 } as const

const valueTag = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  range: 0x33,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const

export type Tag = keyof typeof valueTag
export type Value = number | boolean | string | readonly [number, number]
/** One attribute to be written; several values make a set. */
export type Attribute = readonly [tag: Tag, name: string, ...values: Value[]]

export interface Request {
  operation: number
  id: number
  groups: readonly (readonly [group: number, attributes: readonly Attribute[]])[]
}

/** Every request begins with these two (RFC 8011, 4.1.4.1). */
const opening: readonly Attribute[] = [
  ['charset', 'attributes-charset', 'utf-8'],
  ['language', 'attributes-natural-language', 'en'],
]

export function encodeRequest({ operation: code, id, groups }: Request): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(0x0200, 0)
  head.writeUInt16BE(code, 2)
  head.writeInt32BE(id, 4)
  const body = groups.flatMap(([group, attributes], index) => [
    Buffer.from([group]),
    ...[...(index === 0 ? opening : []), ...attributes].flatMap(encodeAttribute),
  ])
  return Buffer.concat([head, ...body, Buffer.from([groupTag.end])])
}

function encodeAttribute([tag, name, ...values]: Attribute): Buffer[] {
  return values.flatMap((value, index) => [
    Buffer.from([valueTag[tag]]),
    sized(Buffer.from(index === 0 ? name : '')),
    sized(encodeValue(value)),
  ])
}

function encodeValue(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.from(value)
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0])
  const numbers = typeof value === 'number' ? [value] : value
  const bytes = Buffer.alloc(4 * numbers.length)
  numbers.forEach((number, index) => bytes.writeInt32BE(number, 4 * index))
  return bytes
}

function sized(bytes: Buffer): Buffer {
  if (bytes.length > 0x7fff) throw new RangeError('too long for IPP')
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** Attributes of one group by name. Values that no caller needs (dates, collections …) come as their bytes, in latin1. */
export type Group = ReadonlyMap<string, readonly Value[]>

export interface Response {
  /** Below 0x100: successful (RFC 8011, appendix B). */
  status: number
  groups: { tag: number; attributes: Group }[]
}

/** @throws RangeError when the bytes are no IPP response */
export function decodeResponse(bytes: Buffer): Response {
  const groups: { tag: number; attributes: Map<string, Value[]> }[] = []
  let values: Value[] | undefined
  for (let at = 8; ;) {
    const tag = bytes.readUInt8(at++)
    if (tag === groupTag.end) return { status: bytes.readUInt16BE(2), groups }
    if (tag < 0x10) {
      groups.push({ tag, attributes: new Map() })
      continue
    }
    const name = field(bytes, at)
    const value = field(bytes, at + 2 + name.length)
    at += 4 + name.length + value.length
    // Without a name it is one more value of the attribute before.
    if (name.length > 0) groups.at(-1)?.attributes.set(name.toString(), (values = []))
    values?.push(decodeValue(tag, value))
  }
}

/** A field with its length before it. */
function field(bytes: Buffer, at: number): Buffer {
  const end = at + 2 + bytes.readUInt16BE(at)
  if (end > bytes.length) throw new RangeError('IPP response is cut short')
  return bytes.subarray(at + 2, end)
}

function decodeValue(tag: number, bytes: Buffer): Value {
  if (tag === valueTag.integer || tag === valueTag.enum) return bytes.readInt32BE(0)
  if (tag === valueTag.boolean) return bytes.readUInt8(0) === 1
  if (tag === valueTag.range) return [bytes.readInt32BE(0), bytes.readInt32BE(4)]
  return bytes.toString(tag >= 0x40 ? 'utf8' : 'latin1')
}
