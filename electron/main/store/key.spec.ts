import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { storeKeyProvider, type Keyring, type KeyOptions } from './key'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'key-'))))
afterEach(() => rmSync(dir, { recursive: true }))

/** Flips every byte, which is enough to see whether the key is in the file as it is. */
function keyring(available: boolean, backend = 'gnome_libsecret'): Keyring & { plain: boolean } {
  const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  return {
    plain: false,
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption(on) {
      this.plain = on
    },
    encryptString: (plain) => flip(Buffer.from(plain)),
    decryptString: (wrapped) => flip(wrapped).toString(),
  }
}

function load(ring: Keyring, o: Partial<KeyOptions> = {}) {
  const files = { file: join(dir, 'store.key'), storeFile: join(dir, 'office.db') }
  return storeKeyProvider({ keyring: ring, platform: 'linux', isPackaged: true, ...files, ...o }).load()
}

describe('storeKeyProvider', () => {
  it('wraps a new key with the keyring and finds it again', async () => {
    const first = await load(keyring(true))
    expect(first).toEqual({ keyHex: expect.stringMatching(/^[0-9a-f]{64}$/) as string, protection: 'keyring' })
    expect(readFileSync(join(dir, 'store.key'), 'latin1')).not.toContain(first.keyHex)
    expect(await load(keyring(true))).toEqual(first)
  })

  it.each([
    ['a packaged application without a keyring', keyring(false, 'basic_text'), {}],
    ['a packaged application with the well-known password', keyring(true, 'basic_text'), {}],
    ['Windows without DPAPI, even in development', keyring(false), { platform: 'win32', isPackaged: false }],
  ])('refuses %s', async (_what, ring, o) => {
    await expect(load(ring, o)).rejects.toThrow('KEYRING_MISSING')
    expect(existsSync(join(dir, 'store.key'))).toBe(false)
  })

  it('does without one in development, and says so', async () => {
    const ring = keyring(false, 'basic_text')
    expect((await load(ring, { isPackaged: false })).protection).toBe('plain')
    expect(ring.plain).toBe(true)
  })
})
