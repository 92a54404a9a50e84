import { benchStartup } from './startup'

/** `npm run bench -- NAME --json`: speed and memory as ratios within one run; the last line is one JSON object. */
const benches = { startup: benchStartup } as const

function isBench(name: string | undefined): name is keyof typeof benches {
  return name !== undefined && Object.hasOwn(benches, name)
}

const words = process.argv.slice(2)
const name = words.find((word) => !word.startsWith('--'))
if (!isBench(name)) {
  process.stderr.write(`Which benchmark? ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}
const figures = await benches[name]()
process.stdout.write(`${JSON.stringify(figures, undefined, words.includes('--json') ? undefined : 2)}\n`)
