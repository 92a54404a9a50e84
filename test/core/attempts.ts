import type { Knex } from 'knex'
import { isoAt } from './clock'
import { lockName } from './locks'
import type { AttemptRow } from './rows'

export interface AttemptRules {
  allowed: number
  lockMs: number
}

export interface AttemptState {
  attemptsLeft: number
  /** Milliseconds UTC until which nothing is compared; undefined where not locked. */
  lockedUntil: number | undefined
}

/** From here to the end of the transaction no other attempt of the subject is judged: tries at once count one by one. */
export async function attemptsOf(tx: Knex, subject: string, rules: AttemptRules, now: number): Promise<AttemptState> {
  await lockName(tx, `attempts ${subject}`)
  const row = await tx<AttemptRow>('attempts').where({ subject }).first()
  if (!row) return { attemptsLeft: rules.allowed, lockedUntil: undefined }
  if (row.locked_until === null) return { attemptsLeft: rules.allowed - row.wrong, lockedUntil: undefined }
  const until = Date.parse(row.locked_until)
  return until > now ? { attemptsLeft: 0, lockedUntil: until } : { attemptsLeft: rules.allowed, lockedUntil: undefined }
}

/** Counts one failure; the last one allowed locks the subject. */
export async function countWrong(tx: Knex, subject: string, rules: AttemptRules, now: number): Promise<AttemptState> {
  const before = await attemptsOf(tx, subject, rules, now)
  const attemptsLeft = Math.max(0, before.attemptsLeft - 1)
  const lockedUntil = attemptsLeft === 0 ? now + rules.lockMs : undefined
  await tx<AttemptRow>('attempts')
    .insert({
      subject,
      wrong: rules.allowed - attemptsLeft,
      locked_until: lockedUntil === undefined ? null : isoAt(lockedUntil),
    })
    .onConflict('subject')
    .merge()
  return { attemptsLeft, lockedUntil }
}

export async function clearAttempts(tx: Knex, subject: string): Promise<void> {
  await tx<AttemptRow>('attempts').where({ subject }).delete()
}
