/** First and last page, both counted. */
export type PageRange = readonly [first: number, last: number]

export type PageRangesCheck =
  | { ok: true; value: PageRange[] }
  | { ok: false; code: 'PRINT_PAGES_MALFORMED' }
  | { ok: false; code: 'PRINT_PAGES_BEYOND'; params: { pages: number } }

/**
 * Pages as people write them: `1-3, 7, 12-`. Nothing written means all, which is an empty list. The answer ascends
 * without overlaps, as printers demand it (RFC 8011, page-ranges).
 */
export function parsePageRanges(text: string, pages: number): PageRangesCheck {
  const ranges: PageRange[] = []
  for (const part of text.split(/[,;]/).map((each) => each.trim())) {
    if (part === '' && text.trim() === '') return { ok: true, value: [] }
    const read = /^(\d{1,6})(?:\s*(?<dash>[-–—])\s*(\d{1,6})?)?$/.exec(part)
    if (!read) return { ok: false, code: 'PRINT_PAGES_MALFORMED' }
    const first = Number(read[1])
    const last = read[3] === undefined ? (read.groups?.['dash'] ? Math.max(first, pages) : first) : Number(read[3])
    if (first < 1 || last < first) return { ok: false, code: 'PRINT_PAGES_MALFORMED' }
    if (first > pages || last > pages) return { ok: false, code: 'PRINT_PAGES_BEYOND', params: { pages } }
    ranges.push([first, last])
  }
  return { ok: true, value: merged(ranges) }
}

function merged(ranges: readonly PageRange[]): PageRange[] {
  const joined: PageRange[] = []
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const before = joined.at(-1)
    if (before && first <= before[1] + 1) joined[joined.length - 1] = [before[0], Math.max(before[1], last)]
    else joined.push([first, last])
  }
  return joined
}

/** Pages that a list of ranges names; all of them for an empty one. */
export function countPages(ranges: readonly PageRange[], pages: number): number {
  return ranges.length === 0 ? pages : ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}
