import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testKeyProvider } from '#db/key/provider'
import type { Leftover, Status } from '#domain/contract/views'
import { makeApplication, type Application, type Platform } from './application'
import { pathsUnder, readConfig, type Config } from './config/config'
import { clerk, msisdn, ours } from './testing/bridge'
import { fakeForks, outcomeOf } from './testing/host'
import { recordingLog, type RecordedLog } from './testing/log'
import { orderView } from './testing/store'
import { ManualTime, settle } from './testing/time'

const id = (n: number) => `0193a1b2-7c00-7000-8000-00000000000${n}`
const visitId = id(9)

let dir: string
let time: ManualTime
let log: RecordedLog
let stores: ReturnType<typeof fakeForks>
let sent: string[]
let pages: number
let app: Application
let config: Config
let saveTo: string | undefined

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'application-'))
  time = new ManualTime()
  log = recordingLog()
  stores = fakeForks()
  sent = []
  pages = 1
  saveTo = undefined
  config = { ...readConfig(false, { ACTIV_CONFIG: join(dir, 'config.json') }), problems: [{ line: 3, key: 'titel' }] }
  app = made()
  mkdirSync(spoolDir(), { recursive: true })
  for (const name of ['old.pdf', 'old.pdf.part-0a1b2c']) writeFileSync(join(spoolDir(), name), '')
  await app.start()
})

function made(): Application {
  return makeApplication({
    config,
    paths: pathsUnder(dir),
    versions: { version: '0', electron: '33', chrome: '130' },
    keys: testKeyProvider('ab'.repeat(32)),
    forkStore: stores.fork,
    forkReport: fakeForks().fork,
    send: (name) => void sent.push(name),
    isOurFrame: () => true,
    replacePage: () => void pages++,
    askWhichFile: async () => undefined,
    printer: {} as Platform['printer'],
    askWhereToSave: async (name) => saveTo && join(saveTo, name),
    runs: () => ({ starts: 7, crashes: 2, running: true }),
    pageCrashes: () => 1,
    log,
    clock: time,
    timers: time,
    ids: { uuid: () => id(8) },
  })
}
afterEach(() => rmSync(dir, { recursive: true }))

const spoolDir = () => pathsUnder(dir).spool
const ask = (name: string, input: object) => app.bridge.dispatch(name, ours, input)

function given(method: string): unknown {
  return stores.last().seen.find((call) => call.method === method)?.input
}

/** Asks, answers for the store host, and gives what the page got. */
async function asked(name: string, input: object, method: string, value: unknown) {
  const answer = ask(name, input)
  await settle()
  stores.last().answer(method, value)
  return await answer
}

function statusOf(more: Partial<Status>): Status {
  const quiet = { slow: false, reconciling: false, unsent: 0, attention: 0, clockSeconds: 0 }
  return { core: 'unknown', since: time.iso(), kind: 'unknown', ...quiet, ...more }
}

async function openStore(leftovers: Leftover[] = []) {
  await settle()
  stores.last().answer('open', { leftovers })
  await settle()
}

async function reachCustomer() {
  await openStore()
  const info = { enrolled: true, operator: '', language: 'ru' }
  await asked('app.info', {}, 'info', info)
  const until = time.in(8 * 3_600_000)
  await asked('session.signIn', { commandId: id(1), clerkId: clerk.id, pin: '1234' }, 'signIn', { ...clerk, until })
  const found = { visitId, msisdn, status: 'active', blocks: [] }
  await asked('visit.open', { commandId: id(2), number: msisdn }, 'openVisit', found)
  const matched = { result: 'matched', mismatched: [], attemptsLeft: 3, until: time.in(600_000), numbers: [msisdn] }
  const document = { type: 'idCard', number: '012345678', validUntil: '2031-05-01' }
  const input = { commandId: id(3), visitId, msisdn, document, iin: '880101300123', method: 'typed' }
  expect(await asked('visit.verify', input, 'verify', matched)).toEqual({ ok: true, value: matched })
  expect(app.session.customer()).toBeDefined()
}

