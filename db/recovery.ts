import { copyFileSync, existsSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '#domain/clock'
import type { Operation } from '#domain/core/order'
import { AppError } from '#domain/errors'
import { appendAudit } from './audit'
import { checkStoreFile, listBackups, type Backup } from './backup'
import { editCopy, openInspector, type ReadableStore, type ReadTx, type StoreFile } from './connection'
import { fileFault } from './faults'
import { removeQuietly, storeParts, syncPath } from './files'
import { migrations } from './migrations/index'
import { schemaVersion } from './migrations/run'
import { saveSetting } from './repositories/settings'

/** For a store that cannot be opened: what there is, what it lacks, and the way back. Nothing here deletes anything. */

/** Setting of a restored store: since when (UTC) the core may know orders that it does not. */
export const restoredSetting = 'restored.since'

/** A backup that opens with this key, is whole and not of a newer version. */
export async function isUsable({ file }: Backup, keyHex: string): Promise<boolean> {
  try {
    const version = await checkStoreFile({ file, keyHex }, schemaVersion)
    return version !== undefined && version > 0 && version <= (migrations.at(-1)?.id ?? 0)
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

export interface LostOperation {
  id: string
  at: string
  operations: Operation[]
  msisdn: string
}

export interface Missing {
  /** Whether the damaged store could be read to its end. */
  readable: boolean
  operations: LostOperation[]
}

const pageRows = 20
const mostListed = 200

/**
 * Operations in the damaged store that a backup lacks, the newest first, as far as it can be read; all without a backup.
 * Told by their ids: a clock that was put back must hide none.
 */
export async function missingFrom(store: StoreFile, backup: StoreFile | undefined): Promise<Missing> {
  const operations: LostOperation[] = []
  if (!existsSync(store.file)) return { readable: false, operations }
  try {
    const known = backup ? await operationIds(backup) : new Set()
    const reader = await openInspector(store)
    try {
      for await (const one of newestFirst(reader)) {
        // Rows come in the order in which they were written: what is older than a known one is known.
        if (known.has(one.id) || operations.length >= mostListed) break
        operations.push(one)
      }
    } finally {
      await reader.close()
    }
    return { readable: true, operations }
  } catch {
    // Damage in the middle: what came before it is known, and that there may be more.
    return { readable: false, operations }
  }
}

async function operationIds(backup: StoreFile): Promise<Set<string>> {
  const reader = await openInspector(backup)
  try {
    const rows: { id: string }[] = await reader.read((tx) => tx('operation').select('id'))
    return new Set(rows.map(({ id }) => id))
  } finally {
    await reader.close()
  }
}

async function* newestFirst(reader: ReadableStore): AsyncGenerator<LostOperation, void> {
  let before = Number.MAX_SAFE_INTEGER
  for (;;) {
    const below = before
    const rows = await reader.read((tx) => page(tx, below))
    for (const { row, operations, ...rest } of rows) {
      before = row
      yield { ...rest, operations: JSON.parse(operations) as Operation[] }
    }
    if (rows.length < pageRows) return
  }
}

type Page = { row: number; id: string; at: string; operations: string; msisdn: string }[]

function page(tx: ReadTx, below: number): Promise<Page> {
  const sql = `SELECT rowid AS row, id, created_at AS at, operations, msisdn FROM operation
    WHERE rowid < ? ORDER BY rowid DESC LIMIT ${pageRows}`
  return tx.raw(sql, [below]) as unknown as Promise<Page>
}

export interface RestoreOptions {
  location: StoreFile
  backupDir: string
  backupId: string
  clock: Clock
}

/**
 * Puts a backup in the place of a store that is not open, with the mark that makes the counter reconcile with the core
 * before it writes. Throws BACKUP_UNUSABLE, STORE_FULL, STORE_READONLY; the store is then as it was.
 */
export async function restoreBackup({ location, backupDir, backupId, clock }: RestoreOptions): Promise<void> {
  const { file, keyHex } = location
  const backup = listBackups(file, backupDir).find(({ id }) => id === backupId)
  if (!backup || !(await isUsable(backup, keyHex))) throw new AppError('BACKUP_UNUSABLE')
  const unfinished = `${file}.restoring`
  try {
    copyFileSync(backup.file, unfinished)
    await editCopy({ file: unfinished, keyHex }, async (tx) => {
      await saveSetting(tx, restoredSetting, backup.takenAt)
      const facts = { takenAt: backup.takenAt }
      await appendAudit(tx, clock.iso(), { actor: 'counter', event: 'storeRestored', subject: 'store', facts })
    })
    await checkStoreFile({ file: unfinished, keyHex })
    syncPath(unfinished)
    // From here on the restoration is certain: a crash leaves it to the next start.
    renameSync(unfinished, readyFile(file))
    syncPath(dirname(file))
    finishRestore(file)
  } catch (error) {
    for (const part of ['', '-journal']) removeQuietly(`${unfinished}${part}`)
    throw fileFault(error)
  }
}

function readyFile(file: string): string {
  return `${file}.restored`
}

/** Moves the damaged files aside and the prepared backup into their place, also what a crash has left of that. */
export function finishRestore(file: string): void {
  const ready = readyFile(file)
  if (!existsSync(ready)) return
  try {
    const time = statSync(ready).mtime.toISOString().replace(/[-:.]/g, '')
    for (const part of storeParts) {
      // The store that was moved by an interrupted run must not be overwritten.
      const aside = `${file}.damaged-${time}${part}`
      if (existsSync(`${file}${part}`) && !existsSync(aside)) renameSync(`${file}${part}`, aside)
    }
    syncPath(dirname(file))
    renameSync(ready, file)
    syncPath(dirname(file))
  } catch (error) {
    throw fileFault(error)
  }
}
