import { both, type Bilingual } from '../../kit/bilingual'
import { a4, contentWidth, margin, wrap, type Canvas, type Colour } from '../../kit/page'
import type { Weight } from '../../kit/fonts'
import type { Column, Grid } from '../../kit/table'
import * as labels from './labels'
import type { DetailizationHead, HeadLines } from './model'
import { heights } from './plan'

const right = a4.width - margin.right
const middle = margin.left + contentWidth / 2
const quiet: Colour = 0.38
const accent: Colour = [0.1, 0.27, 0.42]

const column = (left: number, end: number, align: Column['align'], head: Bilingual, repeats = false): Column => ({
  left,
  right: end,
  align,
  head,
  repeats,
})

export const grid: Grid = {
  fontSize: 7.2,
  rowHeight: heights.row,
  columns: [
    column(margin.left, 67, 'right', labels.columns.no),
    column(74, 112, 'left', labels.columns.date, true),
    column(114, 143, 'left', labels.columns.time),
    column(149, 228, 'left', labels.columns.type, true),
    column(233, 328, 'left', labels.columns.other),
    column(333, 421, 'left', labels.columns.direction, true),
    column(424, 468, 'right', labels.columns.quantity),
    column(476, 501, 'left', labels.columns.source, true),
    column(504, right, 'right', labels.columns.charge),
  ],
}

export function drawHead(canvas: Canvas, head: DetailizationHead, lines: HeadLines): void {
  const top = margin.top + (head.training ? heights.banner : 0)
  const left = margin.left
  canvas.text(left, top + 11, head.operator, { size: 11, weight: 'bold', colour: accent, maxWidth: 330 })
  canvas.text(right, top + 11, `№ ${head.requestNumber}`, { size: 9, weight: 'bold', align: 'right', maxWidth: 180 })
  canvas.line(left, right, top + 18, 1.2, accent)
  canvas.text(left, top + 37, labels.title[0], { size: 15, weight: 'bold' })
  canvas.text(left, top + 51, labels.title[1], { size: 11, colour: quiet })
  canvas.text(right, top + 37, lines.msisdn, { size: 15, weight: 'bold', align: 'right', maxWidth: 220 })
  const period = `${both(labels.fields.period)}: ${lines.period}`
  canvas.text(right, top + 51, period, { size: 9.5, align: 'right' })
  drawFields(canvas, head, lines, top + 66)
}

function drawFields(canvas: Canvas, head: DetailizationHead, lines: HeadLines, top: number): void {
  const half = middle - margin.left - 14
  drawField(canvas, margin.left, top, contentWidth, labels.fields.subscriber, head.subscriber, 'bold')
  const printed = `${lines.printedAt} · ${both(labels.form)}`
  drawField(canvas, margin.left, top + 22, half, labels.fields.zone, lines.zone)
  drawField(canvas, middle, top + 22, right - middle, labels.fields.printedAt, printed)
  drawField(canvas, margin.left, top + 44, half, labels.fields.office, head.office)
  drawField(canvas, middle, top + 44, right - middle, labels.fields.clerk, head.clerk)
}

function drawField(
  canvas: Canvas,
  x: number,
  y: number,
  width: number,
  label: Bilingual,
  value: string,
  weight: Weight = 'regular',
): void {
  canvas.text(x, y + 6, both(label), { size: 6.4, colour: quiet })
  canvas.text(x, y + 15.5, value, { size: 8.6, maxWidth: width, weight })
}

/** Second and later pages say whose rows these are. */
export function drawRunningHead(canvas: Canvas, head: DetailizationHead, lines: HeadLines): void {
  const y = margin.top + (head.training ? heights.banner : 0) + 7
  const text = `${head.operator} · ${both(labels.title)}`
  canvas.text(margin.left, y, text, { size: 7, colour: quiet, maxWidth: 300 })
  canvas.text(right, y, `${lines.msisdn} · ${lines.period}`, { size: 7, weight: 'bold', align: 'right', maxWidth: 220 })
}

export function drawFooter(canvas: Canvas, head: DetailizationHead, page: number, pages: number): void {
  const y = a4.height - margin.bottom
  canvas.line(margin.left, right, y - 10, 0.4, 0.6)
  canvas.text(margin.left, y, `№ ${head.requestNumber}`, { size: 7, colour: quiet, maxWidth: 240 })
  canvas.text(right, y, labels.pageOf(page, pages), { size: 7, align: 'right', colour: quiet })
}

export function drawEmpty(canvas: Canvas, top: number): void {
  canvas.text(a4.width / 2, top + 17, labels.empty[0], { size: 9.5, weight: 'bold', align: 'center' })
  canvas.text(a4.width / 2, top + 29, labels.empty[1], { size: 9.5, align: 'center', colour: quiet })
}

export interface NoteColumns {
  kk: string[]
  ru: string[]
  lines: number
}

/** Kazakh on the left, Russian on the right, each note starting on the same line in both. */
export function wrapNotes(canvas: Canvas, notes: Bilingual[]): NoteColumns {
  const width = middle - margin.left - 12
  const kk: string[] = []
  const ru: string[] = []
  for (const note of notes) {
    const [left, other] = note.map((text) => wrap(canvas.fonts.regular, text, 6.4, width))
    const height = Math.max(left?.length ?? 0, other?.length ?? 0)
    for (let i = 0; i < height; i++) {
      kk.push(left?.[i] ?? '')
      ru.push(other?.[i] ?? '')
    }
  }
  return { kk, ru, lines: kk.length }
}

export function drawNotes(canvas: Canvas, notes: NoteColumns, top: number): number {
  const { title } = labels.notes
  canvas.text(margin.left, top + 6, title[0], { size: 6.6, weight: 'bold' })
  canvas.text(middle, top + 6, title[1], { size: 6.6, weight: 'bold' })
  for (let i = 0; i < notes.lines; i++) {
    const y = top + 6 + (i + 1.1) * heights.noteLine
    canvas.text(margin.left, y, notes.kk[i] ?? '', { size: 6.4, colour: 0.2 })
    canvas.text(middle, y, notes.ru[i] ?? '', { size: 6.4, colour: 0.2 })
  }
  return top + 8 + (notes.lines + 1) * heights.noteLine
}

export function drawSignatures(canvas: Canvas, clerk: string, top: number): void {
  const width = 200
  const stampSize = 62
  const line = top + 34
  const lines = [
    { x: margin.left, label: labels.fields.clerk, name: clerk },
    { x: margin.left + width + 24, label: labels.fields.customer, name: '' },
  ]
  for (const { x, label, name } of lines) {
    canvas.text(x, top + 12, both(label), { size: 7.2, weight: 'bold' })
    canvas.line(x, x + width, line, 0.5)
    canvas.text(x, line + 8.5, both(labels.signature), { size: 6.2, colour: quiet })
    canvas.text(x + width, line + 8.5, name, { size: 6.8, align: 'right', maxWidth: 110 })
  }
  const x = right - stampSize
  canvas.frame(x, top + 4, stampSize, stampSize, 0.4, 0.55)
  canvas.text(x + stampSize / 2, top + 38, both(labels.stamp), { size: 7.2, align: 'center', colour: quiet })
}
