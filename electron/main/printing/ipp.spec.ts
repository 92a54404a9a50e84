import { describe, expect, it } from 'vitest'
import { decodeResponse, encodeRequest, groupTag, operation } from './ipp'

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex')

describe('IPP', () => {
  it('is written byte by byte as RFC 8010 shows it', () => {
    const written = encodeRequest({
      operation: operation.printJob,
      id: 1,
      groups: [
        [groupTag.operation, [['uri', 'printer-uri', 'ipp://a']]],
        [
          groupTag.job,
          [
            ['integer', 'copies', 20],
            ['range', 'page-ranges', [1, 3], [5, 5]],
          ],
        ],
      ],
    })
    const attribute = (tag: string, name: string, value: Buffer) =>
      Buffer.concat([hex(tag), sized(Buffer.from(name)), sized(value)])
    expect(written).toEqual(
      Buffer.concat([
        hex('0200 0002 00000001 01'),
        attribute('47', 'attributes-charset', Buffer.from('utf-8')),
        attribute('48', 'attributes-natural-language', Buffer.from('en')),
        attribute('45', 'printer-uri', Buffer.from('ipp://a')),
        hex('02'),
        attribute('21', 'copies', hex('00000014')),
        attribute('33', 'page-ranges', hex('00000001 00000003')),
        attribute('33', '', hex('00000005 00000005')),
        hex('03'),
      ]),
    )
  })

  it('is read with sets, enums, booleans and text of any language', () => {
    const name = Buffer.from('Принтер')
    const bytes = Buffer.concat([
      hex('0200 0001 00000001 01 04'),
      hex('42'),
      sized(Buffer.from('printer-info')),
      sized(name),
      hex('44'),
      sized(Buffer.from('sides')),
      sized(Buffer.from('a')),
      hex('44'),
      sized(Buffer.from('')),
      sized(Buffer.from('b')),
      hex('23'),
      sized(Buffer.from('state')),
      sized(hex('00000005')),
      hex('22'),
      sized(Buffer.from('open')),
      sized(hex('01')),
      hex('03'),
    ])
    const { status, groups } = decodeResponse(bytes)
    expect(status).toBe(1)
    expect(groups.map(({ tag }) => tag)).toEqual([1, 4])
    expect(Object.fromEntries(groups[1]?.attributes ?? [])).toEqual({
      'printer-info': ['Принтер'],
      sides: ['a', 'b'],
      state: [5],
      open: [true],
    })
  })

  it.each(['', '0200', '0200 0000 00000001 01 44 00ff', '0200 0000 00000001 01', '48545450'])(
    'refuses %j, which is none',
    (text) => {
      expect(() => decodeResponse(hex(text))).toThrow(RangeError)
    },
  )
})

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}
