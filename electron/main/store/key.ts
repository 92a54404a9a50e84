import { fileKeyProvider } from '#db/key/fileKeyProvider'
import type { KeyProtection, KeyProvider } from '#db/key/provider'
import { AppError } from '#domain/errors'

/** The part of Electron's safeStorage that both of our Electron versions have. */
export interface Keyring {
  isEncryptionAvailable(): boolean
  encryptString(plain: string): Buffer
  decryptString(wrapped: Buffer): string
  /** Linux only. */
  getSelectedStorageBackend?(): string
  setUsePlainTextEncryption?(usePlain: boolean): void
}

export interface KeyOptions {
  keyring: Keyring
  platform: string
  isPackaged: boolean
  file: string
  storeFile: string
}

/** The store's key, wrapped by the system's keyring. Loading throws KEYRING_MISSING where a packaged application finds none. */
export function storeKeyProvider(o: KeyOptions): KeyProvider {
  return {
    async load() {
      const protection = chooseProtection(o)
      const provider = fileKeyProvider({
        file: o.file,
        storeFile: o.storeFile,
        wrap: async (plain) => o.keyring.encryptString(plain),
        unwrap: async (wrapped) => o.keyring.decryptString(wrapped),
        protection,
      })
      return await provider.load()
    },
  }
}

/** Linux without a secret service encrypts with a password that everybody knows: that is `plain`, and only for development. */
function chooseProtection({ keyring, platform, isPackaged }: KeyOptions): KeyProtection {
  const isPlain = platform === 'linux' && keyring.getSelectedStorageBackend?.() === 'basic_text'
  if (keyring.isEncryptionAvailable() && !isPlain) return 'keyring'
  if (isPackaged || platform !== 'linux') throw new AppError('KEYRING_MISSING')
  keyring.setUsePlainTextEncryption?.(true)
  return 'plain'
}
