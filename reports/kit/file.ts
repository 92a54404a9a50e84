import { createHash, randomBytes } from 'node:crypto'
import { open, rename, unlink, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ReportError } from '../errors'

export interface FileSink {
  /** Resolves when the bytes are with the system: this is the back-pressure. */
  write(bytes: Uint8Array): Promise<void>
}

/**
 * Writes `file` whole or not at all: into `<file>.part-<random>` beside it, synced, then renamed.
 * On any error, or when `signal` fires, the part file is removed.
 * @throws ReportError REPORT_CANCELLED, REPORT_DISK_FULL, REPORT_FILE, or whatever `produce` threw.
 */
export async function writeWhole<T>(
  file: string,
  signal: AbortSignal | undefined,
  produce: (sink: FileSink) => Promise<T>,
): Promise<{ made: T; fileSha256: string }> {
  throwIfCancelled(signal)
  const part = `${file}.part-${randomBytes(6).toString('hex')}`
  const handle = await open(part, 'wx', 0o600).catch(rethrow)
  try {
    const hash = createHash('sha256')
    const made = await produce(sinkTo(handle, hash, signal)).finally(() => throwIfCancelled(signal))
    await handle.sync()
    await handle.close()
    throwIfCancelled(signal)
    await rename(part, file)
    await syncFolder(dirname(file))
    return { made, fileSha256: hash.digest('hex') }
  } catch (error) {
    await discard(handle, part)
    return rethrow(error)
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ReportError('REPORT_CANCELLED')
}

function sinkTo(handle: FileHandle, hash: { update(bytes: Uint8Array): unknown }, signal?: AbortSignal): FileSink {
  return {
    async write(bytes) {
      throwIfCancelled(signal)
      hash.update(bytes)
      for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten
    },
  }
}

/** A rename is only durable once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function discard(handle: FileHandle, part: string): Promise<void> {
  // The first error is the one to report: a handle already closed or a part already gone is no news.
  await handle.close().catch(() => undefined)
  await unlink(part).catch(() => undefined)
}

/** System errors become codes; their messages hold paths and are kept as the cause only. */
function rethrow(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof ReportError || code === '') throw error
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new ReportError('REPORT_DISK_FULL', {}, { cause: error })
  if (!/^E[A-Z]+$/.test(code)) throw error
  throw new ReportError('REPORT_FILE', { reason: code }, { cause: error })
}
