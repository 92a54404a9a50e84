import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ballastFile } from '#db/ballast'
import { testKeyProvider, type KeyProvider } from '#db/key/provider'
import type { RecoveryView } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import { makeRecovery, type Recovery } from './recovery'
import { linkStore, type StoreLink } from './store-link'
import { fakeForks, outcomeOf } from '../testing/host'
import { recordingLog, type RecordedLog } from '../testing/log'
import { ManualTime, settle } from '../testing/time'

const view: RecoveryView = {
  problem: 'STORE_CORRUPT',
  params: {},
  ballast: true,
  backups: [
    { id: 'good', takenAt: '2026-11-23T04:00:00.000Z', bytes: 9, usable: true },
    { id: 'bad', takenAt: '2026-11-22T04:00:00.000Z', bytes: 9, usable: false },
  ],
  missing: { readable: true, operations: [] },
}

let dir: string
let time: ManualTime
let forks: ReturnType<typeof fakeForks>
let log: RecordedLog
let link: StoreLink
let recovery: Recovery

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'recovery-'))
  time = new ManualTime()
  log = recordingLog()
  start(testKeyProvider('ab'.repeat(32)))
})
afterEach(() => rmSync(dir, { recursive: true }))

function start(keys: KeyProvider) {
  forks = fakeForks()
  const paths = { storeFile: join(dir, 'office.db'), backupDir: join(dir, 'backups') }
  link = linkStore({ fork: forks.fork, keys, ...paths, log, clock: time, timers: time })
  recovery = makeRecovery({ link, ...paths, log })
  link.host.start()
}

async function opening(outcome: 'works' | string) {
  await settle()
  if (outcome === 'works') forks.last().answer('open', {})
  else forks.last().fail('open', outcome)
  await settle()
}

/** Asks for the state and answers for the store host. */
async function looked(): Promise<RecoveryView | null> {
  const asked = recovery.state()
  await settle()
  forks.last().answer('recoveryState', view)
  return await asked
}

describe('a store that cannot be opened', () => {
  it('is told with its backups; retry opens it', async () => {
    await opening('STORE_CORRUPT')
    expect(await looked()).toEqual(view)
    const retry = recovery.retry()
    await opening('works')
    expect(await outcomeOf(retry)).toBe('ok undefined')
    expect(await recovery.state()).toBeNull()
    expect(forks.made).toHaveLength(1)
  })

  it('stays closed when retry finds it as it was', async () => {
    await opening('STORE_FULL')
    const retry = recovery.retry()
    await opening('STORE_READONLY')
    expect(await outcomeOf(retry)).toBe('STORE_READONLY')
    expect(await outcomeOf(link.store.status({}))).toBe('STORE_READONLY')
  })

  it.each(['STORE_FULL', 'STORE_READONLY', 'STORE_NEWER'])('of %s is offered no backup', async (code) => {
    await opening(code)
    expect(await looked()).toMatchObject({ problem: code, backups: [] })
  })

  it('without its key is told although nobody can look into it', async () => {
    start({ load: () => Promise.reject(new AppError('KEYRING_MISSING')) })
    await settle()
    expect(await recovery.state()).toMatchObject({ problem: 'KEYRING_MISSING', ballast: false, backups: [] })
    expect(forks.last().methods()).toEqual([])
  })

  it('whose process does not stay is told, and retry does not wait for its turn', async () => {
    for (let crash = 0; crash < 3; crash++) {
      forks.last().crash()
      time.advance(500)
    }
    expect(await recovery.state()).toMatchObject({ problem: 'HOST_RESTARTED', backups: [] })
    const before = forks.made.length
    const retry = recovery.retry()
    await opening('works')
    expect(forks.made).toHaveLength(before + 1)
    expect(await outcomeOf(retry)).toBe('ok undefined')
    time.advance(60_000)
    expect(forks.made).toHaveLength(before + 1)
  })
})

