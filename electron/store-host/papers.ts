import { X509Certificate } from 'node:crypto'
import type { About, ReportEntry } from '#domain/core/office'
import { AppError } from '#domain/errors'
import { claimText, signedClaimText, type PaperClaim } from '#domain/claim'
import type { Store } from '#db/connection'
import { addPaperTrust, findPaperSigner, findPaperTrust, savePaperSigner } from '#db/repositories/signing'
import { findSetting, removeSetting, saveSetting } from '#db/repositories/settings'
import type { RegistryAnswer } from '#reports/verify/check'
import { checkClaim, keyIdOf } from '#reports/verify/trust'
import type { Counter } from './counter'

/** PEM. */
export interface SigningRequest {
  csr: string
  privateKey: string
}

const pendingSetting = 'papers.pending'
/** A certificate is renewed this long before it ends. */
const renewalMs = 30 * 24 * 3600 * 1000

/** Loaded when it is wanted: a counter needs it once in two years. */
export async function makeRequest(name: string): Promise<SigningRequest> {
  const { makeSigningRequest } = await import('#reports/kit/signature/request')
  return await makeSigningRequest(name)
}

export async function learnTrust(store: Store, about: About): Promise<void> {
  const { reportPublicKey, rootCertificate } = about
  const known = await store.read(findPaperTrust)
  if (known.keys.at(-1) === reportPublicKey && known.roots.at(-1) === rootCertificate) return
  await store.write((tx) => addPaperTrust(tx, reportPublicKey, rootCertificate))
}

/**
 * A counter without a certificate, enrolled by an older version, or whose certificate ends soon, gets one. A repeat after
 * a lost answer is the same request.
 * @throws what the core answers
 */
export async function ensureSigner(counter: Counter): Promise<void> {
  const { store, line } = counter
  const signer = await store.read(findPaperSigner)
  if (signer && endOf(signer.certificate) - line.coreNow() > renewalMs) return
  const pending = await keptRequest(counter)
  const { commandId, csr, privateKey } = pending
  const { certificate } = await counter.core().ask('certify', { body: { commandId, csr }, correlationId: commandId })
  await store.write(async (tx) => {
    await savePaperSigner(tx, { privateKey, certificate })
    await removeSetting(tx, pendingSetting)
  })
}

interface PendingRequest extends SigningRequest {
  commandId: string
}

async function keptRequest({ store, ids, device }: Counter): Promise<PendingRequest> {
  const kept = await store.read((tx) => findSetting(tx, pendingSetting))
  if (kept !== undefined) return JSON.parse(kept) as PendingRequest
  const pending = { commandId: ids.uuid(), ...(await makeRequest(device().deviceId)) }
  await store.write((tx) => saveSetting(tx, pendingSetting, JSON.stringify(pending)))
  return pending
}

/**
 * The text of the QR code. The core's signature is checked before anything is printed: a paper that cannot be verified
 * would be worth nothing.
 * @param key the core's, SPKI, base64 @throws CORE_ANSWER_MALFORMED
 */
export function codeOf(claim: Omit<PaperClaim, 'keyId'>, signature: string, key: string): string {
  const full = { ...claim, keyId: keyIdOf(key) }
  const text = claimText(full)
  const bytes = Buffer.from(signature, 'base64')
  if (checkClaim({ claim: full, text, signature: bytes }, { keys: [key], roots: [] }) !== 'held') {
    throw new AppError('CORE_ANSWER_MALFORMED', { endpoint: 'registerReport' })
  }
  return signedClaimText(text, bytes)
}

export function registryAnswer({ period, createdAt, ...entry }: ReportEntry): RegistryAnswer {
  const { number, msisdn, rows, totalTiyn, topUpsTiyn, rowsSha256, fileSha256 } = entry
  return { number, msisdn, ...period, rows, totalTiyn, topUpsTiyn, rowsSha256, registeredAt: createdAt, fileSha256 }
}

function endOf(certificate: string): number {
  return Date.parse(new X509Certificate(certificate).validTo)
}
