import type { RecoveryView } from '#domain/contract/views'
import type { ErrorCode } from '#domain/errors'

/** Codes that have a sentence of their own about what to do. */
const advised = [
  'STORE_CORRUPT',
  'STORE_KEY_WRONG',
  'STORE_NEWER',
  'STORE_MIGRATION',
  'STORE_FULL',
  'STORE_READONLY',
  'KEYRING_MISSING',
] as const satisfies readonly ErrorCode[]
type Advised = (typeof advised)[number] | 'other'

export interface RecoveryActions {
  advice: Advised
  retry: boolean
  free: boolean
  /** The newest backup that was opened and checked, when putting it in the store's place makes sense. */
  restore: RecoveryView['backups'][number] | undefined
}

/**
 * What is safe to offer. A store of a newer version is left alone altogether; a backup has the same key as the store, so
 * it does not help against a wrong one; after a failed update the newest backup is the store as it is.
 */
export function recoveryActions(code: ErrorCode, view: RecoveryView | undefined): RecoveryActions {
  return {
    advice: advised.find((each) => each === code) ?? 'other',
    retry: code !== 'STORE_NEWER',
    free: view?.ballast === true && (code === 'STORE_FULL' || code === 'STORE_MIGRATION'),
    restore: code === 'STORE_CORRUPT' ? view?.backups.find(({ usable }) => usable) : undefined,
  }
}
