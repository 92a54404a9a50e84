import type { ErrorCode } from '#domain/errors'
import type { AppInfo } from '#domain/contract/views'
import { setLanguage } from '../i18n'
import { call } from './bridge'
import { useSession } from './session'

/**
 * What the first screen depends on; throws CallError. A counter that has been at work before shows its sign-in screen while the
 * store still opens; `corrected` is then called if the store says otherwise of enrolment.
 */
export async function learn(corrected: () => void = () => undefined): Promise<void> {
  const session = useSession()
  const [last, current] = await Promise.all([call('app.lastInfo', {}), call('session.current', {})])
  session.clerk = current.clerk ?? undefined
  session.interrupted = current.interrupted
  take(last ?? (await call('app.info', {})))
  if (last === null) return
  // Fails only with the whole bridge; whatever the clerk does next then says so.
  call('app.info', {}).then(
    (info) => {
      take(info)
      if (info.enrolled !== last.enrolled && info.storeError === undefined) corrected()
    },
    () => undefined,
  )
}

function take(info: AppInfo): void {
  useSession().info = info
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
