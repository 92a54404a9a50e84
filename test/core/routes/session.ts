import { timingSafeEqual } from 'node:crypto'
import type { AnswerOf } from '#domain/core/endpoints'
import { attemptsOf, clearAttempts, countWrong, type AttemptRules } from '../attempts'
import { HOUR, isoAt, MINUTE } from '../clock'
import { once } from '../commands'
import type { Context, Handler } from '../context'
import { hashPin } from '../generator/reference'
import { CoreProblem } from '../problem'
import { issueToken } from '../proof'
import { rolesOf } from '../roles'
import type { ClerkRow } from '../rows'

const rules: AttemptRules = { allowed: 5, lockMs: 15 * MINUTE }
const sessionMs = 12 * HOUR
const offlineMs = 24 * HOUR

export const session: Handler<'session'> = (context) => once(context, context.body, () => signIn(context))

/** A wrong PIN is returned, not thrown, so that it stays counted. Unknown personnel numbers count alike. */
async function signIn(context: Context<'session'>): Promise<AnswerOf<'session'> | CoreProblem> {
  const { core, tx, now, body } = context
  const device = context.device()
  const subject = `pin:${body.clerkId}`
  const { lockedUntil } = await attemptsOf(tx, subject, rules, now)
  if (lockedUntil !== undefined) return locked(lockedUntil, now)
  const clerk = await tx<ClerkRow>('clerks').where({ id: body.clerkId, office_id: device.office_id }).first()
  if (!clerk || !pinFits(clerk, body.pin)) {
    const state = await countWrong(tx, subject, rules, now)
    if (state.lockedUntil !== undefined) return locked(state.lockedUntil, now)
    return new CoreProblem(401, 'CLERK_OR_PIN', { attemptsLeft: state.attemptsLeft })
  }
  await clearAttempts(tx, subject)
  const token = { kind: 'clerk' as const, subject: clerk.id, device_id: device.id }
  return {
    clerkToken: await issueToken(core, tx, token, now + sessionMs),
    roles: rolesOf(clerk),
    expiresAt: isoAt(now + sessionMs),
    keyShare: device.key_share,
    offlineUntil: isoAt(now + offlineMs),
  }
}

function locked(until: number, now: number): CoreProblem {
  return new CoreProblem(423, 'CLERK_LOCKED', { minutes: Math.ceil((until - now) / MINUTE) })
}

function pinFits(clerk: ClerkRow, pin: string): boolean {
  return timingSafeEqual(Buffer.from(hashPin(pin, clerk.pin_salt)), Buffer.from(clerk.pin_hash))
}
