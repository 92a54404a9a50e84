import type { Canvas, Colour } from './page'

export interface BarScale {
  /** Left edge and length of the whole scale, points. */
  x: number
  width: number
  /** The value at its right end; 0 when there is nothing to draw. */
  most: number
}

const height = 5.6

/** The scale of a bar chart that stands beside the rows of a table. */
export function barScale(x: number, width: number, values: readonly number[]): BarScale {
  return { x, width, most: Math.max(0, ...values.map(Math.abs)) }
}

/** One horizontal bar; a negative value is a frame, so that it is told apart without colour. */
export function drawBar(canvas: Canvas, scale: BarScale, value: number, middle: number, colour: Colour): void {
  canvas.rect(scale.x, middle - height / 2, 0.4, height, 0.6)
  if (scale.most === 0 || value === 0) return
  // A value that is there shows, however small it is beside the largest.
  const width = Math.max(0.6, (Math.abs(value) / scale.most) * scale.width)
  if (value > 0) canvas.rect(scale.x, middle - height / 2, width, height, colour)
  else canvas.frame(scale.x + 0.3, middle - height / 2 + 0.3, Math.max(0.6, width - 0.6), height - 0.6, 0.5, 0.35)
}
