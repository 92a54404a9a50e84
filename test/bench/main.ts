import { benchExport } from './export/export'
import { benchReport } from './report/report'
import { benchStartup } from './startup'
import { benchSync } from './sync/sync'
import { benchTyping } from './typing'

/** `npm run bench -- NAME --json`: speed and memory as ratios within one run; the last line is one JSON object. */
const benches: Record<string, (words: readonly string[]) => Promise<object>> = {
  startup: benchStartup,
  typing: benchTyping,
  report: benchReport,
  sync: benchSync,
  export: benchExport,
}

const words = process.argv.slice(2)
const name = words.find((word) => !word.startsWith('--'))
const bench = name !== undefined && Object.hasOwn(benches, name) ? benches[name] : undefined
if (!bench) {
  process.stderr.write(`Which benchmark? ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}
const figures = await bench(words)
process.stdout.write(`${JSON.stringify(figures, undefined, words.includes('--json') ? undefined : 2)}\n`)
