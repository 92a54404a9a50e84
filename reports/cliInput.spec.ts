import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { usageToTmf } from '#domain/core/usage'
import type { UsageRow } from '#domain/usage'
import { readMeta, readUsage, summaryOfFile } from './cliInput'
import { sampleHead, sampleRows, summaryOf, totalsOf } from './documents/detailization/sample'

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
      expect(await summaryOfFile(file, { head: sampleHead })).toEqual(await summaryOf(rows))
    }
  })

  it.each([
    ['wrong UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['half an object', Buffer.from('{"id":')],
    ['something else', Buffer.from('{"id":"1"}')],
  ])('refuses a line with %s by its number', async (_, bad) => {
    const file = put('bad.ndjson', Buffer.concat([Buffer.from(`${lines[0]}\n`), bad]))
    await expect(summaryOfFile(file, { head: sampleHead })).rejects.toMatchObject({
      code: 'CORE_ANSWER_MALFORMED',
      params: { row: 2 },
    })
  })
})

describe('meta.json', () => {
  const { requestNumber: number, ...head } = sampleHead

  it('becomes the head', async () => {
    const expected = totalsOf(rows)
    const file = put('meta.json', JSON.stringify({ number, ...head, expected }))
    expect(await readMeta(file)).toEqual({ head: sampleHead, expected })
  })

  it.each([
    ['form', { form: 'short' }],
    ['language', { language: 'en' }],
    ['vat', { vat: [] }],
    ['vat.0.from', { vat: [{ from: '2026', percent: 12 }] }],
  ])('is refused by the name of the field %s', async (field, wrong) => {
    const file = put('meta.json', JSON.stringify({ number, ...head, ...wrong }))
    await expect(readMeta(file)).rejects.toMatchObject({ code: 'BAD_REQUEST', params: { field } })
  })

  it.each(['rows', 'totalTiyn', 'topUpsTiyn'] as const)(
    'that expects another %s stops before writing',
    async (field) => {
      const file = put('usage.ndjson', lines.join('\n'))
      const expected = { ...totalsOf(rows), [field]: 1 }
      const stopped = summaryOfFile(file, { head: sampleHead, expected })
      await expect(stopped).rejects.toMatchObject({ code: 'REPORT_TOTALS_DIFFER', params: { field } })
    },
  )
})
