import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { SessionKeeper } from '../session'

export interface SignInDeps {
  store: StoreApi
  session: SessionKeeper
  /** Locks after the answer is out: the page that asked is about to go. */
  lockSoon(): void
}

export function signInService(deps: SignInDeps): HandlersOf<'session.current' | 'session.signIn' | 'session.lock'> {
  return {
    'session.current': async () => ({ clerk: deps.session.clerk() ?? null }),
    'session.signIn': async ({ commandId, clerkId, pin }) => {
      const clerk = await deps.store.signIn({ commandId, clerkId, pin })
      // A visit never passes from one clerk to the next.
      await deps.session.endVisit('locked')
      deps.session.signIn(clerk)
      return clerk
    },
    'session.lock': async () => {
      deps.lockSoon()
      return {}
    },
  }
}
