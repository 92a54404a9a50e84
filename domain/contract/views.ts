import { z } from 'zod'
import { names } from '../core/common'
import { roles, verificationResults, verifiedFields } from '../core/office'
import { operations, orderStates } from '../core/order'
import { blockAfterVerification, blockBeforeVerification } from '../core/resources'
import { errorCodes, type ErrorCode } from '../errors'

export const commandId = z.uuidv7()
export const msisdn = z.string().regex(/^7\d{10}$/)
export const localDate = z.iso.date()
export const utc = z.iso.datetime()
export const errorCode = z.enum(errorCodes as readonly [ErrorCode, ...ErrorCode[]])
export const language = z.enum(['ru', 'kk', 'en'])
export type Language = z.infer<typeof language>
export const ok = z.object({})

/** What the status bar shows. `since` is when this state of the line began. */
export const status = z.object({
  core: z.enum(['online', 'offline', 'unknown']),
  since: utc,
  /** Whether the core (or its training copy) answers for real customers. Unknown until it has been reached once. */
  kind: z.enum(['live', 'training', 'unknown']),
  unsent: z.int().min(0),
  attention: z.int().min(0),
})
export type Status = z.infer<typeof status>

export const appInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  operator: z.string(),
  /** `plain` = the store key is kept without a keyring: development and tests only, said on screen. */
  keyProtection: z.enum(['keyring', 'plain']),
  language,
  enrolled: z.boolean(),
  officeId: z.string().optional(),
  officeName: z.string().optional(),
  /** In development the enrolment form comes filled in. */
  prefill: z.object({ address: z.string(), code: z.string() }).optional(),
  /** Set when the store could not be opened: the only thing the screen may then show. */
  storeError: errorCode.optional(),
  zone: z.string(),
})
export type AppInfo = z.infer<typeof appInfo>

export const clerk = z.object({ id: z.string(), name: z.string(), roles: z.array(roles), until: utc })
export type ClerkView = z.infer<typeof clerk>

export const maskedBlock = blockBeforeVerification
export const numberView = z.object({
  visitId: z.uuidv7(),
  msisdn,
  status: z.enum(['active', 'blocked', 'inactive']),
  blocks: z.array(maskedBlock),
})
export type NumberView = z.infer<typeof numberView>

export const verificationView = z.object({
  result: verificationResults,
  /** Names of the fields that differ, never the register's values. */
  mismatched: z.array(verifiedFields),
  attemptsLeft: z.int(),
  /** End of the customer session, when there is one. */
  until: utc.optional(),
})
export type VerificationView = z.infer<typeof verificationView>

export const customerView = z.object({
  msisdn,
  name: z.string(),
  birthDate: localDate.optional(),
  documentType: z.string(),
  documentTail: z.string(),
  documentUntil: localDate.optional(),
  /** A renewed document: the register takes it over with the next order. */
  documentRenewed: z.boolean(),
  status: z.enum(['active', 'blocked', 'inactive']),
  blocks: z.array(blockAfterVerification.extend({ names: names.optional() })),
  balanceTiyn: z.int().optional(),
  packages: z.array(z.object({ id: z.string(), name: z.string(), amount: z.number(), units: z.string() })),
  tariff: z.string().optional(),
  iccid: z.string(),
  simKind: z.enum(['physical', 'esim']),
  ownedSince: utc,
  lastSimChange: utc.optional(),
  until: utc,
})
export type CustomerView = z.infer<typeof customerView>

export const quoteView = z.object({
  quoteId: z.string(),
  operation: z.enum(['unblock', 'simReissue', 'detailization']),
  feeId: z.string(),
  tiyn: z.int(),
  taxRate: z.number(),
  unit: z.enum(['flat', 'page', 'started31days']),
  quantity: z.int(),
  payer: z.enum(['balance', 'cashDesk']),
  until: utc,
})
export type QuoteView = z.infer<typeof quoteView>

export const outboxStates = z.enum(['pending', 'sending', 'sent', 'done', 'rejected', 'dead'])
export type OutboxState = z.infer<typeof outboxStates>

/** One order of a visit. Nothing is `done` before the core said completed. */
export const orderView = z.object({
  id: z.uuidv7(),
  visitId: z.uuidv7(),
  msisdn,
  operations: z.array(operations),
  state: outboxStates,
  /** The core's own word, once it has one. */
  orderState: orderStates.optional(),
  error: errorCode.optional(),
  createdAt: utc,
  changedAt: utc,
})
export type OrderView = z.infer<typeof orderView>

export const stockSim = z.object({ iccid: z.string(), simKind: z.enum(['physical', 'esim']), formFactor: z.string() })
export type StockSim = z.infer<typeof stockSim>
export const reissueReason = z.object({ code: z.string(), names })
export type ReissueReason = z.infer<typeof reissueReason>

export const reportPhases = z.enum(['ordering', 'fetching', 'writing', 'done', 'failed', 'cancelled'])
/** A detailization in the making. `done`/`total` count rows in the phases `fetching` and `writing`. */
export const reportView = z.object({
  id: z.uuidv7(),
  visitId: z.uuidv7(),
  msisdn,
  from: localDate,
  to: localDate,
  phase: reportPhases,
  done: z.int(),
  total: z.int(),
  error: errorCode.optional(),
  result: z
    .object({
      number: z.string(),
      /** Path of the finished PDF, for opening it; its name holds no personal data. */
      file: z.string(),
      rows: z.int(),
      pages: z.int(),
      totalTiyn: z.int(),
      topUpsTiyn: z.int(),
    })
    .optional(),
})
export type ReportView = z.infer<typeof reportView>
