import { parseArgs } from 'node:util'
import { soakKill } from './kill'

/** `npm run soak -- kill --count 200 --seed 1 --json`: exit code 1 when anything was lost, doubled or told wrongly. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})

if (positionals.join(' ') !== 'kill') throw new RangeError('npm run soak -- kill [--count N] [--seed S] [--json]')
const figures = await soakKill({
  count: Number(values.count),
  seed: Number(values.seed),
  onKill: (kills) => void (kills % 10 === 0 && process.stderr.write(`${kills} kills\n`)),
})
process.stdout.write(`${JSON.stringify(figures, undefined, values.json ? 0 : 2)}\n`)
if (figures.lost + figures.doubled + figures.contradicted > 0) process.exitCode = 1
