import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { checkSync, replay } from './check'
import type { History } from './steps'
import { checkInWorkers } from './workers'

/**
 * `npm run check:sync -- --seed S --histories N --workers 2 --json`, or `--replay FILE` with a history that a failure
 * printed. Exit code 1 when a promise was broken.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '200' },
    workers: { type: 'string', default: '1' },
    replay: { type: 'string' },
    'no-shrink': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const print = (figures: object) => process.stdout.write(`${JSON.stringify(figures, undefined, values.json ? 0 : 2)}\n`)

if (values.replay !== undefined) {
  const outcome = await replay(JSON.parse(readFileSync(values.replay, 'utf8')) as History)
  print(outcome)
  if (outcome.violations.length > 0) process.exitCode = 1
} else {
  const workers = Number(values.workers)
  const options = {
    seed: Number(values.seed),
    histories: Number(values.histories),
    shrink: !values['no-shrink'],
    onHistory: (done: number) => void (done % 100 === 0 && process.stderr.write(`${done} histories\n`)),
  }
  const figures = await (workers > 1 ? checkInWorkers(options, workers) : checkSync(options))
  print(figures)
  if (figures.failure) process.exitCode = 1
}
