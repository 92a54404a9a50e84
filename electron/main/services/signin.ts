import { AppError } from '#domain/errors'
import type { StoreApi } from '#electron/link/store-api'
import type { HandlersOf } from '../bridge/handlers'
import type { EndReason, SessionKeeper } from '../session/session'

export interface SignInDeps {
  store: StoreApi
  session: SessionKeeper
  /** After the answer is out: the page that asked is about to go. */
  signOutSoon(reason: EndReason): void
}

type SignInCalls = 'session.current' | 'session.signIn' | 'session.signOut' | 'session.lock'

export function signInService(deps: SignInDeps): HandlersOf<SignInCalls> {
  /** A store that cannot say keeps nobody at the counter: what is unsent lies on the disk and goes on from there. */
  async function unsent(): Promise<number> {
    return await deps.store.status({}).then(
      (status) => status.unsent,
      () => 0,
    )
  }

  return {
    'session.current': async () => ({ clerk: deps.session.clerk() ?? null, interrupted: deps.session.interrupted }),
    'session.signIn': async ({ commandId, clerkId, pin }) => {
      const clerk = await deps.store.signIn({ commandId, clerkId, pin })
      // A visit never passes from one clerk to the next.
      await deps.session.endVisit('locked')
      deps.session.signIn(clerk)
      return clerk
    },
    'session.signOut': async ({ knowing }) => {
      const count = knowing ? 0 : await unsent()
      if (count > 0) throw new AppError('UNSENT_WORK', { count })
      deps.signOutSoon('finished')
      return {}
    },
    'session.lock': async () => {
      deps.signOutSoon('locked')
      return {}
    },
  }
}
