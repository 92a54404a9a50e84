import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { makeLocalClock } from '#domain/period'
import type { UsageRow } from '#domain/usage'
import { checkPdf, printedInfo, printedRows, printedSubtotal, printedText, printedTotals } from '../../testing/printed'
import { both, wordingOf } from '../../kit/bilingual'
import { monthText } from '../../kit/months'
import { canonicalUsageLine } from './canonical'
import { typeNames } from './labels'
import { rowCellsIn, type DetailizationHead } from './model'
import { inBatches, sampleHead, sampleRows, summaryOf, totalsOf } from './sample'
import { writeDetailization, type DetailizationJob } from './write'

const folder = mkdtempSync(join(tmpdir(), 'detailization-'))
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
async function job(rows: UsageRow[], more: Partial<DetailizationJob> = {}): Promise<DetailizationJob> {
  const file = join(folder, `${++made}.pdf`)
  const head = more.head ?? sampleHead
  return { head, rows: inBatches(rows), summary: await summaryOf(rows, head), file, ...more }
}

const oneSpace = (text: string): string => text.replace(/\s+/g, ' ').trim()
const clock = makeLocalClock(sampleHead.timeZone)
const seed = Number(process.env.SEED) || Date.now() % 2 ** 31
const expectedCells = (rows: UsageRow[]): string[][] => {
  const cells = rowCellsIn('kk+ru')
  return rows.map((row, i) => cells(i + 1, row, clock(row.at)).map((cell) => oneSpace(cell)))
}

function expectWhole(job: DetailizationJob, rows: UsageRow[]): string {
  expect(printedRows(job.file)).toEqual(expectedCells(rows))
  checkPdf(job.file)
  expect(printedTotals(job.file)).toEqual(totalsOf(rows))
  return oneSpace(printedText(job.file))
}

/** By type and by local month, added up here and by nothing of the engine. */
function expectSubtotals(file: string, rows: UsageRow[]): void {
  const groups = new Map<string, { rows: number; tiyn: number }>()
  const add = (label: string, tiyn: number): void => {
    const sum = groups.get(label) ?? { rows: 0, tiyn: 0 }
    groups.set(label, { rows: sum.rows + 1, tiyn: sum.tiyn + tiyn })
  }
  for (const { type, at, amountTiyn } of rows.filter((row) => row.type !== 'topup')) {
    const [, month, year] = clock(at).date.split('.')
    add(both(typeNames[type]), amountTiyn)
    add(monthText(`${year}-${month}`, wordingOf('kk+ru')), amountTiyn)
  }
  for (const [label, sum] of groups) expect([label, printedSubtotal(file, label)]).toEqual([label, sum])
}

