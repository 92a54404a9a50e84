import type { Role } from '#domain/core/office'
import type { ReadTx, WriteTx } from '../connection'

/** What a clerk's PIN is checked against while the core cannot be reached; made anew at every sign-in with the core. */
export interface OfflineVerifier {
  clerkId: string
  name: string
  roles: Role[]
  /** Base64; of this clerk at this counter only. */
  salt: string
  /** scrypt, base64. */
  hash: string
  /** N of scrypt. */
  cost: number
  /** UTC, by the core's clock. */
  offlineUntil: string
  /** UTC, by this counter's clock. */
  madeAt: string
  /** Wrong PINs since. */
  wrong: number
}

export async function findVerifier(tx: ReadTx, clerkId: string): Promise<OfflineVerifier | undefined> {
  const row: (Omit<OfflineVerifier, 'roles'> & { roles: string }) | undefined = await tx('offline_verifier')
    .where({ clerkId })
    .first()
  return row && { ...row, roles: JSON.parse(row.roles) as Role[] }
}

export async function saveVerifier(tx: WriteTx, verifier: Omit<OfflineVerifier, 'wrong'>): Promise<void> {
  await tx('offline_verifier')
    .insert({ ...verifier, roles: JSON.stringify(verifier.roles), wrong: 0 })
    .onConflict('clerk_id')
    .merge()
}

/** Counted before the PIN is looked at, so that pulling the plug gives nobody another try. Answers the tries so far. */
export async function countTry(tx: WriteTx, clerkId: string): Promise<number> {
  const rows: { wrong: number }[] = await tx('offline_verifier')
    .where({ clerkId })
    .update({ wrong: tx.raw('wrong + 1') })
    .returning('wrong')
  return rows[0]?.wrong ?? 0
}

export async function clearTries(tx: WriteTx, clerkId: string): Promise<void> {
  await tx('offline_verifier').where({ clerkId }).update({ wrong: 0 })
}

/** The core no longer accepts these clerks here. */
export async function removeVerifiers(tx: WriteTx, clerkIds: readonly string[]): Promise<void> {
  if (clerkIds.length > 0) await tx('offline_verifier').whereIn('clerk_id', clerkIds).delete()
}
