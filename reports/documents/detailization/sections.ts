import { formatTiyn } from '#domain/money'
import type { Bilingual, Wording } from '../../kit/bilingual'
import { barScale, drawBar } from '../../kit/chart'
import { countryName } from '../../kit/countries'
import type { Block } from '../../kit/flow'
import { monthText } from '../../kit/months'
import {
  accent,
  lineBlock,
  notesBlock,
  sheet,
  tableBlocks,
  titleBlock,
  type Notes,
  type SheetColumn,
} from '../../kit/sheet'
import { formatDuration, formatVolume } from '../../kit/totals'
import * as labels from './labels'
import { sumOf, type DetailizationSummary, type MonthSum, type NamedSum } from './sums'

const { left, right } = sheet
const nameWidth = 175

const heads = labels.summary
const sumColumns = (first: Bilingual): SheetColumn[] => [
  { x: left, head: first, maxWidth: nameWidth },
  { x: 282, head: heads.count, align: 'right' },
  { x: 368, head: heads.duration, align: 'right' },
  { x: 454, head: heads.volume, align: 'right' },
  { x: right, head: heads.charge, align: 'right' },
]

/** All that stands before the rows: how to read them, and their sums by type, month, country and name. */
export function frontBlocks(summary: DetailizationSummary, notes: Notes, wording: Wording): Block[] {
  const reading = [titleBlock(labels.sections.reading, wording, 0), notesBlock(notes)]
  if (summary.rows === 0) return [...reading, ...typesSection(summary, wording)]
  return [
    ...reading,
    ...typesSection(summary, wording),
    ...monthsSection(summary, wording),
    ...roamingSection(summary, wording),
    ...namesSection(labels.sections.fees, heads.name, labels.none.fees, summary.fees, summary.otherFees, wording),
    ...namesSection(
      labels.sections.topUps,
      heads.topUpSource,
      labels.none.topUps,
      summary.topUps,
      summary.otherTopUps,
      wording,
    ),
  ]
}

function typesSection({ types, totalTiyn }: DetailizationSummary, wording: Wording): Block[] {
  const title = titleBlock(labels.sections.types, wording)
  if (types.length === 0) return [title, lineBlock(labels.none.rows, wording)]
  const rows = types.map((sum) => [wording.line(labels.typeNames[sum.type]), ...amounts(sum)])
  const count = types.reduce((sum, each) => sum + each.rows, 0)
  const total = [wording.line(heads.sum), String(count), '', '', formatTiyn(totalTiyn)]
  return [title, ...tableBlocks({ columns: sumColumns(heads.type), rows, total }, wording)]
}

function amounts(sum: { rows: number; durationSeconds: number; volumeBytes: number; tiyn: number }): string[] {
  return [String(sum.rows), durationText(sum.durationSeconds), volumeText(sum.volumeBytes), formatTiyn(sum.tiyn)]
}

const durationText = (seconds: number): string => (seconds > 0 ? formatDuration(seconds) : '')
const volumeText = (bytes: number): string => (bytes > 0 ? formatVolume(bytes) : '')

const chart = { x: 478, width: right - 478 } as const

function monthsSection(summary: DetailizationSummary, wording: Wording): Block[] {
  const { months } = summary
  const columns: SheetColumn[] = [
    { x: left, head: heads.month, maxWidth: 110 },
    { x: 192, head: heads.count, align: 'right' },
    { x: 254, head: heads.calls, align: 'right' },
    { x: 320, head: heads.internet, align: 'right' },
    { x: 395, head: heads.topUps, align: 'right' },
    { x: 470, head: heads.charge, align: 'right' },
  ]
  const rows = months.map((month) => [monthText(month.month, wording), ...monthCells(month)])
  const charged = months.reduce((sum, month) => sum + month.rows, 0)
  const { topUpsTiyn, totalTiyn } = summary
  const total = [wording.line(heads.sum), String(charged), '', '', formatTiyn(topUpsTiyn), formatTiyn(totalTiyn)]
  const scale = barScale(
    chart.x,
    chart.width,
    months.map(({ tiyn }) => tiyn),
  )
  const beside = (canvas: Parameters<Block['draw']>[0], row: number, middle: number) =>
    drawBar(canvas, scale, months[row]?.tiyn ?? 0, middle, accent)
  return [titleBlock(labels.sections.months, wording), ...tableBlocks({ columns, rows, total, beside }, wording)]
}

function monthCells({ rows, durationSeconds, volumeBytes, topUpsTiyn, tiyn }: MonthSum): string[] {
  const amounts = [durationText(durationSeconds), volumeText(volumeBytes)]
  return [String(rows), ...amounts, topUpsTiyn === 0 ? '' : formatTiyn(topUpsTiyn), formatTiyn(tiyn)]
}

function roamingSection({ roaming }: DetailizationSummary, wording: Wording): Block[] {
  const title = titleBlock(labels.sections.roaming, wording)
  if (roaming.length === 0) return [title, lineBlock(labels.none.roaming, wording)]
  const rows = roaming.map((sum) => [countryText(sum.country, wording), ...amounts(sum)])
  const count = roaming.reduce((sum, each) => sum + each.rows, 0)
  const total = [wording.line(heads.sum), String(count), '', '', formatTiyn(sumOf(roaming))]
  const table = { columns: sumColumns(heads.country), rows, ...(rows.length > 1 && { total }) }
  return [title, ...tableBlocks(table, wording)]
}

/** With its code, which is what the rows show. */
function countryText(code: string, wording: Wording): string {
  if (code === '') return wording.line(heads.unknownCountry)
  const name = countryName(code)
  return name ? `${code} · ${wording.line(name)}` : code
}

function namesSection(
  section: Bilingual,
  head: Bilingual,
  empty: Bilingual,
  sums: readonly NamedSum[],
  others: NamedSum | null,
  wording: Wording,
): Block[] {
  const title = titleBlock(section, wording)
  if (sums.length === 0) return [title, lineBlock(empty, wording)]
  const columns: SheetColumn[] = [
    { x: left, head, maxWidth: 300 },
    { x: 420, head: heads.count, align: 'right' },
    { x: right, head: heads.charge, align: 'right' },
  ]
  const cells = ({ rows, tiyn }: NamedSum): string[] => [String(rows), formatTiyn(tiyn)]
  const rows = sums.map((sum) => [sum.name || wording.line(heads.unnamed), ...cells(sum)])
  if (others) rows.push([wording.line(heads.others), ...cells(others)])
  const all = others ? [...sums, others] : sums
  const count = all.reduce((sum, each) => sum + each.rows, 0)
  const total = [wording.line(heads.sum), ...cells({ name: '', rows: count, tiyn: sumOf(all) })]
  return [title, ...tableBlocks({ columns, rows, ...(rows.length > 1 && { total }) }, wording)]
}
