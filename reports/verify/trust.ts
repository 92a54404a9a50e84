import { createHash, createPublicKey, verify, X509Certificate, type KeyObject } from 'node:crypto'
import { paperKeyId, type SignedClaim } from '#domain/claim'

/** Whom a checker believes: what the core says of itself, kept so that checking needs no line. */
export interface PaperTrust {
  /** Ed25519, SPKI, base64: sign claims. */
  keys: readonly string[]
  /** X.509, PEM: certify counters. */
  roots: readonly string[]
}

/** `unknownKey`: signed by a core that this checker does not know, if by any. */
export type ClaimCheck = 'held' | 'failed' | 'unknownKey'

export function checkClaim({ claim, text, signature }: SignedClaim, { keys }: PaperTrust): ClaimCheck {
  const key = keys.find((known) => keyIdOf(known) === claim.keyId)
  if (key === undefined) return 'unknownKey'
  return verify(null, Buffer.from(text, 'ascii'), publicKey(key), signature) ? 'held' : 'failed'
}

/** @param key SPKI, base64 */
export function keyIdOf(key: string): string {
  return paperKeyId(createHash('sha256').update(Buffer.from(key, 'base64')).digest())
}

/** `expired`: not valid at the moment asked for. @param at UTC */
export type CertificateCheck = 'held' | 'unknownIssuer' | 'expired' | 'failed'

export function checkCertificate(der: Uint8Array, { roots }: PaperTrust, at: string): CertificateCheck {
  const certificate = new X509Certificate(der)
  const issuer = roots
    .map((root) => new X509Certificate(root))
    .find((root) => certificate.checkIssued(root) && certificate.verify(root.publicKey))
  if (!issuer) return 'unknownIssuer'
  if (certificate.ca) return 'failed'
  return isValidAt(certificate, at) && isValidAt(issuer, at) ? 'held' : 'expired'
}

function isValidAt({ validFrom, validTo }: X509Certificate, at: string): boolean {
  const moment = Date.parse(at)
  return Date.parse(validFrom) <= moment && moment <= Date.parse(validTo)
}

function publicKey(base64: string): KeyObject {
  return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
}
