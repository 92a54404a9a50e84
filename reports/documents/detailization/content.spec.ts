import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { paperLanguages, reportForms, type PaperLanguage } from '#domain/paper'
import type { UsageRow } from '#domain/usage'
import type { Bilingual } from '../../kit/bilingual'
import { checkPdf, printedFonts, printedInfo, printedRows, printedText, printedTotals } from '../../testing/printed'
import * as labels from './labels'
import type { DetailizationHead } from './model'
import { inBatches, sampleHead, sampleRows, summaryOf, totalsOf } from './sample'
import { writeDetailization } from './write'

const folder = mkdtempSync(join(tmpdir(), 'detailization-'))
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
async function printed(rows: UsageRow[], change: Partial<DetailizationHead> = {}) {
  const head = { ...sampleHead, ...change }
  const file = join(folder, `${++made}.pdf`)
  const result = await writeDetailization({ head, rows: inBatches(rows), summary: await summaryOf(rows, head), file })
  checkPdf(file)
  return { file, result, text: printedText(file).replace(/\s+/g, ' ') }
}

/** Where each language has words of its own. */
const told: Bilingual[] = [
  labels.title,
  ...Object.values(labels.sections).filter(([kk, ru]) => kk !== ru),
  ...[labels.summary.month, labels.summary.calls, labels.totals.vat, labels.totals.topUps],
  ...[labels.fields.clerk, labels.received, labels.stamp, labels.notes.noContent],
]
const has = (text: string, label: string) => text.includes(label)

describe('languages of the paper', () => {
  it.each(paperLanguages.flatMap((language) => reportForms.map((form) => [language, form] as const)))(
    'in %s, %s: all labels, and none of the other language',
    async (language: PaperLanguage, form) => {
      const rows = sampleRows(300)
      const { file, text, result } = await printed(rows, { language, form })
      const shown = told.filter((label) => form === 'expanded' || label !== labels.sections.rows)
      const missing = (index: 0 | 1) => shown.filter((label) => !has(text, label[index]))
      expect(missing(0).length === 0).toBe(language !== 'ru')
      expect(missing(1).length === 0).toBe(language !== 'kk')
      if (language === 'ru') expect(missing(0)).toEqual(shown)
      if (language === 'kk') expect(missing(1)).toEqual(shown)
      expect(has(text, labels.forms[form][language === 'ru' ? 1 : 0])).toBe(true)
      expect(result.missingGlyphs).toBe(0)
      expect(printedTotals(file)).toEqual(totalsOf(rows))
      expect(printedRows(file)).toHaveLength(form === 'expanded' ? rows.length : 0)
      expect(printedInfo(file).get('Title')).toContain(labels.title[language === 'ru' ? 1 : 0])
    },
  )

  it('keeps the fingerprint of the rows whatever the form', async () => {
    const rows = sampleRows(300)
    const [long, short] = [await printed(rows), await printed(rows, { form: 'summary' })]
    expect(short.result.rowsSha256).toBe(long.result.rowsSha256)
    expect(short.result.pages).toBeLessThan(long.result.pages)
  })

  it('embeds a subset of each font', async () => {
    const fonts = printedFonts((await printed(sampleRows(20))).file)
    expect(fonts.length).toBe(2)
    for (const font of fonts) expect(font).toMatchObject({ embedded: true, subset: true, unicode: true })
  })
})

describe('sums on the paper', () => {
  const head = { periodFrom: '2025-12-30T19:00:00.000Z', periodTo: '2026-01-02T19:00:00.000Z' }
  const sms = (at: string, id: string, amountTiyn: number): UsageRow => ({ id, at, type: 'sms', amountTiyn })

  it('names each rate with its days, and rounds once a rate', async () => {
    const before = ['a', 'b', 'c'].map((id) => sms('2025-12-31T18:00:00.000Z', id, 5))
    const after = ['d', 'e', 'f'].map((id) => sms('2025-12-31T20:00:00.000Z', id, 4))
    const { text } = await printed([...before, ...after], head)
    // 15 * 12 / 112 = 1.6 and 12 * 16 / 116 = 1.7; rounded row by row it would have been 3 and 3.
    expect(text).toContain('31.12.2025 – 31.12.2025 12 % 0,15 0,02')
    expect(text).toContain('01.01.2026 – 02.01.2026 16 % 0,12 0,02')
    expect(text).toContain('НДС всего 0,04')
  })

  it('has every month, country and name with its sum', async () => {
    const rows: UsageRow[] = [
      { ...sms('2025-12-31T18:00:00.000Z', 'a', 700), roaming: true, country: 'AE' },
      { id: 'b', at: '2025-12-31T19:00:00.000Z', type: 'fee', otherName: 'Тариф «Ұ»', amountTiyn: 299_000 },
      { id: 'c', at: '2025-12-31T20:00:00.000Z', type: 'correction', amountTiyn: -100 },
      { id: 'd', at: '2025-12-31T21:00:00.000Z', type: 'topup', otherName: 'Kaspi.kz', amountTiyn: -500_000 },
      { id: 'e', at: '2025-12-31T22:00:00.000Z', type: 'voice', durationSeconds: 3_661, amountTiyn: 0 },
      { id: 'f', at: '2025-12-31T23:00:00.000Z', type: 'data', volumeBytes: 3 * 2 ** 30, amountTiyn: 0 },
    ]
    const { text } = await printed(rows, head)
    for (const line of [
      'желтоқсан / декабрь 2025 1 7,00',
      'қаңтар / январь 2026 4 01:01:01 3,00 ГБ 5 000,00 2 989,00',
      'AE · Біріккен Араб Әмірліктері / ОАЭ 1 7,00',
      'Тариф «Ұ» 1 2 990,00',
      'Атауы жоқ / Без названия 1 −1,00',
      'Kaspi.kz 1 5 000,00',
      'Барлығы / Итого, ₸ 5 2 996,00',
      'Толтырулар (бөлек) / Пополнения (отдельно), ₸ 1 5 000,00',
    ]) {
      expect(text).toContain(line)
    }
  })

  it('flows over pages with its heads repeated: 38 months, 30 countries, names without end', async () => {
    const wide = { periodFrom: '2023-05-31T18:00:00.000Z', periodTo: '2026-07-31T19:00:00.000Z' }
    const codes = 'TR AE KG RU UZ TH DE US GE EG CN KR GB AZ MN TJ TM BY PL CZ MY SG VN ID IN SA QA CY GR ES'.split(' ')
    const rows = codes.flatMap((country, i): UsageRow[] => [
      { ...sms('2024-05-01T00:00:00.000Z', `a${i + 10}`, 100), roaming: true, country },
      {
        id: `b${i + 10}`,
        at: '2024-05-02T00:00:00.000Z',
        type: 'fee',
        otherName: `N${i} ${'Ә'.repeat(90)}`,
        amountTiyn: 1,
      },
    ])
    rows.sort((a, b) => (a.at + a.id < b.at + b.id ? -1 : 1))
    const { text, result } = await printed(rows, { ...wide, form: 'summary', training: true })
    expect(text.match(/[а-яәғқңөұүһі]+ \/ [а-я]+ 202[3-6]/g)).toHaveLength(38)
    for (const code of codes) expect(text).toContain(`${code} · `)
    expect(result.pages).toBeGreaterThan(2)
    expect(text.match(/Звонки Интернет|Қоңыраулар Интернет/g)?.length).toBeGreaterThan(1)
  })
})
