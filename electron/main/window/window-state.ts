import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const pixels = z.int().min(-100_000).max(100_000)
const schema = z.object({
  x: pixels,
  y: pixels,
  width: z.int().min(200).max(20_000),
  height: z.int().min(200).max(20_000),
  maximized: z.boolean(),
})
/** Bounds of the window when it is not maximised, in device-independent pixels. */
export type WindowState = z.infer<typeof schema>

export type Area = Pick<WindowState, 'x' | 'y' | 'width' | 'height'>

/** So much of the title bar has to be on a display for the window to be taken hold of. */
const grip = { width: 120, height: 40 }

/** What the file says, where it still lies on one of the displays; undefined means: as if it were the first start. */
export function readWindowState(file: string, workAreas: readonly Area[]): WindowState | undefined {
  try {
    const state = schema.parse(JSON.parse(readFileSync(file, 'utf8')))
    return workAreas.some((area) => canBeTaken(state, area)) ? state : undefined
  } catch {
    // Missing, cut short or from another version: where a window was is not worth a word.
    return undefined
  }
}

function canBeTaken(state: WindowState, area: Area): boolean {
  const left = Math.max(state.x, area.x)
  const right = Math.min(state.x + state.width, area.x + area.width)
  const titleIsInside = state.y >= area.y && state.y + grip.height <= area.y + area.height
  return titleIsInside && right - left >= grip.width
}

/** Answers false when it could not be kept, as on a full disk. */
export function writeWindowState(file: string, state: WindowState): boolean {
  try {
    writeFileSync(file, JSON.stringify(state))
    return true
  } catch {
    return false
  }
}
