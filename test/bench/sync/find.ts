import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { openStore } from '#db/openStore'
import { createStoreHost } from '#electron/store-host/host'
import type { Fetch } from '#electron/store-host/core/core'
import type { StoreApi } from '#electron/link/store-api'
import { systemClock } from '#test/core/clock'
import { percentile, rounded } from '../figures'
import { startCoreProcess, subscribersOf, type CoreProcess, type Subscriber } from './coreProcess'
import { keyHex, ports } from './counters'
import { ingest } from './usage'

const people = 20

/**
 * From a number to the customer on the screen, in the store process alone: find, verify, open, in a store full of usage
 * rows. The core's answers are its own, kept from a first round and given back at once.
 */
export async function benchFind({ rows, visits }: { rows: number; visits: number }): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-find-'))
  const location = { file: join(folder, 'office.db'), keyHex }
  const backupDir = join(folder, 'backups')
  const core = await startCoreProcess({ subscribers: 100, 'usage-rows': 0 })
  const { fetch, answers } = remembering()
  const host = createStoreHost({ ...ports, fetch })
  try {
    const store = await openStore({ location, backupDir, clock: systemClock })
    await ingest(store, rows)
    await store.close()
    await host.api.open({ location, backupDir, ballastBytes: 4096 })
    await signIn(host.api, core)
    const known = subscribersOf(core, 100, 0).slice(0, people)
    for (const own of known) await openCustomer(host.api, core, own)
    answers.keep()
    const took: Times[] = []
    const flushes: number[] = []
    for (let n = 0; n < visits; n++) {
      took.push(await openCustomer(host.api, core, known[n % known.length] as Subscriber))
      flushes.push(flushed(join(folder, 'flushed')))
    }
    const spread = (ms: number[]) => ({ p50Ms: rounded(percentile(ms, 0.5)), p99Ms: rounded(percentile(ms, 0.99)) })
    const of = (pick: (times: Times) => number) => spread(took.map(pick))
    return {
      rows,
      visits,
      find: of((times) => times.find),
      verify: of((times) => times.verify),
      open: of((times) => times.open),
      findAndOpen: of((times) => times.find + times.open),
      flushAlone: spread(flushes),
    }
  } finally {
    await host.api.close({})
    await core.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Ms that the disk takes for what a commit makes sure of: find has one, as a visit is in the journal before it is shown. */
function flushed(file: string): number {
  const fd = openSync(file, 'a')
  writeSync(fd, Buffer.alloc(8 * 4096, 1))
  const start = performance.now()
  fsyncSync(fd)
  const ms = performance.now() - start
  closeSync(fd)
  return ms
}

async function signIn(api: StoreApi, core: CoreProcess): Promise<void> {
  const { id: clerkId, pin } = core.facts.clerks.clerk
  await api.enrol({ commandId: v7(), address: core.url, code: core.enrolmentCode, deviceName: 'Counter 1' })
  await api.signIn({ commandId: v7(), clerkId, pin })
}

interface Times {
  find: number
  verify: number
  open: number
}

async function openCustomer(api: StoreApi, core: CoreProcess, { msisdn, person }: Subscriber): Promise<Times> {
  const at = [performance.now()]
  const done = () => at.push(performance.now())
  const { visitId } = await api.openVisit({ commandId: v7(), clerkId: core.facts.clerks.clerk.id, msisdn })
  done()
  await api.verify({ commandId: v7(), visitId, msisdn, person })
  done()
  await api.customer({ msisdn })
  done()
  await api.endVisit({ visitId, reason: 'finished' })
  const [start = 0, found = 0, verified = 0, opened = 0] = at
  return { find: found - start, verify: verified - found, open: opened - verified }
}

/** Asks the core until told to keep what it has said; feed and token are always the core's own. */
function remembering(): { fetch: Fetch; answers: { keep: () => void } } {
  const known = new Map<string, Awaited<ReturnType<Fetch>>>()
  let keeping = false
  const ask: Fetch = async (url, init) => {
    const key = keyOf(url, init)
    const before = keeping && key !== undefined ? known.get(key) : undefined
    if (before) return before
    const answer = await fetch(url, init)
    if (key === undefined) return answer
    const { status, headers } = answer
    const text = await answer.text()
    const kept = { status, headers, text: () => Promise.resolve(text) }
    known.set(key, kept)
    return kept
  }
  return { fetch: ask, answers: { keep: () => void (keeping = true) } }
}

/** A verification is asked for with a new id each time; the number in it tells whose it is. */
function keyOf(url: string, { method, body }: RequestInit): string | undefined {
  const { pathname, search } = new URL(url)
  if (pathname.endsWith('/verification'))
    return `${pathname} ${(JSON.parse(String(body)) as { msisdn: string }).msisdn}`
  return method === 'GET' && pathname.startsWith('/tmf-api/') ? pathname + search : undefined
}
