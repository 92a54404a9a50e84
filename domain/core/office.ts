import { z } from 'zod'
import { documentTypes } from '../document'
import { localDate, money, msisdnDigits, utcTime, uuidV7 } from './common'

/** Protocol versions this application speaks. */
export const protocol = { min: 1, max: 1 } as const

export const about = z.object({
  protocol: z.object({ min: z.int(), max: z.int() }),
  core: z.string(),
  kind: z.enum(['live', 'training']),
  time: utcTime,
  office: z.string().optional(),
  operator: z.string(),
  /** Ed25519, SPKI, base64: checks the signature of a report without the core. */
  reportPublicKey: z.string(),
  /** X.509, PEM: the root of the certificates by which counters sign papers. */
  rootCertificate: z.string(),
})
export type About = z.infer<typeof about>

export const tokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
})
export const tokenAnswer = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int() })

export const enrolmentRequest = z.object({
  commandId: uuidV7,
  code: z.string().min(4).max(64),
  deviceName: z.string().min(1).max(100),
  /** Ed25519, SPKI, base64: signs audit checkpoints. */
  publicKey: z.string(),
  /** PEM certificate request (PKCS #10, RSA) for the key that signs papers. */
  csr: z.string(),
})
export const enrolmentAnswer = z.object({
  deviceId: z.string(),
  officeId: z.string(),
  officeName: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  /** X.509, PEM. */
  certificate: z.string(),
})
export type EnrolmentAnswer = z.infer<typeof enrolmentAnswer>

/** A counter's next certificate for papers, while it has none or the old one ends. */
export const certificateRequest = z.object({ commandId: uuidV7, csr: z.string() })
export const certificateAnswer = z.object({ certificate: z.string() })

export const roles = z.enum(['clerk', 'supervisor'])
export type Role = z.infer<typeof roles>

export const sessionRequest = z.object({
  commandId: uuidV7,
  clerkId: z.string().min(1).max(32),
  pin: z.string().min(4).max(12),
})
export const sessionAnswer = z.object({
  clerkToken: z.string(),
  roles: z.array(roles),
  expiresAt: utcTime,
  /** The core's part of the store key, base64; not kept in clear on this counter. */
  keyShare: z.string(),
  offlineUntil: utcTime,
})

export const verificationMethods = z.enum(['scanned', 'typed', 'digitalDocument'])
export const identityDocument = z.object({
  type: z.enum(documentTypes),
  number: z.string().min(4).max(20),
  validUntil: localDate,
})
export type IdentityDocument = z.infer<typeof identityDocument>
export const verifiedFields = z.enum(['documentType', 'documentNumber', 'validUntil', 'iin'])
export type VerifiedField = z.infer<typeof verifiedFields>

const iinDigits = z.string().regex(/^\d{12}$/)
/** One person's document as it was presented at the counter. */
export const presentedPerson = z.object({ document: identityDocument, iin: iinDigits, method: verificationMethods })
export type PresentedPerson = z.infer<typeof presentedPerson>

export const representedOperations = z.enum(['unblock', 'simReissue', 'identityUpdate', 'detailization'])

/** Who acts for the subscriber: by a power of attorney that names the operations, or as the parent of a minor. */
export const proxy = z.object({
  kind: z.enum(['powerOfAttorney', 'parent']),
  person: presentedPerson,
  authority: z.object({
    number: z.string().min(1).max(40),
    date: localDate,
    notary: z.string().max(100),
    until: localDate,
    covers: z.array(representedOperations).min(1),
  }),
})
export type Proxy = z.infer<typeof proxy>

/** A company's number: its letter and the representative whose document is verified as `person`. */
export const organizationLetter = z.object({
  bin: z.string().regex(/^\d{12}$/),
  letterNumber: z.string().min(1).max(40),
  letterDate: localDate,
  representative: z.string().min(1).max(100),
})
export type OrganizationLetter = z.infer<typeof organizationLetter>

/**
 * With `msisdn` that number's holder is compared. Without it the person is matched first and `products` lists the
 * person's numbers (at most 10); `oldIccid` narrows it to the number of a SIM in the customer's hand. `person` is the
 * subscriber, also when a `proxy` stands at the counter; with `organization` it is the representative.
 */
export const verificationRequest = z.object({
  commandId: uuidV7,
  visitId: uuidV7,
  msisdn: msisdnDigits.optional(),
  oldIccid: z.string().optional(),
  person: presentedPerson,
  proxy: proxy.optional(),
  organization: organizationLetter.optional(),
})
export const verificationResults = z.enum([
  'matched',
  'mismatched',
  'documentExpired',
  'documentChanged',
  'documentLost',
  'ownerDeceased',
  'biometricsNeeded',
  'locked',
])
export type VerificationResult = z.infer<typeof verificationResults>

/** `token`, `verificationId`, `expiresAt` and `products` only for `matched` and `documentChanged`. Never a value of the register. */
export const verificationAnswer = z.object({
  result: verificationResults,
  mismatched: z.array(verifiedFields),
  attemptsLeft: z.int().min(0),
  verificationId: z.string().optional(),
  token: z.string().optional(),
  expiresAt: utcTime.optional(),
  individualId: z.string().optional(),
  /** What a proxy may do; absent for the subscriber in person. */
  covers: z.array(representedOperations).optional(),
  products: z.array(z.object({ id: z.string(), msisdn: msisdnDigits })).optional(),
})
export type VerificationAnswer = z.infer<typeof verificationAnswer>

export const usageBounds = z.object({
  earliestAvailable: utcTime,
  ownedSince: utcTime,
  rows: z.int().min(0),
  totalTiyn: z.int(),
  topUpsTiyn: z.int(),
})
export type UsageBounds = z.infer<typeof usageBounds>

export const quotedOperations = z.enum(['unblock', 'simReissue', 'detailization'])
export const quote = z.object({
  quoteId: z.string(),
  operation: quotedOperations,
  feeId: z.string(),
  unit: z.enum(['flat', 'page', 'started31days']),
  quantity: z.int().min(0),
  payer: z.enum(['balance', 'cashDesk']),
  taxIncludedAmount: money,
  taxRate: z.number(),
  until: utcTime,
})
export type Quote = z.infer<typeof quote>

export const reportRequest = z.object({
  commandId: uuidV7,
  product: z.string(),
  msisdn: msisdnDigits,
  period: z.object({ from: utcTime, to: utcTime }),
  rows: z.int().min(0),
  totalTiyn: z.int(),
  topUpsTiyn: z.int(),
  rowsSha256: z.string().regex(/^[0-9a-f]{64}$/),
  clerk: z.string(),
})
export const reportAnswer = z.object({
  /** Random, 16 or more characters of Crockford base32 (80 bits). */
  number: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{16,}$/),
  /** Ed25519 over the text of the paper's claim (`domain/claim.ts`), base64. */
  signature: z.string(),
  createdAt: utcTime,
})
export const reportPatch = z.object({ fileSha256: z.string().regex(/^[0-9a-f]{64}$/) })
export const reportEntry = reportRequest
  .omit({ commandId: true })
  .extend({ ...reportAnswer.shape, fileSha256: z.string().optional() })
export type ReportEntry = z.infer<typeof reportEntry>
