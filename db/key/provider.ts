/** `plain`: kept without a keyring, in development and tests only, and said on screen. */
export type KeyProtection = 'keyring' | 'plain'

export interface StoreKey {
  /** 32 bytes, hex. */
  keyHex: string
  protection: KeyProtection
}

/** Where the key of the store comes from. */
export interface KeyProvider {
  /** Makes the key at the first call. Throws STORE_KEY_WRONG when it is gone while a store exists, KEYRING_MISSING when it cannot be unwrapped. */
  load(): Promise<StoreKey>
}

export function testKeyProvider(keyHex: string): KeyProvider {
  return { load: () => Promise.resolve({ keyHex, protection: 'plain' }) }
}
