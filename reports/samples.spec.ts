import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleApplications } from './documents/application/sample'
import { sampleHead } from './documents/detailization/sample'
import { samples, writeSamples } from './samples'
import { checkPdf, printedFonts, printedInfo, printedText } from './testing/printed'

const folder = mkdtempSync(join(tmpdir(), 'samples-'))
afterAll(() => rmSync(folder, { recursive: true }))

const names = Object.keys(samples)
const fileOf = (name: string) => join(folder, `${name}.pdf`)
beforeAll(async () => {
  expect(await writeSamples(folder)).toEqual(names.map(fileOf))
})

/** Nothing of a person where a file manager or a mail server can read it. */
const personal = [sampleHead.msisdn, ...sampleHead.subscriber.split(' '), sampleApplications.unblock.documentTail]

describe.each(names)('%s', (name) => {
  it('is a sound PDF with its fonts inside', () => {
    checkPdf(fileOf(name))
    const fonts = printedFonts(fileOf(name))
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toEqual({ embedded: true, subset: true, unicode: true })
  })

  it('has a title and nothing personal in its metadata', () => {
    const info = printedInfo(fileOf(name))
    expect(info.get('Title')).toMatch(/ № /)
    const told = [...info.values()].join(' ')
    for (const word of personal) expect(told).not.toContain(word)
  })

  it('reads out in words, without a glyph the font lacks', async () => {
    const text = printedText(fileOf(name))
    expect(text).not.toContain('\ufffd')
    expect(text.length).toBeGreaterThan(200)
    expect((await samples[name]?.(fileOf(name)))?.missingGlyphs).toBe(0)
  })

  it('is the same bytes once more', async () => {
    const before = readFileSync(fileOf(name))
    await samples[name]?.(fileOf(name))
    expect(before.equals(readFileSync(fileOf(name)))).toBe(true)
  })
})
