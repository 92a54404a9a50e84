import { clerkBody } from '#domain/core/feed'
import { AppError } from '#domain/errors'
import { findReference } from '#db/repositories/reference'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'

export function signInArea(counter: Counter): Pick<StoreApi, 'signIn' | 'signOut'> {
  const { session } = counter

  return {
    async signIn({ commandId, clerkId, pin }) {
      const answer = await counter
        .core()
        .ask('session', { body: { commandId, clerkId, pin }, correlationId: commandId })
      const name = (await nameOf(counter, clerkId)) ?? clerkId
      const clerk = { id: clerkId, name, roles: answer.roles, until: answer.expiresAt }
      await journal(counter, clerkId, 'signedIn', commandId)
      session.signOut()
      session.signIn({ ...clerk, token: answer.clerkToken })
      return clerk
    },

    async signOut() {
      const { clerk } = session
      session.signOut()
      if (clerk) await journal(counter, clerk.id, 'signedOut', clerk.id)
    },
  }
}

function journal(counter: Counter, actor: string, event: string, subject: string): Promise<void> {
  const { store, clock } = counter
  return unitOfWork(store, { clock, audit: { actor, event, subject } }, () => Promise.resolve())
}

/** Names come with the feed; at the first sign-in of a new counter it may not have been read yet. */
async function nameOf(counter: Counter, clerkId: string): Promise<string | undefined> {
  const known = await clerkName(counter, clerkId)
  if (known !== undefined) return known
  await counter.puller.pull().catch((error: unknown) => {
    // A clerk may work without the name on screen.
    counter.log('warn', 'signIn.noFeed', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  })
  return await clerkName(counter, clerkId)
}

async function clerkName(counter: Counter, clerkId: string): Promise<string | undefined> {
  const body = await counter.store.read((tx) => findReference(tx, 'clerk', clerkId))
  return clerkBody.safeParse(body).data?.name
}
