import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { usageToTmf } from '#domain/core/usage'
import type { UsageRow } from '#domain/usage'
import { readMeta, readUsage, totalsOfFile } from './cliInput'
import { sampleHead, sampleRows, totalsOf } from './documents/detailization/sample'

const folder = mkdtempSync(join(tmpdir(), 'report-cli-'))
afterAll(() => rmSync(folder, { recursive: true }))
const put = (name: string, content: string | Buffer): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const rows = sampleRows(1200)
const lines = rows.map((row) => JSON.stringify(usageToTmf(row, 'p1', 12)))

describe('usage.ndjson', () => {
  it('gives the rows as the core sent them, with or without a last line end', async () => {
    for (const end of ['', '\n']) {
      const file = put('usage.ndjson', lines.join('\n') + end)
      const read: UsageRow[] = []
      for await (const batch of readUsage(file)) read.push(...batch)
      expect(read).toEqual(rows)
      expect(await totalsOfFile(file)).toEqual(totalsOf(rows))
    }
  })

  it.each([
    ['wrong UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['half an object', Buffer.from('{"id":')],
    ['something else', Buffer.from('{"id":"1"}')],
  ])('refuses a line with %s by its number', async (_, bad) => {
    const file = put('bad.ndjson', Buffer.concat([Buffer.from(`${lines[0]}\n`), bad]))
    await expect(totalsOfFile(file)).rejects.toMatchObject({ code: 'CORE_ANSWER_MALFORMED', params: { row: 2 } })
  })
})

describe('meta.json', () => {
  const { requestNumber: number, ...head } = sampleHead

  it('becomes the head', async () => {
    const expected = totalsOf(rows)
    const file = put('meta.json', JSON.stringify({ number, ...head, language: 'kk+ru', expected }))
    expect(await readMeta(file)).toEqual({ head: sampleHead, expected })
  })

  it('is refused by the name of the field', async () => {
    const file = put('meta.json', JSON.stringify({ number, ...head, form: 'summary' }))
    await expect(readMeta(file)).rejects.toMatchObject({ code: 'BAD_REQUEST', params: { field: 'form' } })
  })
})
