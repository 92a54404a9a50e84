import { formatTiyn } from '#domain/money'
import { both, wordingOf } from '../../kit/bilingual'
import type { Block } from '../../kit/flow'
import type { Canvas } from '../../kit/page'
import type { Format } from '../../kit/paper'
import { tableBlocks, titleBlock } from '../../kit/sheet'
import { fieldBlocks, heading, letterhead, paragraph, statement } from '../common/blocks'
import * as common from '../common/labels'
import { dateText, momentText, phoneText } from '../common/model'
import * as labels from './labels'
import type { VisitHead, VisitOrder } from './model'

const wording = wordingOf('kk+ru')

export function visitBlocks(canvas: Canvas, format: Format, head: VisitHead): Block[] {
  const { fields } = common
  const waiting = head.orders.some(({ stand }) => stand === 'accepted')
  const nothing = head.orders.length + head.reports.length === 0
  return [
    letterhead(format, head.operator, head.reference),
    heading(canvas, format, labels.title),
    ...fieldBlocks(canvas, format, [
      [fields.msisdn, phoneText(head.msisdn)],
      [fields.printedAt, momentText(head.printedAt, head.timeZone)],
      [fields.office, head.office],
      [fields.clerk, head.clerk],
    ]),
    ...(nothing ? [statement(canvas, format, labels.nothing)] : []),
    ...ordersTable(format, head),
    ...reportsTable(format, head),
    ...(waiting ? [statement(canvas, format, labels.pending)] : []),
    ...labels.question.map((text, i) => paragraph(canvas, format, text, { gap: i === 0 ? 10 : 2 })),
    ...common.notFiscal.map((text, i) => paragraph(canvas, format, text, { gap: i === 0 ? 10 : 2, colour: 0.38 })),
  ]
}

function ordersTable({ left, right }: Format, { orders, timeZone }: VisitHead): Block[] {
  if (orders.length === 0) return []
  const { columns: heads } = labels
  const columns = [
    { x: left, head: heads.reference },
    { x: left + 72, head: heads.what, maxWidth: 190 },
    { x: left + 268, head: heads.at },
    { x: left + 342, head: heads.state, maxWidth: 122 },
    { x: right, head: heads.fee, align: 'right' as const },
  ]
  const lines = orders.map((order) => orderLines(order, timeZone))
  const ends = new Set<number>()
  let last = -1
  for (const { length } of lines) ends.add((last += length))
  const done = orders.filter(({ stand }) => stand === 'done')
  const paid = done.reduce((sum, { fee }) => sum + (fee?.tiyn ?? 0), 0)
  const total = [both(heads.paid), '', '', '', formatTiyn(paid)]
  return [
    titleBlock(labels.orders, wording, 14),
    ...tableBlocks({ columns, rows: lines.flat(), total, ruled: (row) => ends.has(row) }, wording),
  ]
}

/** A line for each operation, and one for each language of where the order stands. */
function orderLines({ reference, operations, at, stand, fee }: VisitOrder, timeZone: string): string[][] {
  const count = Math.max(operations.length, 2)
  return Array.from({ length: count }, (_, i) => {
    const operation = operations[i]
    const what = operation ? both(common.operations[operation]) : ''
    const state = common.stands[stand][i] ?? ''
    if (i > 0) return ['', what, '', state, '']
    return [reference, what, momentText(at, timeZone), state, fee ? formatTiyn(fee.tiyn) : '']
  })
}

function reportsTable({ left, right }: Format, { reports }: VisitHead): Block[] {
  if (reports.length === 0) return []
  const { columns: heads } = labels
  const columns = [
    { x: left, head: heads.number, maxWidth: 180 },
    { x: left + 190, head: heads.period },
    { x: right - 80, head: heads.rows, align: 'right' as const },
    { x: right, head: heads.pages, align: 'right' as const },
  ]
  const rows = reports.map(({ number, from, to, rows: count, pages }) => [
    number,
    `${dateText(from)} – ${dateText(to)}`,
    String(count),
    String(pages),
  ])
  return [titleBlock(labels.reports, wording, 14), ...tableBlocks({ columns, rows }, wording)]
}
