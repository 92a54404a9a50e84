import type { Knex } from 'knex'
import { z } from 'zod'
import type { Proof } from '#domain/core/endpoints'
import { operationsOf } from './authority'
import { isoAt } from './clock'
import type { Core, Customer } from './context'
import { sha256 } from './json'
import { CoreProblem } from './problem'
import type { ClerkRow, DeviceRow, ProductRow, TokenRow, VerificationRow } from './rows'

export interface Proofs {
  device: DeviceRow | undefined
  clerk: ClerkRow | undefined
  customer: Customer | undefined
}

interface TokenHeaders {
  authorization?: string | undefined
  clerk?: string | undefined
  verification?: string | undefined
}

/** Gives a new secret; only its hash is kept. */
export async function issueToken(
  core: Core,
  tx: Knex,
  token: Pick<TokenRow, 'kind' | 'subject' | 'device_id'>,
  expiresAt: number,
): Promise<string> {
  const secret = core.randomBytes(32).toString('base64url')
  await tx<TokenRow>('tokens').insert({ ...token, hash: sha256(secret), expires_at: isoAt(expiresAt) })
  return secret
}

/** Checks the tokens up to the level an endpoint asks for; throws TOKEN_INVALID, CLERK_TOKEN_INVALID, NO_CUSTOMER_SESSION, VERIFICATION_EXPIRED. */
export async function prove(tx: Knex, level: Proof, headers: TokenHeaders, now: number): Promise<Proofs> {
  const proofs: Proofs = { device: undefined, clerk: undefined, customer: undefined }
  if (level === 'none') return proofs
  proofs.device = await proveDevice(tx, headers.authorization, now)
  if (level === 'device') return proofs
  proofs.clerk = await proveClerk(tx, headers.clerk, proofs.device, now)
  if (level === 'clerk') return proofs
  proofs.customer = await proveCustomer(tx, headers.verification, proofs.device, proofs.clerk, now)
  return proofs
}

async function proveDevice(tx: Knex, header: string | undefined, now: number): Promise<DeviceRow> {
  const token = await findToken(tx, 'device', header?.replace(/^Bearer /, ''))
  const device = token && token.expires_at > isoAt(now) ? await findDevice(tx, token.subject) : undefined
  if (!device) throw new CoreProblem(401, 'TOKEN_INVALID')
  return device
}

async function proveClerk(tx: Knex, secret: string | undefined, device: DeviceRow, now: number): Promise<ClerkRow> {
  const token = await findToken(tx, 'clerk', secret)
  const valid = token && token.expires_at > isoAt(now) && token.device_id === device.id
  const clerk = valid ? await tx<ClerkRow>('clerks').where({ id: token.subject }).first() : undefined
  if (!clerk) throw new CoreProblem(401, 'CLERK_TOKEN_INVALID')
  return clerk
}

async function proveCustomer(
  tx: Knex,
  secret: string | undefined,
  device: DeviceRow,
  clerk: ClerkRow,
  now: number,
): Promise<Customer> {
  const token = await findToken(tx, 'customer', secret)
  if (!token || token.device_id !== device.id) throw new CoreProblem(403, 'NO_CUSTOMER_SESSION')
  if (token.expires_at <= isoAt(now)) throw new CoreProblem(403, 'VERIFICATION_EXPIRED')
  const verification = await tx<VerificationRow>('verifications').where({ id: token.subject }).first()
  if (verification?.clerk_id !== clerk.id) throw new CoreProblem(403, 'NO_CUSTOMER_SESSION')
  return {
    verificationId: verification.id,
    individualId: verification.individual_id,
    products: await tx<ProductRow>('products').whereIn('id', productIdsOf(verification)).orderBy('id'),
    covers: verification.covers === null ? null : operationsOf(verification.covers),
  }
}

export function productIdsOf(verification: VerificationRow): string[] {
  return z.array(z.string()).parse(JSON.parse(verification.product_ids))
}

async function findToken(tx: Knex, kind: TokenRow['kind'], secret: string | undefined): Promise<TokenRow | undefined> {
  if (secret === undefined || secret === '') return undefined
  return tx<TokenRow>('tokens')
    .where({ kind, hash: sha256(secret) })
    .first()
}

async function findDevice(tx: Knex, id: string): Promise<DeviceRow | undefined> {
  return tx<DeviceRow>('devices').where({ id }).first()
}
