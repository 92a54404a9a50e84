import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { backUp, listBackups } from './backup'
import { openStore } from './openStore'
import { finishRestore, isUsable, missingFrom, restoreBackup, restoredSetting } from './recovery'
import { addOperation } from './repositories/operations'
import { findSetting } from './repositories/settings'
import { verifyAudit } from './audit'
import { addTestOrder, addTestVisit, keyHex, operationId, stoppedClock, tempDir, visitId } from './spec/tempStore'

const later = '2026-11-23T10:00:00.000Z'

function place() {
  const dir = tempDir()
  const clock = stoppedClock()
  const location = { file: join(dir, 'office.db'), keyHex }
  const backupDir = join(dir, 'backups')
  const open = async () => {
    const store = await openStore({ location, backupDir, clock })
    onTestFinished(() => store.close())
    return store
  }
  const restore = (backupId: string) => restoreBackup({ location, backupDir, backupId, clock })
  return { dir, clock, location, backupDir, open, restore }
}

/** One order before the backup, one after it. The store is closed, with its log still beside it when `crashed`. */
async function damagedPlace(crashed = false, secondAt = later) {
  const at = place()
  const store = await at.open()
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addTestOrder(tx, operationId(1), '77010000001')
  })
  await backUp(store, keyHex, { dir: at.backupDir, version: 2, at: '2026-11-23T09:30:00.000Z' })
  await store.write(async (tx) => {
    const common = { visitId, clerkId: 'clerk-1', msisdn: '77010000042', productId: 'prod-2', requestHash: 'h' }
    await addOperation(tx, { id: operationId(2), ...common, operations: ['unblock'], createdAt: secondAt })
  })
  const parts = ['', '-wal']
  if (crashed) for (const part of parts) copyFileSync(at.location.file + part, `${at.location.file}.kept${part}`)
  await store.close()
  if (crashed) for (const part of parts) renameSync(`${at.location.file}.kept${part}`, at.location.file + part)
  const [backup] = listBackups(at.location.file, at.backupDir)
  if (!backup) throw new Error('no backup')
  return { ...at, backup }
}

describe('what a backup lacks', () => {
  it('is read from the store as a crash left it, without changing it', async () => {
    const { location, backup } = await damagedPlace(true)
    const before = [readFileSync(location.file), readFileSync(`${location.file}-wal`)]
    const lost = { id: operationId(2), at: later, operations: ['unblock'], msisdn: '77010000042' }
    expect(await missingFrom(location, { ...location, file: backup.file })).toEqual({
      readable: true,
      operations: [lost],
    })
    expect([readFileSync(location.file), readFileSync(`${location.file}-wal`)]).toEqual(before)
  })

  it('is not known when the store cannot be read', async () => {
    const { location } = await damagedPlace()
    truncateSync(location.file, 6000)
    expect(await missingFrom(location, undefined)).toEqual({ readable: false, operations: [] })
    expect(await missingFrom({ ...location, file: `${location.file}.gone` }, undefined)).toMatchObject({
      readable: false,
    })
  })

  it('is known although the clock was put back after the backup', async () => {
    const { location, backup } = await damagedPlace(false, '2026-11-20T08:00:00.000Z')
    const { operations } = await missingFrom(location, { ...location, file: backup.file })
    expect(operations.map(({ id }) => id)).toEqual([operationId(2)])
  })
})

describe('restoring', () => {
  it('keeps the damaged store beside, with the mark, and the journal goes on', async () => {
    const { dir, location, backup, restore, open } = await damagedPlace(true)
    const damaged = readFileSync(location.file)
    await restore(backup.id)
    const aside = readdirSync(dir).filter((name) => name.includes('.damaged-'))
    expect(aside.map((name) => name.replace(/\d{8}T\d{9}Z/, 'TIME')).sort()).toEqual([
      'office.db.damaged-TIME',
      'office.db.damaged-TIME-wal',
    ])
    expect(readFileSync(join(dir, aside.find((name) => name.endsWith('Z')) ?? ''))).toEqual(damaged)
    const store = await open()
    expect(await store.read((tx) => tx('operation').select('id'))).toEqual([{ id: operationId(1) }])
    expect(await store.read((tx) => findSetting(tx, restoredSetting))).toBe(backup.takenAt)
    expect(await store.read((tx) => tx('audit').select('event'))).toEqual([{ event: 'storeRestored' }])
    expect(await store.read(verifyAudit)).not.toHaveProperty('brokenAt')
  })

  it('is finished by the next start when a crash came between', async () => {
    const { dir, location, backup, restore, open } = await damagedPlace(true)
    const damaged = [readFileSync(location.file), readFileSync(`${location.file}-wal`)] as const
    await restore(backup.id)
    // As it was when the backup was ready and only the damaged store had been moved.
    renameSync(location.file, `${location.file}.restored`)
    writeFileSync(`${location.file}-wal`, damaged[1])
    for (const name of readdirSync(dir).filter((one) => one.endsWith('-wal') && one.includes('damaged'))) {
      renameSync(join(dir, name), join(dir, 'moved-away'))
    }
    const store = await open()
    expect(await store.read((tx) => tx('operation').select('id'))).toEqual([{ id: operationId(1) }])
    expect(existsSync(`${location.file}.restored`)).toBe(false)
    finishRestore(location.file)
    expect(existsSync(location.file)).toBe(true)
  })

  it('is refused for what is no whole backup with this key, and leaves the store alone', async () => {
    const { location, backupDir, backup, restore } = await damagedPlace()
    const before = readFileSync(location.file)
    await expect(restore('../office.db')).rejects.toMatchObject({ code: 'BACKUP_UNUSABLE' })
    expect(await isUsable(backup, 'ab'.repeat(32))).toBe(false)
    expect(await isUsable(backup, keyHex)).toBe(true)
    truncateSync(join(backupDir, backup.id), 9000)
    expect(await isUsable(backup, keyHex)).toBe(false)
    await expect(restore(backup.id)).rejects.toMatchObject({ code: 'BACKUP_UNUSABLE' })
    expect(readFileSync(location.file)).toEqual(before)
  })
})
