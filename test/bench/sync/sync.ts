import { parseArgs } from 'node:util'
import { benchDrain } from './drain'
import { benchFeed } from './feed'
import { benchFind } from './find'
import { benchIngest } from './ingest'
import { benchManyCounters } from './manyCounters'

/** How much of each; smaller counts make a quick look. */
const counts = { operations: 10_000, items: 100_000, rows: 1_000_000, counters: 200, each: 50, visits: 1000 }
type Counts = typeof counts

const parts: Record<string, (counts: Counts) => Promise<object>> = {
  drain: benchDrain,
  feed: benchFeed,
  ingest: benchIngest,
  counters: benchManyCounters,
  find: benchFind,
}

/** `--part drain,feed`, and a count of each name above as `--operations 500`. */
export async function benchSync(words: readonly string[]): Promise<object> {
  const names = Object.keys(counts) as (keyof Counts)[]
  const text = { type: 'string' as const }
  const { values }: { values: Partial<Record<string, string>> } = parseArgs({
    args: words.filter((word) => word !== 'sync' && word !== '--json'),
    options: Object.fromEntries(['part', ...names].map((name) => [name, text])),
  })
  const given = Object.fromEntries(names.map((name) => [name, countOf(values[name] ?? String(counts[name]))]))
  const figures: Record<string, object> = {}
  for (const name of (values['part'] ?? Object.keys(parts).join()).split(',')) {
    const part = parts[name]
    if (!part) throw new RangeError(`Which part? ${Object.keys(parts).join(', ')}`)
    process.stderr.write(`${name} ...\n`)
    figures[name] = await part({ ...counts, ...given })
    process.stderr.write(`${JSON.stringify(figures[name])}\n`)
  }
  return figures
}

function countOf(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new RangeError('a count is a whole number above 0')
  return Number(text)
}
