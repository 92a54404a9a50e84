import { flow, type Block, type Frame, type Placed } from '../../kit/flow'
import { a4, margin } from '../../kit/page'
import { headSpace } from '../../kit/table'

/** Heights in points. */
export const heights = {
  row: 9.8,
  banner: 20,
  head: 136,
  runningHead: 15,
  footer: 22,
} as const

/** Fewer rows than this do not begin under the sums of a page. */
const fewestRows = 6

export interface PlanInput {
  /** Rows that are drawn; a summary form has none. */
  rows: number
  training: boolean
  front: readonly Block[]
  /** Stands above the rows. */
  rowsTitle: Block
  closing: readonly Block[]
}

export interface Plan {
  rows: number
  pages: number
  /** What stands on a page besides its rows. */
  blocksOn(page: number): readonly Placed[]
  rowsOn(page: number): number
  /** Upper edge of the table head on a page that has rows. */
  tableTop(page: number): number
}

/** Where everything goes, known before the first page is written: the front, rows on a fixed grid, the closing part. */
export function planPages({ rows, training, front, rowsTitle, closing }: PlanInput): Plan {
  const frame = frameOf(training)
  const start = flow(front, { page: 1, top: frame.top(1) }, frame)
  const grid = rows === 0 ? undefined : planRows(rows, frame, start.end, rowsTitle)
  const end = flow(closing, grid?.end ?? start.end, frame)
  const placed = byPage([...start.placed, ...(grid?.title ?? []), ...end.placed])
  return {
    rows,
    pages: end.end.page,
    blocksOn: (page) => placed.get(page) ?? [],
    rowsOn: (page) => grid?.rowsOn(page) ?? 0,
    tableTop: (page) => (page === grid?.firstPage ? grid.firstTop : frame.top(page)),
  }
}

function byPage(placed: readonly Placed[]): Map<number, Placed[]> {
  const pages = new Map<number, Placed[]>()
  for (const one of placed) pages.set(one.page, [...(pages.get(one.page) ?? []), one])
  return pages
}

function frameOf(training: boolean): Frame {
  const top = margin.top + (training ? heights.banner : 0)
  return {
    top: (page) => top + (page === 1 ? heights.head : heights.runningHead),
    bottom: a4.height - margin.bottom - heights.footer,
  }
}

interface RowsPlan {
  title: Placed[]
  firstPage: number
  firstTop: number
  end: { page: number; top: number }
  rowsOn(page: number): number
}

function planRows(rows: number, frame: Frame, from: { page: number; top: number }, title: Block): RowsPlan {
  const needed = (title.gap ?? 0) + title.height + headSpace() + Math.min(rows, fewestRows) * heights.row
  const fits = from.top + needed <= frame.bottom
  const firstPage = fits ? from.page : from.page + 1
  const titleTop = fits ? from.top + (title.gap ?? 0) : frame.top(firstPage)
  const firstTop = titleTop + title.height
  const capacity = (top: number) => Math.floor((frame.bottom - top - headSpace()) / heights.row)
  const first = Math.min(rows, capacity(firstTop))
  const full = capacity(frame.top(firstPage + 1))
  const lastPage = firstPage + Math.ceil((rows - first) / full)
  const onLast = lastPage === firstPage ? first : rows - first - (lastPage - firstPage - 1) * full
  const lastTop = lastPage === firstPage ? firstTop : frame.top(lastPage)
  return {
    title: [{ block: title, page: firstPage, top: titleTop }],
    firstPage,
    firstTop,
    end: { page: lastPage, top: lastTop + headSpace() + onLast * heights.row },
    rowsOn: (page) => {
      if (page < firstPage || page > lastPage) return 0
      return page === lastPage ? onLast : page === firstPage ? first : full
    },
  }
}
