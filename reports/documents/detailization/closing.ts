import { formatTiyn } from '#domain/money'
import { both } from '../../kit/bilingual'
import { a4, margin, type Canvas } from '../../kit/page'
import * as labels from './labels'
import { drawNotes, drawSignatures, type NoteColumns } from './layout'
import { heights } from './plan'
import { sumText, type Sums } from './sums'

const right = a4.width - margin.right
const edges = { type: margin.left, count: 240, quantity: 390, charge: right }

/** What follows the rows: subtotals, total, top-ups apart, notes, signatures. */
export function drawClosing(canvas: Canvas, sums: Sums, notes: NoteColumns, clerk: string, top: number): void {
  let y = drawSummaryHead(canvas, top)
  for (const sum of sums.charged()) {
    canvas.text(edges.type, y + 8, both(labels.typeNames[sum.type]), { size: 7.6 })
    canvas.text(edges.count, y + 8, String(sum.rows), { size: 7.6, align: 'right' })
    canvas.text(edges.quantity, y + 8, sumText(sum), { size: 7.6, align: 'right' })
    canvas.text(edges.charge, y + 8, formatTiyn(sum.tiyn), { size: 7.6, align: 'right' })
    y += heights.summaryRow
  }
  y = drawTotals(canvas, sums, y)
  y = drawNotes(canvas, notes, y)
  drawSignatures(canvas, clerk, y + 4)
}

function drawSummaryHead(canvas: Canvas, top: number): number {
  canvas.text(edges.type, top + 16, labels.summary.title[0], { size: 9, weight: 'bold' })
  const { kk, ru } = { kk: top + 26, ru: top + 33.5 }
  canvas.text(edges.type, kk, labels.summary.title[1], { size: 7.6, colour: 0.38 })
  for (const key of ['count', 'quantity', 'charge'] as const) {
    canvas.text(edges[key], kk, labels.summary[key][0], { size: 6.6, weight: 'bold', align: 'right' })
    canvas.text(edges[key], ru, labels.summary[key][1], { size: 6.6, align: 'right', colour: 0.3 })
  }
  canvas.line(margin.left, right, top + heights.summaryHead - 1, 0.5)
  return top + heights.summaryHead
}

function drawTotals(canvas: Canvas, sums: Sums, top: number): number {
  const strong = { size: 9.4, weight: 'bold' } as const
  if (sums.rows > sums.topUpRows) canvas.line(margin.left, right, top + 1, 0.8)
  canvas.text(edges.type, top + 13, both(labels.summary.total), strong)
  canvas.text(edges.count, top + 13, String(sums.rows - sums.topUpRows), { ...strong, align: 'right' })
  canvas.text(edges.charge, top + 13, formatTiyn(sums.totalTiyn), { ...strong, align: 'right' })
  canvas.line(margin.left, right, top + 18, 0.4, 0.6)
  canvas.text(edges.type, top + 28, both(labels.summary.topUps), { size: 7.6 })
  canvas.text(edges.count, top + 28, String(sums.topUpRows), { size: 7.6, align: 'right' })
  canvas.text(edges.charge, top + 28, formatTiyn(sums.topUpsTiyn), { size: 7.6, align: 'right' })
  return top + heights.totals
}
