import { a4, margin } from '../../kit/page'
import { headSpace } from '../../kit/table'

/** Heights in points. The grid is fixed, so the number of pages follows from the number of rows alone. */
export const heights = {
  row: 9.8,
  banner: 20,
  head: 137,
  runningHead: 15,
  footer: 22,
  empty: 40,
  summaryHead: 38,
  summaryRow: 11.5,
  totals: 42,
  noteLine: 8.2,
  notesGap: 22,
  signatures: 84,
} as const

/** As many types as can occur, top-ups apart: which ones do is known only after the last row. */
const summaryRows = 8

export interface Plan {
  rows: number
  pages: number
  /** Rows on each page; the last page may hold the closing part alone. */
  rowsOn(page: number): number
  /** Upper edge of the table head on a page. */
  tableTop(page: number): number
}

export function planPages(rows: number, training: boolean, noteLines: number): Plan {
  const bottom = a4.height - margin.bottom - heights.footer
  const top = margin.top + (training ? heights.banner : 0)
  const tableTop = (page: number) => top + (page === 1 ? heights.head : heights.runningHead)
  const space = (page: number) => bottom - tableTop(page) - headSpace()
  const capacity = (page: number) => Math.floor(space(page) / heights.row)
  const first = Math.min(rows, capacity(1))
  const full = capacity(2)
  const rowPages = 1 + Math.ceil((rows - first) / full)
  const onLast = rowPages === 1 ? first : rows - first - (rowPages - 2) * full
  const used = rows === 0 ? heights.empty : onLast * heights.row
  const closesThere = used + closingHeight(noteLines) <= space(rowPages)
  return {
    rows,
    pages: closesThere ? rowPages : rowPages + 1,
    rowsOn: (page) => (page === 1 ? first : page < rowPages ? full : page === rowPages ? onLast : 0),
    tableTop,
  }
}

function closingHeight(noteLines: number): number {
  const summary = heights.summaryHead + summaryRows * heights.summaryRow + heights.totals
  return summary + heights.notesGap + noteLines * heights.noteLine + heights.signatures
}
