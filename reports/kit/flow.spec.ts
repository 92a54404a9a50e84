import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flow, type Block } from './flow'

const frame = { top: (page: number) => (page === 1 ? 100 : 20), bottom: 200 }
const start = { page: 1, top: 100 }
const block = (height: number, more: Partial<Block> = {}): Block => ({ height, draw: () => undefined, ...more })
const where = (blocks: Block[]) => flow(blocks, start, frame).placed.map(({ page, top }) => `${page}:${top}`)

describe('flow', () => {
  it('turns the page where a block does not fit', () => {
    expect(where([block(60), block(40), block(1)])).toEqual(['1:100', '1:160', '2:20'])
  })

  it('leaves a gap between blocks, but not at the top of a page', () => {
    expect(where([block(60, { gap: 9 }), block(30, { gap: 10 }), block(30, { gap: 10 })])).toEqual([
      '1:100',
      '1:170',
      '2:20',
    ])
  })

  it('keeps a title with what it is the title of', () => {
    expect(where([block(80), block(15, { withNext: true }), block(10)])).toEqual(['1:100', '2:20', '2:35'])
  })

  it('repeats the head of a table on the next page, and only there', () => {
    const head = block(12, { withNext: true })
    const rows = [1, 2, 3].map(() => block(40, { repeat: head }))
    expect(where([head, ...rows])).toEqual(['1:100', '1:112', '1:152', '2:20', '2:32'])
  })

  it('breaks a group that is higher than a page', () => {
    expect(where([block(90, { withNext: true }), block(150, { withNext: true }), block(100)])).toEqual([
      '1:100',
      '2:20',
      '3:20',
    ])
  })

  it('draws every block once, in order, inside its page', () => {
    const blocks = fc.array(
      fc.record({
        height: fc.integer({ min: 1, max: 100 }),
        gap: fc.integer({ min: 0, max: 20 }),
        withNext: fc.boolean(),
      }),
    )
    fc.assert(
      fc.property(blocks, (facts) => {
        const all = facts.map(({ height, gap, withNext }) => block(height, { gap, withNext }))
        const { placed, end } = flow(all, start, frame)
        expect(placed.map((one) => one.block)).toEqual(all)
        let below = { page: 1, top: 100 }
        for (const { page, top, block: each } of placed) {
          expect(top + each.height).toBeLessThanOrEqual(frame.bottom)
          expect(page > below.page ? top : top - below.top).toBeGreaterThanOrEqual(
            page > below.page ? frame.top(page) : 0,
          )
          below = { page, top: top + each.height }
        }
        expect(end).toEqual(below)
      }),
    )
  })
})
