import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { backUp, checkStoreFile, listBackups, outdated } from './backup'
import { ballastFile, ballastSize, dropBallast, keepBallast } from './ballast'
import { openStore } from './openStore'
import { addFetch } from './repositories/usage'
import {
  addTestOrder,
  addTestVisit,
  keyHex,
  operationId,
  start,
  stoppedClock,
  tempDir,
  visitId,
} from './spec/tempStore'

const backup = (takenAt: string) => ({ takenAt })
const times = (list: { takenAt: string }[]) => list.map(({ takenAt }) => takenAt)

describe('rotation', () => {
  it('keeps three of the last day and one, the newest, of each day before', () => {
    const list = ['23T12', '23T11', '23T10', '23T09', '22T18', '22T08', '20T10'].map((at) =>
      backup(`2026-11-${at}:00:00Z`),
    )
    expect(times(outdated(list))).toEqual(['2026-11-23T09:00:00Z', '2026-11-22T08:00:00Z'])
  })

  it('keeps ten in all', () => {
    const days = Array.from({ length: 14 }, (_, day) => backup(`2026-11-${String(24 - day)}T10:00:00Z`))
    expect(times(outdated(days))).toEqual(times(days.slice(10)))
  })

  it('counts days as the counter does: 19:30 in UTC is the next morning in Almaty', () => {
    const list = ['22T20', '22T19', '22T18'].map((at) => backup(`2026-11-${at}:30:00Z`))
    expect(times(outdated([backup('2026-11-23T05:00:00Z'), ...list]))).toEqual([])
  })
})

async function storeWithOrder() {
  const dir = tempDir()
  const file = join(dir, 'office.db')
  const store = await openStore({ location: { file, keyHex }, backupDir: join(dir, 'backups'), clock: stoppedClock() })
  onTestFinished(() => store.close())
  await store.write(async (tx) => {
    await addTestVisit(tx)
    await addTestOrder(tx, operationId(1), '77010000001')
    const period = { fromAt: start, toAt: start, expectedRows: 0, createdAt: start }
    await addFetch(tx, { id: 'f', visitId, productId: 'prod-1', ...period })
  })
  return { dir: join(dir, 'backups'), file, store }
}

describe('a backup', () => {
  it('is whole, encrypted, of one file, holds the orders and nothing of the customer session', async () => {
    const { dir, file, store } = await storeWithOrder()
    const taken = await backUp(store, keyHex, { dir, version: 2, at: start })
    expect(readdirSync(dir)).toEqual(['office.db.v0002-20261123T090000000Z.bak'])
    expect(listBackups(file, dir)).toMatchObject([{ takenAt: start, bytes: statSync(taken).size }])
    const held = await checkStoreFile({ file: taken, keyHex }, async (tx) => [
      await tx('outbox').select('id'),
      await tx('usage_fetch').select('id'),
    ])
    expect(held).toEqual([[{ id: operationId(1) }], []])
    await expect(checkStoreFile({ file: taken, keyHex: 'ab'.repeat(32) })).rejects.toMatchObject({
      code: 'STORE_KEY_WRONG',
    })
    expect(readdirSync(dir), 'looking leaves nothing behind').toHaveLength(1)
  })

  it('that a crash left half done goes with the next one and is never offered', async () => {
    const { dir, file, store } = await storeWithOrder()
    await backUp(store, keyHex, { dir, version: 2, at: start })
    writeFileSync(join(dir, 'office.db.v0002-20261123T100000000Z.bak.part'), 'half')
    expect(listBackups(file, dir)).toHaveLength(1)
    await backUp(store, keyHex, { dir, version: 2, at: '2026-11-23T11:00:00.000Z' })
    expect(readdirSync(dir)).toHaveLength(2)
  })

  it('that cannot be written says why, and the store works on', async () => {
    const { file, store } = await storeWithOrder()
    const place = { dir: join(file, 'no-directory'), version: 2, at: start }
    await expect(backUp(store, keyHex, place)).rejects.toMatchObject({ code: 'INTERNAL', params: { file: 'ENOTDIR' } })
    expect(await store.read((tx) => tx('outbox').select('id'))).toHaveLength(1)
  })
})

describe('the ballast', () => {
  it('is kept once, can be removed, and is not made where it would fill the disk', () => {
    const file = join(tempDir(), 'office.db')
    expect(keepBallast(file, 3_000_000)).toBe(true)
    expect(ballastSize(file)).toBe(3_000_000)
    const made = statSync(ballastFile(file)).mtimeMs
    expect(keepBallast(file, 3_000_000)).toBe(true)
    expect(statSync(ballastFile(file)).mtimeMs).toBe(made)
    dropBallast(file)
    dropBallast(file)
    expect([ballastSize(file), keepBallast(file, 1e15), existsSync(ballastFile(file))]).toEqual([0, false, false])
  })
})
