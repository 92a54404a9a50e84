import { a4, contentWidth, margin, type Canvas } from './page'

/** Kazakh first, Russian second; one word where both languages share it. */
export type Bilingual = readonly [kk: string, ru: string]

export function both([kk, ru]: Bilingual, separator = ' / '): string {
  return kk === ru ? kk : `${kk}${separator}${ru}`
}

const training: Bilingual = ['ОҚУ РЕЖИМІ', 'УЧЕБНЫЙ РЕЖИМ']
const trainingNote: Bilingual = ['құжат жарамсыз', 'документ недействителен']

/** Above everything on each page of a paper made in training mode. */
export function drawTrainingBanner(canvas: Canvas): void {
  canvas.rect(margin.left, margin.top, contentWidth, 16, 0)
  const text = `${both(training)}  —  ${both(trainingNote)}`
  canvas.text(a4.width / 2, margin.top + 11.4, text, { size: 9.5, weight: 'bold', align: 'center', colour: 1 })
}
