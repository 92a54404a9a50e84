import type { ErrorCode } from '#domain/errors'
import { setLanguage } from '../i18n'
import { call } from './bridge'
import { useSession } from './session'

/** The two answers the first screen depends on; throws CallError. */
export async function learn(): Promise<void> {
  const session = useSession()
  const [info, current] = await Promise.all([call('app.info', {}), call('session.current', {})])
  session.info = info
  session.clerk = current.clerk ?? undefined
  session.interrupted = current.interrupted
  setLanguage(info.language)
}

/** The store will not open by itself: only the recovery screen helps. */
const lasting: readonly ErrorCode[] = [
  'STORE_CORRUPT',
  'STORE_KEY_WRONG',
  'STORE_MIGRATION',
  'STORE_NEWER',
  'STORE_READONLY',
  'KEYRING_MISSING',
]
let asking = false

/** Looks whether the store is still open after an error that says it may not be. */
export async function lookAfterStore(code: ErrorCode): Promise<void> {
  if (asking || !(code === 'STORE_CLOSED' || lasting.includes(code))) return
  asking = true
  try {
    const info = await call('app.info', {})
    // A host that is just starting again is closed for a moment only.
    if (info.storeError !== undefined && lasting.includes(info.storeError)) useSession().info = info
  } catch {
    // The screen that met the error shows it; there is nothing more to learn now.
  } finally {
    asking = false
  }
}