describe('start', () => {
  it('opens the store with its key before anything is asked of it', async () => {
    const location = { file: join(dir, 'store', 'office.db'), keyHex: 'ab'.repeat(32) }
    expect(stores.last().calls).toMatchObject([{ method: 'open', input: { location } }])
    expect(await outcomeOf(ask('app.status', {}))).toBe('waiting')
  })

  it('tells the page why the store cannot be opened', async () => {
    stores.last().fail('open', 'STORE_NEWER')
    expect(await ask('app.info', {})).toMatchObject({ ok: true, value: { storeError: 'STORE_NEWER', enrolled: false } })
  })

  it('shows a counter that has been at work before while its store still opens, and only then', async () => {
    expect(await ask('app.lastInfo', {})).toEqual({ ok: true, value: null })
    await openStore()
    const info = { enrolled: true, officeName: 'Алматы 42', operator: 'Activ', language: 'kk' }
    const told = await asked('app.info', {}, 'info', info)
    expect(await ask('app.lastInfo', {})).toEqual({ ok: true, value: null })

    app = made()
    await app.start()
    expect(await ask('app.lastInfo', {})).toEqual(told)
    await settle()
    stores.last().fail('open', 'STORE_CORRUPT')
    expect(await ask('app.info', {})).toMatchObject({ value: { storeError: 'STORE_CORRUPT' } })
    expect(await ask('app.lastInfo', {})).toEqual({ ok: true, value: null })
  })

  it('keeps events until the page has asked its first question', async () => {
    await openStore()
    stores.last().emit('status', statusOf({ core: 'online', kind: 'training' }))
    expect(sent).toEqual([])
    await asked('app.info', {}, 'info', { enrolled: false, operator: '', language: 'kk' })
    expect(sent).toEqual(['app.statusChanged'])
  })

  it('says how the last run ended until somebody signs in', async () => {
    await openStore(['VISIT_INTERRUPTED'])
    const info = { enrolled: true, operator: '', language: 'ru' }
    expect(await asked('app.info', {}, 'info', info)).toMatchObject({ value: { leftovers: ['VISIT_INTERRUPTED'] } })
    const until = time.in(8 * 3_600_000)
    await asked('session.signIn', { commandId: id(1), clerkId: clerk.id, pin: '1234' }, 'signIn', { ...clerk, until })
    expect(await asked('app.info', {}, 'info', info)).toMatchObject({ value: { leftovers: [] } })
  })

  it('clears what an earlier run left in the spool', () => {
    expect(readdirSync(spoolDir())).toEqual([])
  })
})

describe('lock', () => {
  it('replaces the page, ends the visit at the store and signs out there', async () => {
    await reachCustomer()
    expect(await ask('session.lock', { commandId: id(4) })).toEqual({ ok: true, value: {} })
    expect(pages).toBe(1)
    time.advance(0)
    expect(pages).toBe(2)
    await settle()
    expect(stores.last().calls).toMatchObject([{ method: 'endVisit', input: { visitId, reason: 'locked' } }])
    stores.last().answer('endVisit')
    await expect.poll(() => stores.last().methods()).toEqual(['signOut'])
    expect(await ask('visit.customer', { msisdn })).toMatchObject({ error: { code: 'NOT_SIGNED_IN' } })
  })

  it('lets no later order reach the page', async () => {
    await reachCustomer()
    stores.last().emit('order', orderView(id(5)))
    await ask('session.lock', { commandId: id(4) })
    time.advance(0)
    stores.last().emit('order', orderView(id(5), { state: 'done' }))
    expect(sent).toEqual(['order.changed', 'visit.ended'])
  })
})

describe('the end of the customer session', () => {
  it('comes by time, is told and purges at the store', async () => {
    await reachCustomer()
    time.advance(600_000)
    await settle()
    expect(sent).toEqual(['visit.ended'])
    expect(stores.last().calls).toMatchObject([{ method: 'endVisit', input: { visitId, reason: 'expired' } }])
    expect(await ask('visit.customer', { msisdn })).toMatchObject({ error: { code: 'NO_CUSTOMER_SESSION' } })
    expect(app.session.clerk()).toBeDefined()
  })

  it('comes with the loss of the store host, which held the tokens', async () => {
    await reachCustomer()
    stores.last().crash()
    time.advance(0)
    await openStore()
    expect(app.session.clerk()).toBeUndefined()
    expect(pages).toBe(2)
    expect(await ask('session.current', {})).toMatchObject({ value: { interrupted: true } })
  })
})

describe('a store found damaged at work', () => {
  it('signs the clerk out and gives a fresh page, after the answer that showed it', async () => {
    await reachCustomer()
    const read = ask('visit.customer', { msisdn })
    await settle()
    stores.last().fail('customer', 'STORE_CORRUPT')
    expect(await read).toMatchObject({ error: { code: 'STORE_CORRUPT' } })
    expect(pages).toBe(1)
    time.advance(0)
    expect(pages).toBe(2)
    expect(app.session.clerk()).toBeUndefined()
    expect(await ask('app.info', {})).toMatchObject({ value: { storeError: 'STORE_CORRUPT' } })
    await expect.poll(() => log.events()).toContain('session.signOut')
  })

  it('gives a fresh page where nobody is signed in, too', async () => {
    await openStore()
    const read = ask('app.status', {})
    await settle()
    stores.last().fail('status', 'STORE_CORRUPT')
    await read
    time.advance(0)
    expect(pages).toBe(2)
  })
})

