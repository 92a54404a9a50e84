import { createHash, randomBytes } from 'node:crypto'
import { open, rename, unlink, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ReportError } from '../errors'

export interface FileSink {
  /**
   * Resolves when the bytes before these are with the system and these are on their way: this is the back-pressure.
   * An error comes with the next write, or when the file is closed.
   */
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
    const sink = new HandleSink(handle, signal)
    const made = await produce(sink).finally(() => throwIfCancelled(signal))
    const fileSha256 = await sink.settle()
    await handle.sync()
    await handle.close()
    throwIfCancelled(signal)
    await rename(part, file)
    await syncFolder(dirname(file))
    return { made, fileSha256 }
  } catch (error) {
    await discard(handle, part)
    return rethrow(error)
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ReportError('REPORT_CANCELLED')
}

class HandleSink implements FileSink {
  readonly #hash = createHash('sha256')
  #writing: Promise<unknown> = Promise.resolve()

  constructor(
    readonly handle: FileHandle,
    readonly signal: AbortSignal | undefined,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    throwIfCancelled(this.signal)
    this.#hash.update(bytes)
    await this.#writing
    this.#writing = this.#writeAll(bytes)
    // Whoever waits for it gets the error; this only keeps it from counting as unheard until then.
    this.#writing.catch(() => undefined)
  }

  /** SHA-256 of all bytes, once they are with the system. */
  async settle(): Promise<string> {
    await this.#writing
    return this.#hash.digest('hex')
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += (await this.handle.write(bytes, at)).bytesWritten
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
