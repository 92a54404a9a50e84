import { execFileSync } from 'node:child_process'
import { grid } from '../documents/detailization/layout'

/** What a reader gets out of a printed detailization; for specs. Needs Debian's `poppler-utils` and `qpdf`. */
function run(tool: string, args: string[], debian: string): string {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw missing ? new Error(`${tool} is missing: apt-get install ${debian}`) : error
  }
}

/** The whole text as `pdftotext -layout` gives it. */
export function printedText(file: string): string {
  return run('pdftotext', ['-layout', file, '-'], 'poppler-utils')
}

export function printedInfo(file: string): Map<string, string> {
  const lines = run('pdfinfo', [file], 'poppler-utils').split('\n')
  return new Map(lines.map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]))
}

export interface PrintedElement {
  /** As in the file: `H1`, `Table`, `TD` … */
  tag: string
  depth: number
  /** Its own text, in the order of the file; `''` for groups and empty cells. */
  text: string
}

/** The structure tree from top to bottom, as a reading program gets it. */
export function printedStructure(file: string): PrintedElement[] {
  const elements: PrintedElement[] = []
  for (const line of run('pdfinfo', ['-struct-text', file], 'poppler-utils').split('\n')) {
    const {
      indent = '',
      tag,
      text,
    } = /^(?<indent> *)(?:(?<tag>[A-Z]\w*)\b[^"]*|"(?<text>.*)")$/.exec(line)?.groups ?? {}
    const last = elements.at(-1)
    if (tag !== undefined) elements.push({ tag, depth: indent.length / 2, text: '' })
    else if (text !== undefined && last) last.text += text
  }
  return elements
}

/** The same without texts, which poppler is slow to find. */
export function printedTags(file: string): string[] {
  const lines = run('pdfinfo', ['-struct', file], 'poppler-utils').split('\n')
  return lines.flatMap((line) => /^ *([A-Z]\w*)( \(|:|$)/.exec(line)?.[1] ?? [])
}

/** A part of the file as qpdf understands it: `outlines`, `objects` … */
export function printedJson(file: string, key: string): unknown {
  return (JSON.parse(run('qpdf', ['--json', `--json-key=${key}`, file], 'qpdf')) as Record<string, unknown>)[key]
}

/** Throws when qpdf finds anything wrong. */
export function checkPdf(file: string): void {
  run('qpdf', ['--check', file], 'qpdf')
}

export interface PrintedFont {
  embedded: boolean
  subset: boolean
  /** Its text can be taken out again. */
  unicode: boolean
}

export function printedFonts(file: string): PrintedFont[] {
  const lines = run('pdffonts', [file], 'poppler-utils').trim().split('\n').slice(2)
  return lines.map((line) => {
    const [embedded, subset, unicode] = line.match(/\b(yes|no)\b/g) ?? []
    return { embedded: embedded === 'yes', subset: subset === 'yes', unicode: unicode === 'yes' }
  })
}

/** The totals printed after the rows. */
export function printedTotals(file: string): { rows: number; totalTiyn: number; topUpsTiyn: number } {
  const text = printedText(file)
  const [count, totalTiyn] = printedSum(text, ['Итого, ₸', 'Барлығы'])
  const [topUps, topUpsTiyn] = printedSum(text, ['Пополнения (отдельно), ₸', 'Толтырулар (бөлек)'])
  return { rows: count + topUps, totalTiyn, topUpsTiyn }
}

/** By the label's Russian words, or the Kazakh ones of a paper without them. */
function printedSum(text: string, labels: [string, string]): [count: number, tiyn: number] {
  const lines = text.split('\n')
  const label = labels.find((each) => lines.some((line) => line.includes(each))) ?? labels[0]
  const line = lines.find((candidate) => candidate.includes(label)) ?? ''
  const found = /^\s*(\d+)\s{2,}(−?)([\d\s]+),(\d\d)\s*$/.exec(line.slice(line.indexOf(label) + label.length))
  if (!found) throw new Error(`no line «${label}» on the paper`)
  const [, count, minus, whole = '', fraction = ''] = found
  const tiyn = Number(whole.replace(/\s/g, '') + fraction)
  return [Number(count), minus ? 0 - tiyn : tiyn]
}

/** Of a line in the sums before the rows, by the words it begins with: its count and the amount at its end. */
export function printedSubtotal(file: string, label: string): { rows: number; tiyn: number } | undefined {
  const lines = printedText(file).split('\n')
  const line = lines.map((each) => each.trim()).find((each) => each.startsWith(`${label}  `))
  const cells = /^\s+(\d+)\s.*?(−?)(?<![\d,])(\d{1,3}(?:\s\d{3})*),(\d\d)$/.exec(line?.slice(label.length) ?? '')
  if (!cells) return undefined
  const [, count, minus, whole = '', fraction = ''] = cells
  const tiyn = Number(whole.replace(/\s/g, '') + fraction)
  return { rows: Number(count), tiyn: minus ? 0 - tiyn : tiyn }
}

export interface PrintedWord {
  left: number
  right: number
  middle: number
  text: string
}

/** The cells of every printed row, page by page from top to bottom; words of a cell joined by one space. */
export function printedRows(file: string): string[][] {
  const pages = run('pdftotext', ['-bbox', file, '-'], 'poppler-utils').split('<page ').slice(1)
  return pages.flatMap((page) => rowsOf(wordsOf(page)))
}

function wordsOf(page: string): PrintedWord[] {
  const found = page.matchAll(
    /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g,
  )
  return [...found].map(([, left, top, right, bottom, text = '']) => ({
    left: Number(left),
    right: Number(right),
    middle: (Number(top) + Number(bottom)) / 2,
    text: text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  }))
}

/** Words with their places, points from the left edge of the page. */
export function printedWords(file: string): PrintedWord[] {
  return wordsOf(run('pdftotext', ['-bbox', file, '-'], 'poppler-utils'))
}

/** A row is where the first column holds a number that ends at the column's right edge. */
function rowsOf(words: PrintedWord[]): string[][] {
  const numberEdge = grid.columns[0]?.right ?? 0
  const anchors = words.filter(({ text, right }) => /^\d+$/.test(text) && Math.abs(right - numberEdge) < 1)
  const rows = anchors.sort((a, b) => a.middle - b.middle).map(({ middle }) => ({ middle, cells: [] as PrintedWord[] }))
  for (const word of words) {
    rows.find(({ middle }) => Math.abs(word.middle - middle) < grid.rowHeight * 0.4)?.cells.push(word)
  }
  return rows.map(({ cells }) => grid.columns.map((column) => textWithin(cells, column.left, column.right)))
}

function textWithin(words: PrintedWord[], left: number, right: number): string {
  const inside = words.filter((word) => word.left > left - 2 && word.right < right + 2)
  return inside
    .sort((a, b) => a.left - b.left)
    .map(({ text }) => text)
    .join(' ')
}
