import type { PaperLanguage } from '#domain/paper'
import { a4, contentWidth, margin, type Canvas } from './page'

/** Kazakh first, Russian second; one word where both languages share it. */
export type Bilingual = readonly [kk: string, ru: string]

export function both([kk, ru]: Bilingual, separator = ' / '): string {
  return kk === ru ? kk : `${kk}${separator}${ru}`
}

/** How a paper in one language or in both puts a label. */
export interface Wording {
  language: PaperLanguage
  /** RFC 5646, for the file. */
  tag: 'kk-KZ' | 'ru-KZ'
  /** On one line: `Күні / Дата`, or one of them. */
  line(label: Bilingual, separator?: string): string
  /** On two lines, the second empty where the paper has one language. */
  stack(label: Bilingual): Bilingual
  /** One text for each language of the paper. */
  each(label: Bilingual): readonly string[]
}

export function wordingOf(language: PaperLanguage): Wording {
  if (language === 'kk+ru') {
    return { language, tag: 'kk-KZ', line: both, stack: (label) => label, each: (label) => label }
  }
  const index = language === 'kk' ? 0 : 1
  const tag = language === 'kk' ? 'kk-KZ' : 'ru-KZ'
  const one = (label: Bilingual): string => label[index]
  return { language, tag, line: one, stack: (label) => [one(label), ''], each: (label) => [one(label)] }
}

const training: Bilingual = ['ОҚУ РЕЖИМІ', 'УЧЕБНЫЙ РЕЖИМ']
const trainingNote: Bilingual = ['құжат жарамсыз', 'документ недействителен']

/** Both lines of the training banner where one is too long. */
export const trainingText: readonly [string, string] = [both(training), both(trainingNote)]

/** Above everything on each page of a paper made in training mode; in both languages whatever the paper's own is. */
export function drawTrainingBanner(canvas: Canvas): void {
  canvas.rect(margin.left, margin.top, contentWidth, 16, 0)
  const text = trainingText.join('  —  ')
  canvas.text(a4.width / 2, margin.top + 11.4, text, { size: 9.5, weight: 'bold', align: 'center', colour: 1 })
}