describe('restore', () => {
  /** As far as the choice of the backup; gives what will have become of it. */
  async function begun(backupId: string): Promise<{ outcome(): Promise<string> }> {
    const restore = recovery.restore(backupId)
    restore.catch(() => undefined)
    await settle()
    forks.last().answer('recoveryState', view)
    await settle()
    return { outcome: () => outcomeOf(restore) }
  }

  it('puts a usable backup in the place of the store and opens it', async () => {
    await opening('STORE_CORRUPT')
    const restore = await begun('good')
    expect(forks.last().calls).toMatchObject([{ method: 'restoreBackup', input: { backupId: 'good' } }])
    forks.last().answer('restoreBackup')
    await opening('works')
    expect(await restore.outcome()).toBe('ok undefined')
    expect(log.events()).toContain('recovery.restored')
  })

  it.each(['bad', 'unknown', '../../etc/passwd'])('refuses the backup %s', async (backupId) => {
    await opening('STORE_CORRUPT')
    expect(await (await begun(backupId)).outcome()).toBe('BACKUP_UNUSABLE')
    expect(forks.last().methods()).toEqual([])
  })

  it('never replaces a store that works', async () => {
    await opening('works')
    await expect(recovery.restore('good')).rejects.toThrow('BAD_REQUEST')
  })

  it('leaves the problem as it was when there is no room', async () => {
    await opening('STORE_CORRUPT')
    const restore = await begun('good')
    forks.last().fail('restoreBackup', 'STORE_FULL')
    expect(await restore.outcome()).toBe('STORE_FULL')
    expect(await looked()).toMatchObject({ problem: 'STORE_CORRUPT' })
  })

  it('is not disturbed by a retry meanwhile', async () => {
    await opening('STORE_CORRUPT')
    const restore = recovery.restore('good')
    const retry = recovery.retry()
    await settle()
    forks.last().answer('recoveryState', view)
    await settle()
    expect(forks.last().methods()).toEqual(['restoreBackup'])
    forks.last().answer('restoreBackup')
    await opening('works')
    await Promise.all([restore, retry])
    expect(forks.last().seen.filter(({ method }) => method === 'open')).toHaveLength(2)
  })
})

describe('a store found damaged at work', () => {
  async function readFails(code: string) {
    const read = link.store.status({})
    await settle()
    forks.last().fail('status', code)
    return await outcomeOf(read)
  }

  it('is closed for everybody and told', async () => {
    let told = 0
    link.onDamaged(() => told++)
    await opening('works')
    expect(await readFails('STORE_CORRUPT')).toBe('STORE_CORRUPT')
    expect(told).toBe(1)
    expect(await outcomeOf(link.store.order({ id: 'x' }))).toBe('STORE_CORRUPT')
    expect(forks.last().methods()).toEqual(['close'])
    const state = recovery.state()
    await settle()
    expect(forks.last().methods()).toEqual(['close'])
    forks.last().answer('close')
    await settle()
    forks.last().answer('recoveryState', view)
    expect(await state).toMatchObject({ problem: 'STORE_CORRUPT' })
  })

  it('is not opened by a fresh process, but by a person', async () => {
    await opening('works')
    await readFails('STORE_CORRUPT')
    forks.last().crash()
    time.advance(0)
    await settle()
    expect(forks.last().methods()).toEqual([])
    expect(await outcomeOf(link.store.status({}))).toBe('STORE_CORRUPT')
    const retry = recovery.retry()
    await opening('works')
    expect(await outcomeOf(retry)).toBe('ok undefined')
  })

  it.each(['STORE_FULL', 'STORE_READONLY', 'CORE_UNREACHABLE'])('is not what %s means', async (code) => {
    await opening('works')
    expect(await readFails(code)).toBe(code)
    expect(link.host.isPrepared).toBe(true)
  })
})

it('freeing space removes the ballast and nothing else, at any time', async () => {
  const kept = join(dir, 'office.db')
  for (const file of [kept, ballastFile(kept)]) writeFileSync(file, 'x')
  await opening('STORE_FULL')
  await recovery.freeSpace()
  await recovery.freeSpace()
  expect([existsSync(kept), existsSync(ballastFile(kept))]).toEqual([true, false])
})
