import { parseArgs } from 'node:util'
import { checkPower } from './check'

/**
 * `npm run check:power -- --images N --seed S --json`: the power is cut at N moments of a recorded day. A day with a
 * weaker `synchronous` must fail, or the check would see nothing. Exit code 1 when a promise was broken or such a day passed.
 */
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    visits: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
})

const options = { seed: Number(values.seed), images: Number(values.images), visits: Number(values.visits) }
const onImage = (done: number) => void (done % 100 === 0 && process.stderr.write(`${done} images\n`))
const full = await checkPower({ ...options, synchronous: 'FULL', onImage })
const normal = await checkPower({ ...options, synchronous: 'NORMAL', onImage })
const off = await checkPower({ ...options, synchronous: 'OFF', onImage })
process.stdout.write(`${JSON.stringify({ full, normal, off }, undefined, values.json ? 0 : 2)}\n`)
if (full.corrupt + full.lost + full.notAtomic > 0 || normal.lost === 0 || off.corrupt === 0) process.exitCode = 1
