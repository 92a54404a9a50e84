import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countPages, parsePageRanges } from './printing'

const pages = 12

describe('pages to print', () => {
  it.each([
    ['', []],
    ['  ', []],
    ['3', [[3, 3]]],
    [
      '1-3, 7',
      [
        [1, 3],
        [7, 7],
      ],
    ],
    [
      '7;1–3',
      [
        [1, 3],
        [7, 7],
      ],
    ],
    ['10-', [[10, 12]]],
    ['1-4, 3-6, 7', [[1, 7]]],
    ['12', [[12, 12]]],
  ])('%j', (text, value) => {
    expect(parsePageRanges(text, pages)).toEqual({ ok: true, value })
  })

  it.each(['0', '3-1', 'x', '1,,2', '1-2-3', ',', '-3', '1.5', '0-4'])('%j is no range', (text) => {
    expect(parsePageRanges(text, pages)).toEqual({ ok: false, code: 'PRINT_PAGES_MALFORMED' })
  })

  it.each(['13', '11-13', '13-', '999999'])('%j is past the last page, which is named', (text) => {
    expect(parsePageRanges(text, pages)).toEqual({ ok: false, code: 'PRINT_PAGES_BEYOND', params: { pages } })
  })

  it('keeps every page that was asked for, once, in order', () => {
    const range = fc.tuple(fc.integer({ min: 1, max: pages }), fc.integer({ min: 0, max: pages }))
    fc.assert(
      fc.property(fc.array(range, { minLength: 1, maxLength: 8 }), (asked) => {
        const ends = asked.map(([first, more]) => [first, Math.min(pages, first + more)] as const)
        const wanted = new Set(
          ends.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index)),
        )
        const read = parsePageRanges(ends.map((each) => each.join('-')).join(','), pages)
        if (!read.ok) throw new Error(read.code)
        const got = read.value.flatMap(([first, last]) =>
          Array.from({ length: last - first + 1 }, (_, index) => first + index),
        )
        expect(got).toEqual([...wanted].sort((a, b) => a - b))
        expect(countPages(read.value, pages)).toBe(wanted.size)
      }),
    )
  })
})
