import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileFault } from './faults'
import { removeQuietly, roomAt, syncPath } from './files'

/**
 * A file that does nothing but take room: on a full disk even deleting rows needs some, and removing this gives it
 * (https://sqlite.org/wal.html: the log grows before it shrinks).
 */
export const ballastBytes = 20 * 1024 * 1024
/** Made only where it leaves this many times its size free, so that it does not fill the disk it was removed from. */
const roomFactor = 4
const chunkBytes = 1024 * 1024

export function ballastFile(storeFile: string): string {
  return `${storeFile}.ballast`
}

/** Bytes held back; 0 when the ballast has been removed. */
export function ballastSize(storeFile: string): number {
  const file = ballastFile(storeFile)
  return existsSync(file) ? statSync(file).size : 0
}

/** Answers false when there is too little room for it now. Throws STORE_FULL, STORE_READONLY. */
export function keepBallast(storeFile: string, bytes = ballastBytes): boolean {
  if (ballastSize(storeFile) >= bytes) return true
  if (roomAt(storeFile) < bytes * roomFactor) return false
  const unfinished = `${ballastFile(storeFile)}.part`
  try {
    fill(unfinished, bytes)
    renameSync(unfinished, ballastFile(storeFile))
    syncPath(dirname(storeFile))
    return true
  } catch (error) {
    removeQuietly(unfinished)
    throw fileFault(error)
  }
}

/** Random, as some file systems store a long run of the same byte in no room at all. */
function fill(file: string, bytes: number): void {
  const descriptor = openSync(file, 'w', 0o600)
  try {
    const chunk = randomBytes(Math.min(chunkBytes, bytes))
    for (let left = bytes; left > 0; left -= chunk.length) writeSync(descriptor, chunk, 0, Math.min(left, chunk.length))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Makes room. Harmless when it has been removed before. Throws STORE_READONLY. */
export function dropBallast(storeFile: string): void {
  try {
    rmSync(ballastFile(storeFile), { force: true })
    syncPath(dirname(storeFile))
  } catch (error) {
    throw fileFault(error)
  }
}
