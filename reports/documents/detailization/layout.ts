import type { Bilingual, Wording } from '../../kit/bilingual'
import type { Weight } from '../../kit/fonts'
import { a4, margin, type Canvas } from '../../kit/page'
import { accent, quiet, sheet } from '../../kit/sheet'
import type { Column, Grid } from '../../kit/table'
import * as labels from './labels'
import type { DetailizationHead, HeadLines } from './model'
import { heights } from './plan'

const { right, middle } = sheet

const column = (left: number, end: number, align: Column['align'], head: Bilingual, repeats = false): Column => ({
  left,
  right: end,
  align,
  head,
  repeats,
})

/** In one language the same grid has room to spare. */
export function gridIn(wording: Wording): Grid {
  const columns = grid.columns.map((each) => {
    const [first, second] = wording.stack(each.head)
    return { ...each, head: [first, second === first ? '' : second] as const }
  })
  return { ...grid, columns }
}

/** Megabytes have the widest sign of all units. */
const widestDecimals = ',00\u00A0МБ'

export const grid: Grid = {
  fontSize: 7.2,
  rowHeight: heights.row,
  columns: [
    column(margin.left, 69.5, 'right', labels.columns.no),
    column(74.5, 110.5, 'left', labels.columns.date, true),
    column(114, 142, 'left', labels.columns.time),
    column(146, 220, 'left', labels.columns.type, true),
    column(224, 327, 'left', labels.columns.other),
    column(331, 411, 'left', labels.columns.direction, true),
    { ...column(412, 449.5, 'right', labels.columns.quantity), decimals: widestDecimals },
    column(455, 509.5, 'left', labels.columns.source, true),
    column(512, right, 'right', labels.columns.charge),
  ],
}

export interface PageText {
  head: DetailizationHead
  lines: HeadLines
  wording: Wording
}

export function drawHead(canvas: Canvas, { head, lines, wording }: PageText): void {
  const top = margin.top + (head.training ? heights.banner : 0)
  const left = margin.left
  const [title, second] = wording.stack(labels.title)
  canvas.text(left, top + 11, head.operator, { size: 11, weight: 'bold', colour: accent, maxWidth: 330 })
  canvas.text(right, top + 11, `№ ${head.requestNumber}`, { size: 9, weight: 'bold', align: 'right', maxWidth: 180 })
  canvas.line(left, right, top + 18, 1.2, accent)
  canvas.tagged('H1', () => {
    canvas.text(left, top + 37, title, { size: 15, weight: 'bold' })
    canvas.text(left, top + 51, second, { size: 11, colour: quiet })
  })
  canvas.text(right, top + 37, lines.msisdn, { size: 15, weight: 'bold', align: 'right', maxWidth: 220 })
  const period = `${wording.line(labels.fields.period)}: ${lines.period}`
  canvas.text(right, top + 51, period, { size: 9.5, align: 'right' })
  drawFields(canvas, { head, lines, wording }, top + 66)
}

function drawFields(canvas: Canvas, { head, lines, wording }: PageText, top: number): void {
  const half = middle - margin.left - 14
  const end = right - middle
  const fields: [x: number, y: number, width: number, label: Bilingual, value: string, weight?: Weight][] = [
    [margin.left, 0, right - margin.left, labels.fields.subscriber, head.subscriber, 'bold'],
    [margin.left, 22, half, labels.fields.zone, lines.zone],
    [middle, 22, end, labels.fields.printedAt, `${lines.printedAt} · ${wording.line(labels.forms[head.form])}`],
    [margin.left, 44, half, labels.fields.office, head.office],
    [middle, 44, end, labels.fields.clerk, head.clerk],
  ]
  for (const [x, y, width, label, value, weight = 'regular'] of fields) {
    canvas.text(x, top + y + 6, wording.line(label), { size: 6.8, colour: quiet })
    canvas.text(x, top + y + 16, value, { size: 8.6, maxWidth: width, weight })
  }
}

/** Second and later pages say whose rows these are. */
export function drawRunningHead(canvas: Canvas, { head, lines, wording }: PageText): void {
  const y = margin.top + (head.training ? heights.banner : 0) + 7
  const text = `${head.operator} · ${wording.line(labels.title)}`
  canvas.text(margin.left, y, text, { size: 7, colour: quiet, maxWidth: 300 })
  canvas.text(right, y, `${lines.msisdn} · ${lines.period}`, { size: 7, weight: 'bold', align: 'right', maxWidth: 220 })
}

export function drawFooter(canvas: Canvas, { head, wording }: PageText, page: number, pages: number): void {
  const y = a4.height - margin.bottom
  canvas.again('footer', () => {
    canvas.line(margin.left, right, y - 10, 0.4, 0.6)
    canvas.text(margin.left, y, `№ ${head.requestNumber}`, { size: 7, colour: quiet, maxWidth: 240 })
  })
  canvas.text(right, y, wording.line(labels.pageOf(page, pages), ' · '), { size: 7, align: 'right', colour: quiet })
}
