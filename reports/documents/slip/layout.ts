import { both, type Bilingual } from '../../kit/bilingual'
import { a4, contentWidth, margin, wrap, type Canvas, type Colour } from '../../kit/page'
import * as labels from './labels'
import type { SlipHead, SlipLines } from './model'

const right = a4.width - margin.right
const middle = margin.left + contentWidth / 2
const quiet: Colour = 0.38
const accent: Colour = [0.1, 0.27, 0.42]
const padding = 12
const lineHeight = 13.5
const textSize = 10

/** Operator, reference, title. Returns the lower edge, as every part here does. */
export function drawHead(canvas: Canvas, head: SlipHead, top: number): number {
  canvas.text(margin.left, top + 12, head.operator, { size: 12, weight: 'bold', colour: accent, maxWidth: 330 })
  canvas.text(right, top + 12, `№ ${head.reference}`, { size: 14, weight: 'bold', align: 'right' })
  canvas.line(margin.left, right, top + 20, 1.2, accent)
  canvas.text(margin.left, top + 42, labels.title[0], { size: 16, weight: 'bold' })
  canvas.text(margin.left, top + 58, labels.title[1], { size: 12, colour: quiet })
  return top + 70
}

/** The one thing the customer must not misread. */
export function drawState(canvas: Canvas, top: number): number {
  const height = 50
  canvas.rect(margin.left, top, contentWidth, height, 0.93)
  canvas.rect(margin.left, top, 4, height, accent)
  canvas.text(margin.left + padding, top + 21, labels.state[0], { size: 14, weight: 'bold' })
  canvas.text(margin.left + padding, top + 40, labels.state[1], { size: 14, weight: 'bold' })
  return top + height + 16
}

export function drawFields(canvas: Canvas, head: SlipHead, lines: SlipLines, top: number): number {
  const half = contentWidth / 2 - padding
  const rows: [Bilingual, string][][] = [
    [
      [labels.fields.msisdn, lines.msisdn],
      [labels.fields.acceptedAt, lines.acceptedAt],
    ],
    [
      [labels.fields.asked, both(labels.asked)],
      [labels.fields.printedAt, lines.printedAt],
    ],
    [
      [labels.fields.office, head.office],
      [labels.fields.clerk, head.clerk],
    ],
  ]
  rows.forEach((row, i) => {
    row.forEach(([label, value], column) => {
      const x = column === 0 ? margin.left : middle
      canvas.text(x, top + i * 34 + 8, both(label), { size: 7.5, colour: quiet })
      canvas.text(x, top + i * 34 + 22, value, { size: 11, weight: 'bold', maxWidth: half })
    })
  })
  return top + rows.length * 34 + 8
}

/** First all of it in Kazakh, then all of it in Russian. */
export function drawNext(canvas: Canvas, language: 0 | 1, top: number): number {
  canvas.line(margin.left, right, top, 0.5, 0.6)
  canvas.text(margin.left, top + 18, labels.next[language], { size: 11.5, weight: 'bold' })
  let y = top + 20
  labels.steps.forEach((step, i) => {
    const written = wrap(canvas.fonts.regular, step[language], textSize, contentWidth - 16)
    canvas.text(margin.left, y + lineHeight, `${i + 1}.`, { size: textSize })
    for (const line of written) canvas.text(margin.left + 16, (y += lineHeight), line, { size: textSize })
    y += 3
  })
  canvas.text(margin.left, y + lineHeight + 3, labels.warning[language], { size: textSize, weight: 'bold' })
  return y + lineHeight + 18
}
