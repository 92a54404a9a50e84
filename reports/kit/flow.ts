import type { Canvas } from './page'

/** Something of a known height that is drawn in one piece. */
export interface Block {
  height: number
  draw(canvas: Canvas, top: number): void
  /** Never the last on its page: a title, a table head, the row before a total. */
  withNext?: boolean
  /** Drawn first when this block opens a page: the head of its table. */
  repeat?: Block
  /** Space above, left out at the top of a page. */
  gap?: number
}

/** Where blocks may stand. Pages count from 1. */
export interface Frame {
  top(page: number): number
  bottom: number
}

export interface Place {
  page: number
  top: number
}

export interface Placed extends Place {
  block: Block
}

/**
 * Puts blocks below each other from `start` on, turning pages where one does not fit; nothing is drawn yet, so that the
 * number of pages is known before the first is written. A group held together by `withNext` that is higher than a page
 * is broken all the same.
 */
export function flow(blocks: readonly Block[], start: Place, frame: Frame): { placed: Placed[]; end: Place } {
  const placed: Placed[] = []
  let { page, top } = start
  let index = 0
  while (index < blocks.length) {
    const group = groupAt(blocks, index)
    const opened = top <= frame.top(page)
    if (!opened && top + heightOf(group) > frame.bottom) {
      page++
      top = frame.top(page)
    }
    for (const block of group) {
      if (top > frame.top(page) && top + (block.gap ?? 0) + block.height > frame.bottom) {
        page++
        top = frame.top(page)
      }
      if (top <= frame.top(page)) {
        if (block.repeat) {
          placed.push({ block: block.repeat, page, top })
          top += block.repeat.height
        }
      } else top += block.gap ?? 0
      placed.push({ block, page, top })
      top += block.height
    }
    index += group.length
  }
  return { placed, end: { page, top } }
}

function groupAt(blocks: readonly Block[], start: number): Block[] {
  let end = start
  while (end < blocks.length - 1 && blocks[end]?.withNext) end++
  return blocks.slice(start, end + 1)
}

function heightOf(group: readonly Block[]): number {
  return group.reduce((sum, { height, gap = 0 }) => sum + gap + height, 0)
}
