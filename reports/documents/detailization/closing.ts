import { addDays } from '#domain/calendar'
import { formatTiyn } from '#domain/money'
import { localDateOf } from '#domain/period'
import { vatIncluded } from '#domain/vat'
import type { Wording } from '../../kit/bilingual'
import type { Block } from '../../kit/flow'
import { notesBlock, quiet, sheet, tableBlocks, titleBlock, wrapNotes, type SheetColumn } from '../../kit/sheet'
import type { Canvas } from '../../kit/page'
import { drawQr } from '../../kit/qr'
import * as labels from './labels'
import type { DetailizationHead } from './model'
import type { DetailizationSummary, VatSum } from './sums'

const { left, right } = sheet
const mm = 72 / 25.4

/** Where the code that proves the paper stands in the last block: its edge, and the place of the words below it. */
const proof = { size: 32 * mm, caption: 20, gap: 14 } as const
const signHeight = proof.size + proof.caption
const legalWidth = right - left - proof.size - proof.gap

/** What follows the rows, kept together: total, top-ups apart, VAT, legal words, signatures, stamp and proof. */
export function closingBlocks(
  canvas: Canvas,
  head: DetailizationHead,
  summary: DetailizationSummary,
  wording: Wording,
  code?: string,
): Block[] {
  const blocks = [
    titleBlock(labels.sections.totals, wording, 8),
    totalsBlock(summary, wording),
    ...vatBlocks(head, summary, wording),
    signBlock(canvas, head, wording, code),
  ]
  return blocks.map((block, i) => ({ ...block, withNext: i < blocks.length - 1 }))
}

function totalsBlock(summary: DetailizationSummary, wording: Wording): Block {
  const { rows, topUpRows, totalTiyn, topUpsTiyn } = summary
  const lines = [
    { label: labels.totals.total, count: rows - topUpRows, tiyn: totalTiyn, size: 9.6, weight: 'bold' },
    { label: labels.totals.topUps, count: topUpRows, tiyn: topUpsTiyn, size: 8, weight: 'regular' },
  ] as const
  return {
    height: 38,
    draw(canvas, top) {
      canvas.line(left, right, top + 1, 0.8)
      lines.forEach(({ label, count, tiyn, size, weight }, i) => {
        const baseline = top + 13 + i * 15
        canvas.text(left, baseline, wording.line(label), { size, weight })
        canvas.text(420, baseline, String(count), { size, weight, align: 'right' })
        canvas.text(right, baseline, formatTiyn(tiyn), { size, weight, align: 'right' })
      })
      canvas.line(left, right, top + 18, 0.25, 0.82)
    },
  }
}

/** One line for each rate in force at a row's date, VAT rounded once a rate: what is printed adds up as printed. */
function vatBlocks(head: DetailizationHead, { vat }: DetailizationSummary, wording: Wording): Block[] {
  if (vat.length === 0) return []
  const { totals } = labels
  const columns: SheetColumn[] = [
    { x: left, head: totals.vat },
    { x: 160, head: totals.vatOf },
    { x: 330, head: totals.vatRate, align: 'right' },
    { x: 448, head: totals.charge, align: 'right' },
    { x: right, head: totals.vatSum, align: 'right' },
  ]
  const held = vat.map(({ tiyn, percent }) => vatIncluded(tiyn, percent))
  const rows = vat.map((sum, i) => [
    '',
    rateDates(head, sum),
    percentText(sum.percent),
    formatTiyn(sum.tiyn),
    formatTiyn(held[i] ?? 0),
  ])
  const all = held.reduce((sum, tiyn) => sum + tiyn, 0)
  const total = [wording.line(totals.vatTotal), '', '', '', formatTiyn(all)]
  return tableBlocks({ columns, rows, ...(rows.length > 1 && { total }) }, wording)
}

/** Days of the period on which this rate was in force. */
function rateDates(head: DetailizationHead, { from }: VatSum): string {
  const first = localDateOf(head.periodFrom, head.timeZone)
  const last = localDateOf(new Date(Date.parse(head.periodTo) - 1).toISOString(), head.timeZone)
  const next = head.vat
    .map((rate) => rate.from)
    .filter((each) => each > from)
    .sort()[0]
  const end = next !== undefined && next <= last ? addDays(next, -1) : last
  return `${dotted(from > first ? from : first)} – ${dotted(end)}`
}

function dotted(date: string): string {
  return `${date.slice(8)}.${date.slice(5, 7)}.${date.slice(0, 4)}`
}

export function percentText(percent: number): string {
  return `${String(percent).replace('.', ',')}\u00A0%`
}

/** Legal words and signatures on the left; on the right the code by which anyone can check the paper. */
function signBlock(canvas: Canvas, head: DetailizationHead, wording: Wording, code: string | undefined): Block {
  const legal = notesBlock(wrapNotes(canvas, [labels.notes.legal], wording, legalWidth), legalWidth)
  return {
    gap: 14,
    height: Math.max(signHeight, legal.height + 96),
    draw(on, top) {
      legal.draw(on, top)
      drawSignatures(on, head.clerk, wording, top + legal.height + 8)
      if (code !== undefined) drawProof(on, code, wording.each(labels.proof(head.operator)), top)
    },
  }
}

function drawProof(canvas: Canvas, code: string, caption: readonly string[], top: number): void {
  const x = right - proof.size
  drawQr(canvas, code, x, top, proof.size)
  caption.forEach((text, i) => {
    canvas.text(x, top + proof.size + 9 + i * 7.6, text, { size: 6.4, maxWidth: proof.size, colour: quiet })
  })
}

function drawSignatures(canvas: Canvas, clerk: string, wording: Wording, top: number): void {
  const stampSize = 62
  const width = 236
  const rows = [
    { y: top + 28, label: labels.fields.clerk, name: clerk },
    { y: top + 66, label: labels.received, name: '' },
  ]
  for (const { y, label, name } of rows) {
    canvas.text(left, y - 12, wording.line(label), { size: 7.2, weight: 'bold' })
    canvas.line(left, left + width, y, 0.5)
    canvas.text(left, y + 8, wording.line(labels.signature), { size: 6.6, colour: quiet })
    canvas.text(left + width, y + 8, name, { size: 7, align: 'right', maxWidth: 128 })
  }
  const x = left + width + 40
  canvas.frame(x, top + 10, stampSize, stampSize, 0.4, 0.55)
  canvas.text(x + stampSize / 2, top + 44, wording.line(labels.stamp), { size: 7.2, align: 'center', colour: quiet })
}
