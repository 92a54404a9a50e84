import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '#domain/errors'
import { ZONE, localDateOf } from '#domain/zone'
import { editCopy, openInspector, type ReadTx, type StoreFile, type Writer, type WriteTx } from './connection'
import { fileFault } from './faults'
import { removeQuietly, storeParts, syncPath } from './files'

/** Backups of one store: 3 of the last day that has any, 1 of each day before, 10 in all. */
const keptOfLastDay = 3
const keptInAll = 10

export interface BackupPlace {
  dir: string
  /** Version of the schema, for the name. */
  version: number
  /** UTC. */
  at: string
}

export interface Backup {
  /** Name of its file. */
  id: string
  file: string
  /** UTC. */
  takenAt: string
  bytes: number
}

/** An online copy with the store's own key, opened and checked before it counts. Throws STORE_FULL, STORE_READONLY, STORE_CORRUPT. */
export async function backUp(store: Writer, keyHex: string, place: BackupPlace): Promise<string> {
  const version = `v${String(place.version).padStart(4, '0')}`
  const name = `${basename(store.file)}.${version}-${place.at.replace(/[-:.]/g, '')}.bak`
  const file = join(place.dir, name)
  const unfinished = `${file}.part`
  try {
    mkdirSync(place.dir, { recursive: true, mode: 0o700 })
    dropUnfinished(store.file, place.dir)
    await store.copyTo(unfinished)
    await editCopy({ file: unfinished, keyHex }, dropPassing)
    await checkStoreFile({ file: unfinished, keyHex })
    syncPath(unfinished)
    renameSync(unfinished, file)
    syncPath(place.dir)
    for (const { file: old } of outdated(listBackups(store.file, place.dir))) rmSync(old)
    return file
  } catch (error) {
    removeQuietly(unfinished)
    throw fileFault(error)
  }
}

/** What a customer session holds ends with it and must not live on in a backup. `command_result` is of stores before migration 6. */
async function dropPassing(tx: WriteTx): Promise<void> {
  const tables: { name: string }[] = await tx('sqlite_master').where({ type: 'table' }).select('name')
  const names = tables.map(({ name }) => name)
  for (const table of ['usage_row', 'usage_fetch', 'command_result']) {
    if (names.includes(table)) await tx(table).delete()
  }
}

/** Opens a file with this key and checks its pages; `look` may read from it. Throws STORE_CORRUPT, STORE_KEY_WRONG. */
export async function checkStoreFile<T>(copy: StoreFile, look?: (tx: ReadTx) => Promise<T>): Promise<T | undefined> {
  const reader = await openInspector(copy)
  try {
    const rows = await reader.read<Record<string, unknown>[]>((tx) => tx.raw('PRAGMA quick_check(1)'))
    if (rows.length !== 1 || !Object.values(rows[0] ?? {}).includes('ok')) throw new AppError('STORE_CORRUPT')
    return look && (await reader.read(look))
  } finally {
    await reader.close()
  }
}

const nameEnd = /\.v\d+-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z\.bak$/

/** Finished backups of a store, the newest first. */
export function listBackups(storeFile: string, dir: string): Backup[] {
  const prefix = `${basename(storeFile)}.`
  const found = namesIn(dir).flatMap((id) => {
    const time = id.startsWith(prefix) ? nameEnd.exec(id) : null
    if (!time) return []
    const [, year, month, day, hour, minute, second, ms] = time
    const file = join(dir, id)
    return [
      { id, file, takenAt: `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`, bytes: statSync(file).size },
    ]
  })
  return found.sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))
}

/** Copies that a crash left behind; nothing is lost with them, as they never counted. */
function dropUnfinished(storeFile: string, dir: string): void {
  const prefix = `${basename(storeFile)}.`
  for (const name of namesIn(dir)) {
    if (name.startsWith(prefix) && /\.bak\.part(-journal)?$/.test(name)) rmSync(join(dir, name))
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch {
    // Not made before the first backup, or not readable: either way there is none to offer.
    return []
  }
}

/** Which of the backups, given newest first, the rules no longer keep. Days are those of the counter's zone. */
export function outdated<T extends Pick<Backup, 'takenAt'>>(backups: readonly T[]): T[] {
  const perDay = new Map<string, number>()
  const [newest] = backups
  const lastDay = newest && localDateOf(newest.takenAt, ZONE)
  const kept = backups.filter(({ takenAt }) => {
    const day = localDateOf(takenAt, ZONE)
    const before = perDay.get(day) ?? 0
    perDay.set(day, before + 1)
    return before < (day === lastDay ? keptOfLastDay : 1)
  })
  const keep = new Set(kept.slice(0, keptInAll))
  return backups.filter((backup) => !keep.has(backup))
}

/** Puts a backup in the place of a closed store. Either the old or the whole backup is there, never half of it. */
export function putBack(backup: string, file: string): void {
  const unfinished = `${file}.restoring`
  copyFileSync(backup, unfinished)
  syncPath(unfinished)
  // A log of the store that failed would be replayed into the backup.
  for (const part of storeParts.slice(1)) rmSync(`${file}${part}`, { force: true })
  renameSync(unfinished, file)
  syncPath(dirname(file))
}
