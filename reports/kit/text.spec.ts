import { describe, expect, it } from 'vitest'
import { ContentBuffer, pdfNumber } from './content'
import { cutOutsideNumbers, leadingNumber, printable } from './text'
import { addExact, formatDuration, formatVolume } from './totals'

describe('printable', () => {
  it.each([
    ['plain', 'plain'],
    ['a\tb\r\nc\u2028d', 'a b c d'],
    ['x\ud800y', 'x\ufffdy'],
    ['К\u0301\u200d', 'Ќ'],
    ['\ufeffӘ\u0000', 'Ә'],
  ])('%j -> %j', (text, expected) => expect(printable(text)).toBe(expected))
})

describe('cutOutsideNumbers', () => {
  it.each([
    ['name 77011234567 x', 9, 'name'],
    ['name 77011234567 x', 16, 'name 77011234567'],
    ['name 77011234567 x', 2, 'na'],
    ['to +7 701 123 45 67', 10, 'to'],
    ['77011234567', 5, ''],
    ['sum 1 234,50', 10, 'sum'],
  ])('%j at %i -> %j', (text, cut, expected) => expect(text.slice(0, cutOutsideNumbers(text, cut))).toBe(expected))

  it('knows the number a text begins with', () => {
    expect(['+7 701 · a', 'a 1', '12', '\u22121 000,00'].map(leadingNumber)).toEqual([
      '+7 701',
      '',
      '12',
      '\u22121 000,00',
    ])
  })
})

describe('amounts of use', () => {
  it.each([
    [0, '00:00:00'],
    [3599, '00:59:59'],
    [360_000, '100:00:00'],
  ])('%i s -> %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text))

  it.each([
    [0, '0 Б'],
    [1023, '1023 Б'],
    [1024, '1,00 КБ'],
    [1536, '1,50 КБ'],
    [1_048_570, '1023,99 КБ'],
    [1_048_575, '1,00 МБ'],
    [20_744_000_000, '19,32 ГБ'],
    [5 * 2 ** 40, '5,00 ТБ'],
  ])('%i bytes -> %s', (bytes, text) => expect(formatVolume(bytes)).toBe(text.replace(' ', '\u00a0')))

  it('refuses a sum that would be off', () => {
    expect(addExact(2, -3)).toBe(-1)
    expect(() => addExact(Number.MAX_SAFE_INTEGER, 1)).toThrow(RangeError)
    expect(() => addExact(0.5, 0.5)).toThrow(RangeError)
  })
})

describe('ContentBuffer', () => {
  it('escapes the bytes that mean something in a string, a carriage return as \\r', () => {
    const content = new ContentBuffer()
    for (const code of [0x28, 0x29, 0x5c, 0x0d, 0x0a, 0x2841]) content.glyph(code)
    expect(Buffer.from(content.take()).toString('latin1')).toBe('\0\\(\0\\)\0\\\\\0\\r\0\n\\(A')
    expect(content.length).toBe(0)
  })

  it('writes integers and short decimals', () => {
    const content = new ContentBuffer()
    const numbers = [0, 7, 10, 99, 100, 999, 1000, 9999, 10_000, 123_456, -5, -1050]
    for (const number of numbers) content.raw(' ').int(number)
    expect(Buffer.from(content.take()).toString().trim().split(' ').map(Number)).toEqual(numbers)
    expect([1e-9, -1e-9, 0.12345, 595.28].map(pdfNumber)).toEqual(['0', '0', '0.123', '595.28'])
  })

  it('grows', () => {
    const content = new ContentBuffer()
    for (let i = 0; i < 100_000; i++) content.glyph(i % 7)
    expect(content.take()).toHaveLength(200_000)
  })
})
