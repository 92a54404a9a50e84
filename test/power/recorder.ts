import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startCore } from '#test/core/server'
import { readLog, type PowerRecord } from './log'
import type { Work } from './workload'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export interface Recording {
  records: PowerRecord[]
  location: Work['location']
}

export interface RecordOptions {
  /** An empty folder of its own. */
  dir: string
  seed: number
  visits: number
  synchronous: Work['synchronous']
}

/**
 * Runs visits at a counter against the reference core in a process of its own, with every write and sync of the store's files
 * and everything the clerk was told written down in one order.
 * @throws Error when there is no C compiler (`cc`), or when the visits did not go through
 */
export async function record(o: RecordOptions): Promise<Recording> {
  const library = compile(o.dir)
  const core = await startCore({
    seed: o.seed,
    subscribers: 30,
    usageRows: 50,
    orderDelayMs: 5,
    lookupsPerMinute: 100_000,
  })
  try {
    const { facts, url, enrolmentCode } = core
    const { voluntary, foreigner, residence, main } = facts.people
    const folder = join(o.dir, 'store')
    const log = join(o.dir, 'power.log')
    const location = { file: join(folder, 'office.db'), keyHex: '5c'.repeat(32) }
    mkdirSync(folder)
    const child = fork(here('workload.ts'), {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, LD_PRELOAD: library, POWER_DIR: folder, POWER_LOG: log },
    })
    const exit = once(child, 'exit')
    child.send({
      location,
      backupDir: join(o.dir, 'backups'),
      log,
      core: { address: url, code: enrolmentCode },
      clerk: { clerkId: facts.clerks.clerk.id, pin: facts.clerks.clerk.pin },
      people: [voluntary, main, foreigner, residence],
      iccids: facts.sims.free19.map(({ iccid }) => iccid),
      visits: o.visits,
      synchronous: o.synchronous,
    } satisfies Work)
    const [code] = (await exit) as [number | null]
    if (code !== 0) throw new Error(`the recorded process ended with ${code}`)
    return { records: readLog(readFileSync(log)), location }
  } finally {
    await core.stop()
  }
}

function compile(dir: string): string {
  const library = join(dir, 'record.so')
  const made = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, here('record.c'), '-ldl', '-lpthread'], {
    encoding: 'utf8',
  })
  if (made.status !== 0 || !existsSync(library)) throw new Error(`cc: ${made.error?.message ?? made.stderr}`)
  return library
}
