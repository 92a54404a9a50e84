import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { openReader, type StoreFile, type Writer } from './connection'
import { AppError } from '#domain/errors'

/** Backups kept of each store: enough to go back over a bad update that was noticed late. */
const kept = 3

export interface BackupPlace {
  dir: string
  /** Tells backups apart and sorts them: version of the schema and time. */
  label: string
}

/** An online copy with the store's own key, opened and checked before it counts. Returns its path. */
export async function backUp(store: Writer, keyHex: string, place: BackupPlace): Promise<string> {
  mkdirSync(place.dir, { recursive: true, mode: 0o700 })
  const prefix = `${basename(store.file)}.`
  const file = join(place.dir, `${prefix}${place.label}.bak`)
  const unfinished = `${file}.part`
  rmSync(unfinished, { force: true })
  await store.copyTo(unfinished)
  await check({ file: unfinished, keyHex })
  syncPath(unfinished)
  renameSync(unfinished, file)
  syncPath(place.dir)
  dropOld(place.dir, prefix)
  return file
}

async function check(copy: StoreFile): Promise<void> {
  const reader = await openReader(copy)
  try {
    const rows = await reader.read<Record<string, unknown>[]>((tx) => tx.raw('PRAGMA quick_check(1)'))
    if (rows.length !== 1 || !Object.values(rows[0] ?? {}).includes('ok')) throw new AppError('STORE_CORRUPT')
  } finally {
    await reader.close()
  }
}

/** Puts a backup in the place of a closed store. Either the old or the whole backup is there, never half of it. */
export function restore(backup: string, file: string): void {
  const unfinished = `${file}.restoring`
  copyFileSync(backup, unfinished)
  syncPath(unfinished)
  // A log of the store that failed would be replayed into the backup.
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  renameSync(unfinished, file)
  syncPath(dirname(file))
}

function dropOld(dir: string, prefix: string): void {
  const backups = readdirSync(dir).filter((name) => name.startsWith(prefix) && name.endsWith('.bak'))
  for (const name of backups.sort().slice(0, -kept)) rmSync(join(dir, name))
}

/** A directory cannot be synced on Windows, where renames are durable without. */
function syncPath(path: string): void {
  if (process.platform === 'win32' || !existsSync(path)) return
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
