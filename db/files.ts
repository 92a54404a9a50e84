import { closeSync, existsSync, fsyncSync, openSync, rmSync, statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes what was written under a path outlast a power cut. A directory cannot be synced on Windows, where renames are durable without. */
export function syncPath(path: string): void {
  if (process.platform === 'win32' || !existsSync(path)) return
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Bytes that can still be written beside a file. */
export function roomAt(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file))
  return bavail * bsize
}

/** What SQLite keeps of one store: the file, its log and the index of the log. */
export const storeParts = ['', '-wal', '-shm'] as const

/** What keeps a file from being removed has kept it from being written, and that is what is told. */
export function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // It is dropped by whoever makes the next one.
  }
}
