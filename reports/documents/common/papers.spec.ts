import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { PaperResult } from '../../kit/paper'
import { printedInfo, printedText } from '../../testing/printed'
import * as applicationLabels from '../application/labels'
import type { AskedBlocks } from '../application/model'
import { sampleApplications } from '../application/sample'
import { writeApplication } from '../application/write'
import * as handoverLabels from '../handover/labels'
import { sampleHandover } from '../handover/sample'
import { writeHandover } from '../handover/write'
import { sampleReceipt } from '../receipt/sample'
import { writeReceipt } from '../receipt/write'
import * as visitLabels from '../visit/labels'
import { sampleVisit } from '../visit/sample'
import { writeVisit } from '../visit/write'
import { bankNote, notFiscal, operations, stands } from './labels'

const folder = mkdtempSync(join(tmpdir(), 'papers-'))
afterAll(() => rmSync(folder, { recursive: true }))

let made = 0
async function printed(write: (file: string) => Promise<PaperResult>) {
  const { file, pages, missingGlyphs } = await write(join(folder, `${++made}.pdf`))
  return { file, pages, missingGlyphs, text: printedText(file).replace(/\s+/g, ' ') }
}

const letters = 'ӘҒҚҢӨҰҮҺІ әғқңөұүһі'
const long = { office: 'Қ'.repeat(300), clerk: 'Ы'.repeat(300), subscriber: 'Әлімбекова '.repeat(30), training: true }

describe('application', () => {
  const of = (head: Parameters<typeof writeApplication>[0]['head']) =>
    printed((file) => writeApplication({ head, file }))

  it.each(Object.entries(sampleApplications))('%s: all of it in Kazakh, then all of it in Russian', async (_, head) => {
    const { text, pages } = await of(head)
    expect(pages).toBe(1)
    for (const language of [0, 1] as const) {
      for (const point of applicationLabels.points[head.request.operation]) expect(text).toContain(point[language])
      expect(text).toContain(applicationLabels.asks[head.request.operation][language])
    }
    const [firstRussian] = applicationLabels.points[head.request.operation]
    const lastKazakh = applicationLabels.points[head.request.operation].at(-1)
    expect(text.indexOf(firstRussian?.[1] ?? '?')).toBeGreaterThan(text.indexOf(lastKazakh?.[0] ?? '?'))
    expect(text).toContain('+7 701 123 45 67')
    expect(text).toContain('жеке куәлік / удостоверение личности ···4567')
  })

  it('names the card, the reason and the fee with its VAT, and that the number is unblocked too', async () => {
    const { text } = await of(sampleApplications.reissueUnblock)
    for (const part of ['8999 7010 0000 0000 0017', 'Утеря или кража', '1 000,00 ₸', '137,93 ₸, 16 %']) {
      expect(text).toContain(part)
    }
    expect(text).toContain(applicationLabels.withUnblock[1])
    expect(text).toContain(applicationLabels.asksUnblock[0])
    expect(text).toContain('Представитель абонента')
    expect((await of(sampleApplications.reissue)).text).not.toContain(applicationLabels.asksUnblock[0])
  })

  it('names the blocks; says how many where a name is not known, and that it is all of them', async () => {
    const blocksIn = async (blocks: AskedBlocks) =>
      (await of({ ...sampleApplications.unblock, request: { operation: 'unblock', blocks } })).text
    const [lost, unpaid] = [
      { kk: 'Жоғалу бойынша', ru: 'По утере' },
      { kk: 'Берешек бойынша', ru: 'За задолженность' },
    ]
    expect((await of(sampleApplications.reissueUnblock)).text).toContain('Жоғалу бойынша / По утере; Берешек')
    expect(await blocksIn({ count: 2, names: [lost, unpaid] })).toContain('Жоғалу бойынша / По утере; Берешек')
    expect(await blocksIn({ count: 2, names: [lost] })).toContain('2: Жоғалу бойынша / По утере')
    expect(await blocksIn({ count: 0, names: [] })).toContain('все, которые может снять сотрудник')
  })

  it('asks for the register only where the document is a renewed one', async () => {
    expect((await of(sampleApplications.reissue)).text).toContain(applicationLabels.renewed[1])
    expect((await of(sampleApplications.unblock)).text).not.toContain(applicationLabels.renewed[1])
  })

  it('keeps its signatures on the sheet whatever the names', async () => {
    const { pages, text } = await of({ ...sampleApplications.reissueUnblock, ...long })
    expect(pages).toBe(1)
    expect(text).toContain('қолы, аты-жөні, күні')
    expect(text).toContain('УЧЕБНЫЙ РЕЖИМ')
  })

  it('prints every Kazakh letter', async () => {
    const { text, missingGlyphs } = await of({ ...sampleApplications.unblock, subscriber: letters })
    expect(text).toContain(letters)
    expect(missingGlyphs).toBe(0)
  })
})

