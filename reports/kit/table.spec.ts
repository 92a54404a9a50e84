import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { checkPdf, printedStructure, printedText, printedWords } from '../testing/printed'
import { PdfFile } from './document'
import { writeWhole } from './file'
import { maxTaggedRows, RowWriter, type Grid } from './table'

const folder = mkdtempSync(join(tmpdir(), 'table-'))
afterAll(() => rmSync(folder, { recursive: true }))

const grid: Grid = {
  fontSize: 8,
  rowHeight: 10,
  columns: [
    { left: 50, right: 200, align: 'left', head: ['Аты', 'Имя'] },
    { left: 210, right: 300, align: 'right', head: ['Сомасы', 'Сумма'] },
  ],
}

/** Two pages with two rows each, of a table that is said to have so many. */
async function write(rows: number): Promise<string> {
  const file = join(folder, `${rows}.pdf`)
  const info = { title: 'Кесте <&>', printedAt: '2025-02-03T06:14:09.000Z', language: 'kk-KZ' }
  await writeWhole(file, undefined, async (sink) => {
    const pdf = new PdfFile(sink, info)
    const table = new RowWriter(pdf.canvas, grid, rows)
    for (const names of [
      ['Әлия', 'Ұлан'],
      ['Қуат', ''],
    ]) {
      const canvas = pdf.startPage()
      table.begin(100, names.length)
      for (const name of names) {
        table.separate('day')
        table.row([name, '1,50'])
      }
      table.end()
      canvas.artifact(() => canvas.text(50, 800, 'бет', { size: 7 }))
      await pdf.finishPage()
    }
    table.finish()
    pdf.startPage().text(50, 50, 'Соңы', { size: 9 })
    await pdf.finishPage()
    await pdf.end()
  })
  checkPdf(file)
  return file
}

it('tags the head once and every cell in its row, across pages', async () => {
  const file = await write(4)
  const elements = printedStructure(file).map(({ tag, depth, text }) => `${'-'.repeat(depth)}${tag} ${text}`.trim())
  const row = (name: string) => ['--TR', `---TD ${name}`.trim(), '---TD 1,50']
  expect(elements).toEqual([
    'Document',
    '-Table',
    ...['--TR', '---TH Аты Имя', '---TH Сомасы Сумма'],
    ...[...row('Әлия'), ...row('Ұлан'), ...row('Қуат'), ...row('')],
    '-P Соңы',
  ])
  expect(printedText(file).match(/Сомасы/g)).toHaveLength(2)
})

it('tags a page at a time where there are too many rows', async () => {
  const elements = printedStructure(await write(maxTaggedRows + 1)).map(({ tag, text }) => `${tag} ${text}`)
  expect(elements[1]).toMatch(/^P Әлия *1,50 *Ұлан *1,50/)
  expect(elements.map((each) => each.split(' ')[0])).toEqual(['Document', 'P', 'P', 'P'])
})

it('puts the decimal signs of a column below each other, whatever stands behind them', async () => {
  const file = join(folder, 'decimals.pdf')
  const info = { title: 'Кесте', printedAt: '2025-02-03T06:14:09.000Z', language: 'kk-KZ' }
  const texts = ['1,50\u00A0МБ', '1023,99\u00A0КБ', '0,07\u00A0ГБ', '999\u00A0Б', '00:00:07', '2,00\u00A0МБ']
  const column = { left: 50, right: 120, align: 'right', head: ['Көлемі', 'Объём'] } as const
  await writeWhole(file, undefined, async (sink) => {
    const pdf = new PdfFile(sink, info)
    const table = new RowWriter(
      pdf.canvas,
      { ...grid, columns: [{ ...column, decimals: ',00\u00A0МБ' }] },
      texts.length,
    )
    pdf.startPage()
    table.begin(100, texts.length)
    for (const text of texts) table.row([text])
    table.end()
    table.finish()
    await pdf.finishPage()
    await pdf.end()
  })
  // Figures are of one width and so are the decimals: where they end, the sign is as far before.
  const words = printedWords(file)
  const ends = words.filter(({ text }) => /^\d+,\d\d$/.test(text)).map(({ right }) => right)
  expect(ends).toHaveLength(4)
  for (const end of ends) expect(end).toBeCloseTo(ends[0] ?? 0, 1)
  const whole = words.filter(({ text }) => text === 'Б' || text === '00:00:07').map(({ right }) => right)
  for (const end of whole) expect(end).toBeCloseTo(column.right, 1)
})
