import { both, type Bilingual } from '../../kit/bilingual'
import type { Block } from '../../kit/flow'
import { wrap, type Canvas } from '../../kit/page'
import type { Format } from '../../kit/paper'
import { accent, quiet } from '../../kit/sheet'
import * as labels from './labels'

/** Parts of the papers of a visit, on a sheet or on a roll. Kazakh first, Russian second. */

const isRoll = ({ height }: Format): boolean => height === undefined
const widthOf = ({ left, right }: Format): number => right - left
const lineOf = (size: number): number => size * 1.34

export function letterhead(format: Format, operator: string, reference: string): Block {
  const { left, right } = format
  const size = isRoll(format) ? 10.5 : 12
  return {
    height: size + 14,
    draw(canvas, top) {
      canvas.text(left, top + size, operator, { size, weight: 'bold', colour: accent, maxWidth: widthOf(format) * 0.5 })
      canvas.text(right, top + size, `№ ${reference}`, { size: size * 0.9, weight: 'bold', align: 'right' })
      canvas.line(left, right, top + size + 8, 1.2, accent)
    },
  }
}

export function heading(canvas: Canvas, format: Format, [kk, ru]: Bilingual): Block {
  const size = isRoll(format) ? 11.5 : 16
  const small = size * 0.78
  const first = wrap(canvas.fonts.bold, kk, size, widthOf(format))
  const second = wrap(canvas.fonts.regular, ru, small, widthOf(format))
  return {
    height: first.length * lineOf(size) + second.length * lineOf(small) + 6,
    gap: 6,
    draw(on, top) {
      first.forEach((text, i) => on.text(format.left, top + size + i * lineOf(size), text, { size, weight: 'bold' }))
      const below = top + first.length * lineOf(size)
      second.forEach((text, i) =>
        on.text(format.left, below + small + i * lineOf(small), text, { size: small, colour: quiet }),
      )
    },
  }
}

/** The one thing the customer must not misread, in a box. */
export function statement(canvas: Canvas, format: Format, words: Bilingual): Block {
  const size = format.size * (isRoll(format) ? 1.15 : 1.25)
  const lines = words.flatMap((text) => wrap(canvas.fonts.bold, text, size, widthOf(format) - 22))
  const height = lines.length * lineOf(size) + 14
  return {
    height: height + 5,
    gap: 10,
    draw(on, top) {
      on.rect(format.left, top, widthOf(format), height, 0.93)
      on.rect(format.left, top, 3.5, height, accent)
      lines.forEach((text, i) => {
        on.text(format.left + 13, top + 7 + size + i * lineOf(size), text, { size, weight: 'bold' })
      })
    },
  }
}

export type Field = readonly [label: Bilingual, value: string]

/** Label above value; two beside each other on a sheet. Long values take as many lines as they need. */
export function fieldBlocks(canvas: Canvas, format: Format, fields: readonly Field[]): Block[] {
  const columns = isRoll(format) ? 1 : 2
  const width = widthOf(format) / columns - (columns > 1 ? 10 : 0)
  const rows: Field[][] = []
  for (let at = 0; at < fields.length; at += columns) rows.push(fields.slice(at, at + columns))
  return rows.map((row) => fieldRow(canvas, format, row, width))
}

function fieldRow(canvas: Canvas, format: Format, row: readonly Field[], width: number): Block {
  const size = format.size
  const label = size * 0.74
  const values = row.map(([, value]) => clipped(wrap(canvas.fonts.bold, value, size, width)))
  const lines = Math.max(...values.map(({ length }) => length))
  return {
    height: label + 4 + lines * lineOf(size) + 4,
    gap: 2,
    draw(on, top) {
      row.forEach(([name], column) => {
        const x = format.left + (column * widthOf(format)) / row.length
        on.text(x, top + label, both(name), { size: label, colour: quiet, maxWidth: width })
        values[column]?.forEach((text, i) => {
          const y = top + label + 3 + size + i * lineOf(size)
          on.text(x, y, text, { size, weight: 'bold', maxWidth: width })
        })
      })
    },
  }
}

/** A name without end must not push the signatures off the paper. */
function clipped(lines: string[]): string[] {
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2] ?? ''}…`] : lines.length === 0 ? [''] : lines
}

export interface TextStyle {
  weight?: 'regular' | 'bold'
  /** Of the body's size. */
  scale?: number
  gap?: number
  /** Before the first line, in the margin of the rest. */
  mark?: string
  colour?: number
}

export function paragraph(canvas: Canvas, format: Format, text: string, style: TextStyle = {}): Block {
  const { weight = 'regular', scale = 1, gap = 4, mark = '', colour = 0 } = style
  const size = format.size * scale
  const indent = mark === '' ? 0 : 13
  const lines = wrap(canvas.fonts[weight], text, size, widthOf(format) - indent)
  return {
    height: lines.length * lineOf(size),
    gap,
    draw(on, top) {
      if (mark !== '') on.text(format.left, top + size, mark, { size, weight, colour })
      lines.forEach((line, i) => {
        on.text(format.left + indent, top + size + i * lineOf(size), line, { size, weight, colour })
      })
    },
  }
}

export interface Passage {
  title: Bilingual
  leads?: readonly Bilingual[]
  points: readonly Bilingual[]
}

/** First all of it in Kazakh, then all of it in Russian. */
export function passage(canvas: Canvas, format: Format, { title, leads = [], points }: Passage): Block[] {
  return ([0, 1] as const).flatMap((language) => [
    rule(format, 9),
    { ...paragraph(canvas, format, title[language], { weight: 'bold', scale: 1.15, gap: 6 }), withNext: true },
    ...leads.map((lead) => paragraph(canvas, format, lead[language], { gap: 4 })),
    ...points.map((point, i) => paragraph(canvas, format, point[language], { mark: `${i + 1}.`, gap: 3 })),
  ])
}

function rule({ left, right }: Format, gap: number): Block {
  return { height: 1, gap, withNext: true, draw: (canvas, top) => canvas.line(left, right, top, 0.5, 0.6) }
}

export interface Signer {
  label: Bilingual
  /** Printed under the line; the customer writes the own name. */
  name?: string
}

export function signatures(format: Format, signers: readonly Signer[]): Block {
  const beside = !isRoll(format)
  const width = beside ? widthOf(format) / 2 - 14 : widthOf(format)
  const step = 52
  return {
    height: beside ? step : step * signers.length,
    gap: 18,
    draw(canvas, top) {
      signers.forEach(({ label, name }, i) => {
        const x = beside ? format.left + (i * widthOf(format)) / 2 : format.left
        const y = top + 34 + (beside ? 0 : i * step)
        canvas.text(x, y - 24, both(label), { size: 8, weight: 'bold', maxWidth: width })
        canvas.line(x, x + width, y, 0.5)
        canvas.text(x, y + 9, both(labels.signature), { size: 6.8, colour: quiet })
        if (name) canvas.text(x + width, y + 9, name, { size: 7.2, align: 'right', maxWidth: width * 0.5 })
      })
    },
  }
}
