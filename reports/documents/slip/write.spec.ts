import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkPdf, printedInfo, printedText } from '../../testing/printed'
import * as labels from './labels'
import type { SlipHead } from './model'
import { sampleSlip } from './sample'
import { writeSlip } from './write'

const folder = mkdtempSync(join(tmpdir(), 'slip-'))
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
async function printed(change: Partial<SlipHead> = {}) {
  const file = join(folder, `${++made}.pdf`)
  const result = await writeSlip({ head: { ...sampleSlip, ...change }, file })
  checkPdf(file)
  return { file, result, text: printedText(file).replace(/\s+/g, ' ') }
}

describe('writeSlip', () => {
  it('says on one page what was asked, where, when, by whom, and that it is not done', async () => {
    const { file, result, text } = await printed()
    for (const part of [
      '+7 701 123 45 67',
      '23.11.2026 10:04',
      sampleSlip.office,
      sampleSlip.clerk,
      '№ 0193a1b2-7c0a',
    ]) {
      expect(text).toContain(part)
    }
    expect(text.indexOf(labels.state[1])).toBeGreaterThan(text.indexOf(labels.state[0]))
    expect(printedInfo(file).get('Pages')).toBe('1')
    expect(result.missingGlyphs).toBe(0)
    expect(text).not.toContain('УЧЕБНЫЙ')
  })

  it('has every sentence whole in both languages, all of the Kazakh first', async () => {
    const { text } = await printed()
    for (const [kk, ru] of [labels.title, labels.asked, labels.next, ...labels.steps, labels.warning]) {
      expect(text).toContain(kk)
      expect(text).toContain(ru)
    }
    expect(text.indexOf(labels.warning[0])).toBeLessThan(text.indexOf(labels.next[1]))
  })

  it('prints every Kazakh letter', async () => {
    const letters = 'ӘҒҚҢӨҰҮҺІ әғқңөұүһі'
    const { text, result } = await printed({ office: letters, clerk: letters })
    expect(text.split(letters)).toHaveLength(3)
    expect(result.missingGlyphs).toBe(0)
  })

  it('says that it is a training print', async () => {
    expect((await printed({ training: true })).text).toContain('ОҚУ РЕЖИМІ / УЧЕБНЫЙ РЕЖИМ')
  })

  it('stays on the page with names that do not fit', async () => {
    const { file } = await printed({ office: 'Қ'.repeat(200), clerk: 'Ы'.repeat(200), training: true })
    expect(printedInfo(file).get('Pages')).toBe('1')
  })

  it('gives the same bytes for the same head, and leaves nothing beside the file', async () => {
    const [first, second] = [await printed(), await printed()]
    expect(readFileSync(first.file).equals(readFileSync(second.file))).toBe(true)
    expect(first.result.fileSha256).toBe(second.result.fileSha256)
    expect(readdirSync(folder).filter((name) => name.includes('part'))).toEqual([])
  })
})
