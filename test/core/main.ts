import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { faultRules, type FaultRule } from './faults'
import { startCore, type CoreOptions, type RunningCore } from './server'

const usage = `npm run core -- [--port N] [--data DIR | --db ADDRESS] [--seed N] [--subscribers N] [--usage-rows N] [--order-delay MS]
  [--faults FILE] [--with-parent]
  --data DIR      keep the data between starts (else they are gone at the end)
  --db ADDRESS    postgres://user@host/database?schema=reference_core; only that schema is touched, and it is emptied
                  where it holds other data than this seed's
  --faults FILE   JSON list of fault rules
  --with-parent   stop when standard input closes
`

async function readOptions(): Promise<{ options: CoreOptions; withParent: boolean }> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      data: { type: 'string' },
      db: { type: 'string' },
      seed: { type: 'string' },
      subscribers: { type: 'string' },
      'usage-rows': { type: 'string' },
      'order-delay': { type: 'string' },
      faults: { type: 'string' },
      'with-parent': { type: 'boolean', default: false },
    },
  })
  const options: CoreOptions = {
    ...number('port', values.port),
    ...number('seed', values.seed),
    ...number('subscribers', values.subscribers),
    ...number('usageRows', values['usage-rows']),
    ...number('orderDelayMs', values['order-delay']),
  }
  if (values.data !== undefined) {
    await mkdir(values.data, { recursive: true })
    options.db = join(values.data, 'core.sqlite')
  }
  if (values.db !== undefined) options.db = postgresAddress(values.db, values.data)
  if (values.faults !== undefined) options.faults = await readFaults(values.faults)
  return { options, withParent: values['with-parent'] }
}

function postgresAddress(address: string, data: string | undefined): string {
  if (data !== undefined) throw new RangeError('--data and --db exclude each other')
  if (!/^postgres(ql)?:\/\//.test(address))
    throw new RangeError('--db takes an address postgres://…; for a file use --data')
  return address
}

function number<K extends string>(key: K, text: string | undefined): { [P in K]?: number } {
  if (text === undefined) return {}
  if (!/^\d+$/.test(text)) throw new RangeError(`${key} must be a number`)
  return { [key]: Number(text) } as { [P in K]?: number }
}

async function readFaults(file: string): Promise<FaultRule[]> {
  return faultRules.parse(JSON.parse(await readFile(file, 'utf8')))
}

/** What a person needs to sign in and try the main job. */
function firstLine(core: RunningCore): string {
  const { clerks, people, sims, office } = core.facts
  const { clerk, supervisor } = clerks
  const { msisdn, iin, document } = people.main
  const sample = {
    clerkId: clerk.id,
    pin: clerk.pin,
    supervisorId: supervisor.id,
    supervisorPin: supervisor.pin,
    officeId: office.id,
    msisdn,
    iin,
    document,
    box: { first: sims.delivery[0], last: sims.delivery.at(-1) },
    iccids: sims.free19.slice(0, 3).map((sim) => sim.iccid),
  }
  return JSON.stringify({ listening: core.url, enrolmentCode: core.enrolmentCode, sample })
}

async function main(): Promise<void> {
  const { options, withParent } = await readOptions()
  const core = await startCore(options)
  process.stdout.write(`${firstLine(core)}\n`)
  await new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
    if (!withParent) return
    process.stdin.once('close', () => resolve())
    process.stdin.once('end', () => resolve())
    process.stdin.resume()
  })
  await core.stop()
  // A paused standard input of a parent that still lives would keep this process up.
  process.stdin.destroy()
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 1
})
