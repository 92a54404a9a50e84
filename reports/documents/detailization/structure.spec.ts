import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { maxTaggedRows } from '../../kit/table'
import { checkPdf, printedFonts, printedInfo, printedJson, printedRows, printedTags } from '../../testing/printed'
import { inBatches, sampleHead, sampleRows, summaryOf } from './sample'
import { writeDetailization } from './write'

const folder = mkdtempSync(join(tmpdir(), 'structure-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function printed(count: number): Promise<string> {
  const rows = sampleRows(count)
  const file = join(folder, `${count}.pdf`)
  const summary = await summaryOf(rows, sampleHead)
  await writeDetailization({ head: sampleHead, rows: inBatches(rows), summary, file })
  checkPdf(file)
  return file
}

describe('structure of a detailization', () => {
  it('has a title, and a section for each heading', async () => {
    const tags = printedTags(await printed(100))
    expect(tags.filter((tag) => tag === 'H1')).toHaveLength(1)
    expect(tags.filter((tag) => tag === 'Sect').length).toBeGreaterThan(5)
    expect(tags.filter((tag) => tag === 'H2')).toHaveLength(tags.filter((tag) => tag === 'Sect').length)
  })

  it('has every row on every page: nine cells and a row more for each', async () => {
    const [few, many] = [printedTags(await printed(100)), printedTags(await printed(300))]
    const count = (tags: string[], wanted: string) => tags.filter((tag) => tag === wanted).length
    expect(count(many, 'TR') - count(few, 'TR')).toBe(200)
    expect(count(many, 'TD') - count(few, 'TD')).toBe(200 * 9)
    expect(count(many, 'TH')).toBe(count(few, 'TH'))
  })

  it('is that of pages where there are more rows than it may cost', async () => {
    const file = await printed(maxTaggedRows + 1)
    const tags = printedTags(file)
    expect(tags.filter((tag) => tag === 'H2').length).toBeGreaterThan(5)
    expect(tags.filter((tag) => tag === 'TR').length).toBeLessThan(100)
    expect(printedRows(file)).toHaveLength(maxTaggedRows + 1)
  })
})

describe('a file written to the rules of PDF/A-2b', () => {
  it('embeds a subset of each font, says its colours, and claims nothing and nobody', async () => {
    const file = await printed(200)
    const fonts = printedFonts(file)
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toEqual({ embedded: true, subset: true, unicode: true })
    const bytes = readFileSync(file).toString('latin1')
    expect(bytes.slice(0, 14)).toMatch(/^%PDF-1\.7\n%[\x80-\xff]{4}/)
    expect(bytes).toContain('/OutputIntents')
    expect(bytes).toContain('/Lang (kk-KZ)')
    expect(bytes).not.toMatch(/pdfaid|\/SMask|\/CA \d|\/ca \d|\/Encrypt|\/JavaScript/)
    const info = printedInfo(file)
    expect(info.get('Tagged')).toBe('yes')
    expect(info.get('Metadata Stream')).toBe('yes')
    expect([...info.values()].join()).not.toMatch(/Әлімбекова|Сейітова|77011234567/)
  })

  it('lists its months beside the pages', async () => {
    const outlines = printedJson(await printed(700), 'outlines') as { title: string; destpageposfrom1: number }[]
    expect(outlines).toHaveLength(12)
    expect(outlines[0]).toMatchObject({ title: 'ақпан / февраль 2024', destpageposfrom1: 2 })
    expect(outlines[11]?.title).toBe('қаңтар / январь 2025')
    const pages = outlines.map(({ destpageposfrom1 }) => destpageposfrom1)
    expect(pages).toEqual([...pages].sort((a, b) => a - b))
  })
})