describe('writeDetailization', () => {
  // 66 rows fill the page they begin on exactly; 65 to 67 go around that edge, 139 to 141 around the next; 750 need eleven.
  it.each([0, 1, 5, 6, 25, 65, 66, 67, 139, 140, 141, 750])(
    'prints %i rows, their totals and the pages announced',
    async (count) => {
      const rows = sampleRows(count)
      const todo = await job(rows)
      const seen: number[] = []
      const result = await writeDetailization({ ...todo, onProgress: ({ ofPages }) => seen.push(ofPages) })
      const text = expectWhole(todo, rows)
      expect(result).toMatchObject({ ...totalsOf(rows), missingGlyphs: 0 })
      expect(printedInfo(todo.file).get('Pages')).toBe(String(result.pages))
      expect(seen).toEqual(Array.from({ length: result.pages }, () => result.pages))
      expect([...text.matchAll(/стр\. (\d+) из (\d+)/g)].map(([, page, of]) => `${page}/${of}`)).toEqual(
        seen.map((pages, i) => `${i + 1}/${pages}`),
      )
      expect(text.match(/№ D-2025-0004711/g)?.length).toBeGreaterThanOrEqual(result.pages)
      expect(text.includes('За этот период записей нет')).toBe(count === 0)
    },
  )

  it('prints every Kazakh letter, the tenge sign and who signs', async () => {
    const letters = 'ӘҒҚҢӨҰҮҺІ әғқңөұүһі'
    const rows = [
      { id: '1', at: sampleHead.periodFrom, type: 'fee', otherName: letters, amountTiyn: 1 } satisfies UsageRow,
    ]
    const todo = await job(rows, { head: { ...sampleHead, subscriber: letters } })
    await writeDetailization(todo)
    const text = printedText(todo.file)
    // The subscriber, the sum by name and the row.
    expect(text.split(letters)).toHaveLength(4)
    expect(text).toMatch(/₸[^]*М\.О\. \/ М\.П\./)
    expect(text).toContain('без содержания сообщений')
    expect(text).not.toContain('УЧЕБНЫЙ')
  })

  it('says on every page that it is a training print', async () => {
    const todo = await job(sampleRows(200), { head: { ...sampleHead, training: true } })
    const { pages } = await writeDetailization(todo)
    expect(printedText(todo.file).match(/ОҚУ РЕЖИМІ \/ УЧЕБНЫЙ РЕЖИМ/g)).toHaveLength(pages)
  })

  it('prints the hour that Almaty lived twice, and says so', async () => {
    const times = [
      '2024-02-29T17:59:59.000Z',
      '2024-02-29T18:00:00.000Z',
      '2024-02-29T18:59:59.000Z',
      '2024-02-29T19:00:00.000Z',
    ]
    const rows = times.map((at, i): UsageRow => ({ id: `z${i}`, at, type: 'ussd', amountTiyn: 0 }))
    const todo = await job(rows)
    await writeDetailization(todo)
    expect(printedRows(todo.file).map(([, date, time]) => `${date} ${time}`)).toEqual([
      '29.02.2024 23:59:59',
      '29.02.2024 23:00:00',
      '29.02.2024 23:59:59',
      '01.03.2024 00:00:00',
    ])
    const text = oneSpace(printedText(todo.file))
    expect(text).toContain('01.03.2024 00:00 (UTC+06:00) → 29.02.2024 23:00 (UTC+05:00)')
    const quiet = await job([], { head: { ...sampleHead, periodFrom: '2024-03-31T19:00:00.000Z' } })
    await writeDetailization(quiet)
    expect(printedText(quiet.file)).not.toContain('Часы переведены')
  })

  it('writes the same bytes for the same input, and fingerprints file and rows', async () => {
    const rows = sampleRows(500)
    const [first, second] = [await job(rows), await job(rows, { rows: inBatches(rows, 7) })]
    const result = await writeDetailization(first)
    await writeDetailization(second)
    const bytes = readFileSync(first.file)
    expect(bytes.equals(readFileSync(second.file))).toBe(true)
    expect(result.fileSha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    const lines = rows.map((row) => `${canonicalUsageLine(row)}\n`).join('')
    expect(result.rowsSha256).toBe(createHash('sha256').update(lines).digest('hex'))
  })

  it(`prints random rows as they are, their subtotals and the pages announced (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 150 }), async (loose) => {
        const rows = loose.map((row, i): UsageRow => ({ ...row, id: String(i).padStart(6, '0') }))
        rows.sort((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id))
        const announced = new Set<number>()
        const todo = await job(rows, { onProgress: ({ ofPages }) => announced.add(ofPages) })
        const { pages } = await writeDetailization(todo)
        expectWhole(todo, rows)
        expect([...announced].map(String)).toEqual([printedInfo(todo.file).get('Pages')])
        expect([...announced]).toEqual([pages])
        expectSubtotals(todo.file, rows)
      }),
      { numRuns: 15, seed },
    )
  }, 120_000)
})

const shortText = fc
  .array(fc.constantFrom(...'AZazАЯаяӘҒҚҢӨҰҮҺІәі0189₸()\\№.-&<'), { minLength: 1, maxLength: 6 })
  .map((letters) => letters.join(''))

const anyRow: fc.Arbitrary<Omit<UsageRow, 'id'>> = fc
  .record(
    {
      at: fc
        .integer({ min: Date.parse(sampleHead.periodFrom), max: Date.parse(sampleHead.periodTo) - 1 })
        .map((ms) => new Date(ms).toISOString()),
      type: fc.constantFrom('voice', 'sms', 'mms', 'data', 'ussd', 'service', 'fee', 'topup', 'correction'),
      amountTiyn: fc.oneof(
        fc.integer({ min: -(10 ** 7), max: 10 ** 7 }),
        fc.constantFrom(0, 1, -1, 10 ** 12, -(10 ** 12)),
      ),
      direction: fc.constantFrom('in', 'out'),
      otherNumber: fc.bigInt({ min: 100n, max: 10n ** 15n }).map(String),
      otherName: shortText,
      durationSeconds: fc.integer({ min: 0, max: 90_000 }),
      volumeBytes: fc.integer({ min: 0, max: 2 ** 41 }),
      country: fc.constantFrom('TR', 'KZ'),
      roaming: fc.boolean(),
      chargedFrom: fc.constantFrom('balance', 'package', 'bonus'),
    },
    { requiredKeys: ['at', 'type', 'amountTiyn'] },
  )
  .map((row) => row as Omit<UsageRow, 'id'>)

describe('writeDetailization refuses', async () => {
  const rows = sampleRows(200)
  const swapped = rows.with(120, rows[121] as UsageRow).with(121, rows[120] as UsageRow)
  const repeated = rows.with(120, rows[119] as UsageRow)
  const late = rows.with(199, { ...(rows[199] as UsageRow), at: sampleHead.periodTo })
  const summary = await summaryOf(rows)
  const cases: [string, Partial<DetailizationJob>, string, object][] = [
    ['rows out of order', { rows: inBatches(swapped) }, 'REPORT_ROWS_OUT_OF_ORDER', { row: 122 }],
    ['a repeated row', { rows: inBatches(repeated) }, 'REPORT_ROWS_OUT_OF_ORDER', { row: 121 }],
    ['a row at the end of the period', { rows: inBatches(late) }, 'REPORT_ROWS_OUT_OF_ORDER', { row: 200 }],
    ['a row too few', { rows: inBatches(rows.slice(1)) }, 'REPORT_TOTALS_DIFFER', { field: 'rows', expected: 200 }],
    [
      'a row too many',
      { summary: { ...summary, rows: 199 } },
      'REPORT_TOTALS_DIFFER',
      { field: 'rows', expected: 199 },
    ],
    ['another total', { summary: { ...summary, totalTiyn: 1 } }, 'REPORT_TOTALS_DIFFER', { field: 'totalTiyn' }],
    ['other top-ups', { summary: { ...summary, topUpsTiyn: 1 } }, 'REPORT_TOTALS_DIFFER', { field: 'topUpsTiyn' }],
    [
      'half a tiyn',
      { rows: inBatches([{ ...(rows[0] as UsageRow), amountTiyn: 0.5 }]) },
      'REPORT_TOTALS_DIFFER',
      { row: 1 },
    ],
    ['a missing folder', { file: join(folder, 'none', 'a.pdf') }, 'REPORT_FILE', { reason: 'ENOENT' }],
  ]

  it.each(cases)('%s, and leaves no file', async (_, more, code, params) => {
    const before = readdirSync(folder)
    await expect(writeDetailization(await job(rows, more))).rejects.toMatchObject({ code, params })
    expect(readdirSync(folder)).toEqual(before)
  })

  it('to go on after a cancel, and leaves no file', async () => {
    const before = readdirSync(folder)
    const stop = new AbortController()
    const pages: number[] = []
    const many = sampleRows(3000)
    const onProgress = ({ page }: { page: number }): void => {
      pages.push(page)
      if (page === 3) stop.abort()
    }
    await expect(writeDetailization(await job(many, { signal: stop.signal, onProgress }))).rejects.toMatchObject({
      code: 'REPORT_CANCELLED',
    })
    expect(pages).toEqual([1, 2, 3])
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('difficult text', () => {
  const at = sampleHead.periodFrom
  const print = async (row: Partial<UsageRow>, head: Partial<DetailizationHead> = {}) => {
    const rows: UsageRow[] = [{ id: '1', at, type: 'voice', amountTiyn: 0, ...row }]
    const todo = await job(rows, { head: { ...sampleHead, ...head } })
    const { missingGlyphs } = await writeDetailization(todo)
    checkPdf(todo.file)
    return { missingGlyphs, other: printedRows(todo.file)[0]?.[4] ?? '', text: printedText(todo.file) }
  }

  it('shows what the font lacks as a replacement and counts it', async () => {
    expect(await print({ otherName: 'a😀ع' })).toMatchObject({ missingGlyphs: 2, other: 'a\ufffd\ufffd' })
  })

  it('drops control, zero-width and direction characters and composes letters', async () => {
    expect(await print({ otherName: 'a\u200b\u0007\u202eи\u0306\u00adb' })).toMatchObject({
      missingGlyphs: 0,
      other: 'aйb',
    })
  })

  it('ellipsizes a long name but keeps its number whole', async () => {
    const { other } = await print({ otherNumber: '77011234567', otherName: 'Ұ'.repeat(300) })
    expect(other).toMatch(/^77011234567 · Ұ+…$/)
  })

  it('shrinks a number that is too long rather than cut it', async () => {
    const long = '1234567890'.repeat(5)
    expect(await print({ otherNumber: long })).toMatchObject({ other: long })
    expect((await print({ otherNumber: long, otherName: 'name' })).other).toBe(`${long}…`)
  })

  it('keeps a header with a name of 300 characters on its page', async () => {
    const { text } = await print({}, { subscriber: 'Әбдірахман '.repeat(30) })
    expect(text).toMatch(/^(Әбдірахман )+Ә?б?д?і?р?а?х?м?а?н?…$/m)
  })
})

describe('canonicalUsageLine', () => {
  it('is the JSON of the row, keys in their order', () => {
    const difficult = fc.string({
      unit: fc.constantFrom('a', 'Ұ', '"', '\\', '\n', '\u007f', '\u2028', '\ud800', '😀'),
      maxLength: 5,
    })
    fc.assert(
      fc.property(
        anyRow,
        difficult,
        difficult,
        fc.option(difficult, { nil: undefined }),
        (row, id, otherName, note) => {
          const { type, direction, otherNumber, durationSeconds, volumeBytes, amountTiyn, ...more } = row
          const { at, country, roaming, chargedFrom } = more
          const whole = { id, at, type, direction, otherNumber, otherName, durationSeconds, volumeBytes, country }
          const ordered = { ...whole, network: note, roaming, chargedFrom, note, amountTiyn }
          expect(canonicalUsageLine(ordered as UsageRow)).toBe(JSON.stringify(ordered))
        },
      ),
    )
  })
})
