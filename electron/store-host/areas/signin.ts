import type { ClerkView } from '#domain/contract/views'
import { clerkBody } from '#domain/core/feed'
import { AppError } from '#domain/errors'
import { findReference } from '#db/repositories/reference'
import { clearTries, countTry, findVerifier, removeVerifiers, saveVerifier } from '#db/repositories/verifiers'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { hashPin, pinFits } from '../pin'
import { requireClock } from './placing'

type Credentials = Parameters<StoreApi['signIn']>[0]

/** Wrong PINs without the core before only the core can open the sign-in again. */
const triesWithoutCore = 5
/** Codes that may come from anything but the core: its own refusals are believed. */
const unreachable = new Set(['CORE_UNREACHABLE', 'CORE_TIMEOUT', 'CORE_ANSWER_MALFORMED', 'CORE_FAULT', 'CORE_BUSY'])

export function signInArea(counter: Counter): Pick<StoreApi, 'signIn' | 'signOut'> {
  const { session } = counter

  return {
    async signIn(credentials) {
      try {
        return await withCore(counter, credentials)
      } catch (error) {
        if (!(error instanceof AppError) || !unreachable.has(error.code) || counter.line.state.core === 'online') {
          throw error
        }
        return await withoutCore(counter, credentials, error)
      }
    },

    async signOut() {
      const { clerk } = session
      session.signOut()
      if (clerk) await journal(counter, clerk.id, 'signedOut', clerk.id)
    },
  }
}

async function withCore(counter: Counter, { commandId, clerkId, pin }: Credentials): Promise<ClerkView> {
  const { store, clock, session } = counter
  const body = { commandId, clerkId, pin }
  const answer = await counter
    .core()
    .ask('session', { body, correlationId: commandId })
    .catch((error: unknown) => {
      return refusedByCore(counter, clerkId, error)
    })
  const name = (await nameOf(counter, clerkId)) ?? clerkId
  const clerk: ClerkView = { id: clerkId, name, roles: answer.roles, until: answer.expiresAt, offline: false }
  const { offlineUntil } = answer
  const verifier = { clerkId, name, roles: answer.roles, ...(await hashPin(pin)), offlineUntil, madeAt: clock.iso() }
  const audit = { actor: clerkId, event: 'signedIn', subject: commandId }
  await unitOfWork(store, { clock, audit }, (tx) => saveVerifier(tx, verifier))
  session.signOut()
  session.signIn({ ...clerk, token: answer.clerkToken })
  return clerk
}

/** Who is locked out at the core must not come in by pulling the plug. */
async function refusedByCore(counter: Counter, clerkId: string, error: unknown): Promise<never> {
  if (error instanceof AppError && error.code === 'CLERK_LOCKED') {
    await counter.store.write((tx) => removeVerifiers(tx, [clerkId]))
  }
  throw error
}

/** Against what the last sign-in with the core has left. Throws what kept the core away when this clerk never signed in here. */
async function withoutCore(counter: Counter, credentials: Credentials, away: AppError): Promise<ClerkView> {
  const { store, clock, line, session } = counter
  const { commandId, clerkId, pin } = credentials
  const verifier = await store.read((tx) => findVerifier(tx, clerkId))
  if (!verifier) throw new AppError('CORE_UNREACHABLE', {}, { cause: away })
  const { offlineUntil: until, madeAt, name, roles } = verifier
  requireClock(counter)
  // A clock that was put back gives no more time.
  if (until <= line.coreIso() || clock.iso() < madeAt) throw new AppError('OFFLINE_SIGN_IN_ENDED')
  if (verifier.wrong >= triesWithoutCore) throw new AppError('CLERK_LOCKED')
  const tries = await store.write((tx) => countTry(tx, clerkId))
  if (!(await pinFits(pin, verifier))) {
    await journal(counter, clerkId, 'offlineSignInRefused', commandId)
    if (tries >= triesWithoutCore) throw new AppError('CLERK_LOCKED')
    throw new AppError('CLERK_OR_PIN', { attemptsLeft: triesWithoutCore - tries })
  }
  const audit = { actor: clerkId, event: 'signedInOffline', subject: commandId }
  await unitOfWork(store, { clock, audit }, (tx) => clearTries(tx, clerkId))
  const clerk: ClerkView = { id: clerkId, name, roles, until, offline: true }
  session.signOut()
  session.signIn(clerk)
  return clerk
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

export async function clerkName(counter: Pick<Counter, 'store'>, clerkId: string): Promise<string | undefined> {
  const body = await counter.store.read((tx) => findReference(tx, 'clerk', clerkId))
  return clerkBody.safeParse(body).data?.name
}
