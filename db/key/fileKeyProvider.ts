import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '#domain/errors'
import type { KeyProtection, KeyProvider } from './provider'

export interface FileKeyOptions {
  /** The wrapped key. */
  file: string
  /** The store it opens: without its key a store is lost, so a new key is never made beside one. */
  storeFile: string
  /** The system's keyring: what is wrapped on this machine by this user can be unwrapped only there. */
  wrap(plain: string): Promise<Buffer>
  unwrap(wrapped: Buffer): Promise<string>
  protection: KeyProtection
}

export function fileKeyProvider(options: FileKeyOptions): KeyProvider {
  return {
    async load() {
      const keyHex = existsSync(options.file) ? await readKey(options) : await makeKey(options)
      return { keyHex, protection: options.protection }
    },
  }
}

async function readKey({ file, unwrap }: FileKeyOptions): Promise<string> {
  const wrapped = await readFile(file)
  // The cause is dropped: a keyring's message may hold what it could not decrypt.
  const keyHex = await unwrap(wrapped).catch(() => {
    throw new AppError('KEYRING_MISSING')
  })
  if (!/^[0-9a-f]{64}$/.test(keyHex)) throw new AppError('STORE_KEY_WRONG')
  return keyHex
}

async function makeKey({ file, storeFile, wrap }: FileKeyOptions): Promise<string> {
  if (existsSync(storeFile)) throw new AppError('STORE_KEY_WRONG', { reason: 'keyFileMissing' })
  const keyHex = randomBytes(32).toString('hex')
  const wrapped = await wrap(keyHex).catch(() => {
    throw new AppError('KEYRING_MISSING')
  })
  await writeDurably(file, wrapped)
  return keyHex
}

/** The whole file or none of it, also after a power cut: the store would be lost with half a key. */
async function writeDurably(file: string, data: Buffer): Promise<void> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const unfinished = `${file}.part`
  const handle = await open(unfinished, 'w', 0o600)
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(unfinished, file)
  if (process.platform !== 'win32') await syncDirectory(dirname(file))
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