describe('receipt', () => {
  it.each([
    ['a4', 'A4'],
    ['roll80', '226.77'],
  ] as const)('on %s says what was paid, the VAT in it and that it is no fiscal one', async (format, size) => {
    const { file, text, pages } = await printed((to) => writeReceipt({ head: sampleReceipt, file: to, format }))
    expect(pages).toBe(1)
    expect(printedInfo(file).get('Page size')).toContain(size)
    for (const part of ['Барлығы / Итого', '1 000,00 ₸', '137,93 ₸, 16 %', ...notFiscal, '23.11.2026 10:04']) {
      expect(text).toContain(part)
    }
    for (const part of [operations.simReissue[0], 'Разблокировка', stands.done[0]]) expect(text).toContain(part)
  })

  it('names who pays, and that somebody else did it for them', async () => {
    const of = (represented: boolean) =>
      printed((file) => writeReceipt({ head: { ...sampleReceipt, represented }, file, format: 'roll80' }))
    const own = (await of(false)).text
    expect(own).toContain(`Төлеуші / Плательщик ${sampleReceipt.subscriber}`)
    expect(own).not.toContain('через представителя')
    expect((await of(true)).text).toContain('(өкіл арқылы / через представителя)')
  })

  it('on a roll is as long as it has to be, and says when it is for training', async () => {
    const heightOf = (file: string) => Number(printedInfo(file).get('Page size')?.split(' ')[2])
    const short = await printed((file) => writeReceipt({ head: sampleReceipt, file, format: 'roll80' }))
    const head = { ...sampleReceipt, training: true, office: `${sampleReceipt.office}, `.repeat(3) }
    const longer = await printed((file) => writeReceipt({ head, file, format: 'roll80' }))
    expect(heightOf(longer.file)).toBeGreaterThan(heightOf(short.file) + 30)
    expect(longer.text).toContain('УЧЕБНЫЙ РЕЖИМ')
  })
})

describe('SIM hand-over', () => {
  it.each(['accepted', 'done', 'refused'] as const)(
    '%s: says whether the card works, and what to mind',
    async (stand) => {
      const { text, pages } = await printed((file) => writeHandover({ head: { ...sampleHandover, stand }, file }))
      expect(pages).toBe(1)
      for (const [other, words] of Object.entries(handoverLabels.wordsOf('physical').states)) {
        expect(text.includes(words[0])).toBe(other === stand)
        expect(text.includes(words[1])).toBe(other === stand)
      }
      for (const part of ['8999 7010 0000 0000 0017', ...bankNote]) expect(text).toContain(part)
    },
  )
})

it.each([
  ['physical', 'пластик карта / пластиковая карта'],
  ['esim', ' eSIM '],
] as const)('SIM hand-over of the kind %s says so', async (simKind, words) => {
  const { text } = await printed((file) => writeHandover({ head: { ...sampleHandover, simKind }, file }))
  expect(text).toContain('SIM түрі / Вид SIM')
  expect(text).toContain(words)
  expect(text.includes('на упаковке карты')).toBe(simKind === 'physical')
  expect(text.includes('Код установки eSIM действует один раз')).toBe(simKind === 'esim')
  expect(text.includes('eSIM включена')).toBe(simKind === 'esim')
})

describe('visit summary', () => {
  const of = (change: Partial<typeof sampleVisit>) =>
    printed((file) => writeVisit({ head: { ...sampleVisit, ...change }, file }))

  it('says of each order where it stands, and sums the fees of those that are done', async () => {
    const { text } = await of({})
    for (const part of ['0193a1b2-7c0a', stands.done[1], stands.accepted[0], 'Стоимость выполненного 1 000,00']) {
      expect(text).toContain(part)
    }
    expect(text).toContain(visitLabels.pending[0])
    expect(text).toContain('4H7K-Q2MZ-9TRA-0C5X')
  })

  it('does not warn when all is done, and says so when nothing was', async () => {
    const [done] = sampleVisit.orders
    expect((await of({ orders: done ? [done] : [] })).text).not.toContain(visitLabels.pending[0])
    expect((await of({ orders: [], reports: [] })).text).toContain(visitLabels.nothing[0])
  })

  it('goes on to another page, with numbers, when there is much', async () => {
    const many = Array.from({ length: 60 }, (_, i) => ({ ...sampleVisit.orders[0], reference: `ref-${i + 10}` }))
    const { text, pages } = await of({ orders: many as typeof sampleVisit.orders })
    expect(pages).toBeGreaterThan(1)
    // Kerned figures come out with or without the blanks.
    expect(text).toMatch(new RegExp(`1 ?/ ?${pages}`))
    expect(text).toContain('ref-69')
  })
})