describe('stop', () => {
  it('ends the visit, then closes the store, then ends its process', async () => {
    await reachCustomer()
    const stopped = app.stop()
    await settle()
    stores.last().answer('endVisit')
    await expect.poll(() => stores.last().methods()).toEqual(['close'])
    expect(stores.last().killed).toBe(false)
    expect(given('close')).toEqual({ midVisit: true })
    stores.last().answer('close')
    await stopped
    expect(stores.last().killed).toBe(true)
  })

  it('waits for no report that does not end, and leaves nothing of it', async () => {
    await reachCustomer()
    for (const name of [`${id(7)}.pdf.part-0a1b2c`, `${id(7)}.pdf`]) writeFileSync(join(spoolDir(), name), '')
    const stopped = app.stop()
    await settle()
    time.advance(5_000)
    await expect.poll(() => stores.last().methods()).toContain('close')
    stores.last().answer('close')
    await stopped
    expect(readdirSync(spoolDir())).toEqual([])
  })
})

it('started once more while it runs, says so on the page', async () => {
  await openStore()
  await asked('app.info', {}, 'info', { enrolled: true, operator: '' })
  app.startedAgain()
  expect(sent).toEqual(['app.startedAgain'])
})

describe('sign-out', () => {
  it('asks about unsent work, then ends the visit and replaces the page', async () => {
    await reachCustomer()
    const status = statusOf({ core: 'offline', kind: 'live', unsent: 2 })
    const first = await asked('session.signOut', { commandId: id(4), knowing: false }, 'status', status)
    expect(first).toMatchObject({ error: { code: 'UNSENT_WORK', params: { count: 2 } } })
    expect(await ask('session.signOut', { commandId: id(5), knowing: true })).toEqual({ ok: true, value: {} })
    time.advance(0)
    expect(app.session.clerk()).toBeUndefined()
    expect(pages).toBe(2)
  })
})

describe('what IT has set', () => {
  const enrol = { commandId: id(4), address: 'http://evil.example', code: 'CODE1', deviceName: 'K1' }

  it('is where the counter is enrolled, whatever was typed', async () => {
    config = { ...config, coreAddress: 'https://core.activ.example' }
    app = made()
    await app.start()
    await openStore()
    const enrolled = await asked('app.enrol', enrol, 'enrol', { officeId: 'o', officeName: 'O' })
    expect(enrolled).toMatchObject({ ok: true })
    expect(given('enrol')).toMatchObject({ address: 'https://core.activ.example' })
  })

  it('limits the languages, and says which lines it could not use', async () => {
    config = { ...config, languages: ['kk', 'en'], defaultLanguage: 'kk' }
    app = made()
    await app.start()
    await openStore()
    const info = await asked('app.info', {}, 'info', { enrolled: false, operator: '', language: 'ru' })
    expect(info).toMatchObject({
      value: { language: 'kk', languages: ['kk', 'en'], configProblems: [{ line: 3, key: 'titel' }] },
    })
    const refused = await ask('app.setLanguage', { commandId: id(4), language: 'ru' })
    expect(refused).toMatchObject({ error: { code: 'BAD_REQUEST', params: { field: 'language' } } })
  })
})

describe('diagnostics', () => {
  const exported = () => ask('diagnostics.export', { commandId: id(4) })

  it('say why the store is closed, and how often what died', async () => {
    stores.last().fail('open', 'STORE_CORRUPT')
    saveTo = dir
    expect(await exported()).toEqual({ ok: true, value: { saved: true } })
    const name = readdirSync(dir).find((each) => each.endsWith('.zip')) ?? ''
    const files = unzipSync(new Uint8Array(readFileSync(join(dir, name))))
    const json = (part: string) => JSON.parse(strFromU8(files[part] ?? new Uint8Array())) as unknown
    expect(json('store.json')).toEqual({ problem: 'STORE_CORRUPT' })
    const crashes = { crashedRuns: 2, storeHostRestarts: 0, pageCrashes: 1, reportHostCrashes: 0 }
    expect(json('processes.json')).toEqual({ starts: 7, ...crashes })
  })

  it('hold the figures of the store', async () => {
    await openStore()
    saveTo = dir
    await asked('diagnostics.export', { commandId: id(4) }, 'figures', { operations: 3 })
    expect(readdirSync(dir).filter((each) => each.endsWith('.zip'))).toHaveLength(1)
  })

  it('are not written when the dialogue was cancelled', async () => {
    expect(await exported()).toEqual({ ok: true, value: { saved: false } })
  })
})

it('nothing of the customer is in the log', async () => {
  await reachCustomer()
  await ask('visit.customer', { msisdn: '77010000002' })
  expect(log.lines.join('')).not.toMatch(/77010000001|77010000002|880101300123|012345678/)
  expect(log.lines.length).toBeGreaterThan(1)
})
