import { z } from 'zod'
import { names } from '../core/common'
import { roles, verificationResults, verifiedFields } from '../core/office'
import { operations, orderStates } from '../core/order'
import { blockAfterVerification, blockBeforeVerification } from '../core/resources'
import { errorCodes, type ErrorCode } from '../errors'
import { paperLanguages, reportForms } from '../paper'

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
  /** Somebody has been waiting for its answer for longer than usual. */
  slow: z.boolean(),
  /** A restored store is being compared with the core: orders are kept, none is sent yet. */
  reconciling: z.boolean(),
  unsent: z.int().min(0),
  attention: z.int().min(0),
  /** This counter's clock minus the core's, whole seconds; 0 while the difference is too small to matter. */
  clockSeconds: z.int(),
  /** Why the core is not used although it can be reached: this counter was signed off, or speaks another protocol. */
  coreProblem: z.enum(['DEVICE_REFUSED', 'CORE_PROTOCOL']).optional(),
  /** Protocol versions of both sides, for the text of CORE_PROTOCOL. */
  protocols: z.object({ ours: z.string(), core: z.string() }).optional(),
})
export type Status = z.infer<typeof status>

/** How the last run of the program ended, when that is worth a word. */
const leftovers = z.enum(['VISIT_INTERRUPTED', 'STORE_UPDATE_RESUMED'])
export type Leftover = z.infer<typeof leftovers>

export const appInfo = z.object({
  version: z.string(),
  electron: z.string(),
  chrome: z.string(),
  operator: z.string(),
  /** `plain` = the store key is kept without a keyring: development and tests only, said on screen. */
  keyProtection: z.enum(['keyring', 'plain']),
  language,
  /** Those that can be chosen on this machine. */
  languages: z.array(language),
  enrolled: z.boolean(),
  officeId: z.string().optional(),
  officeName: z.string().optional(),
  /** In development the enrolment form comes filled in. */
  prefill: z.object({ address: z.string(), code: z.string() }).optional(),
  /** Said until somebody signs in. */
  leftovers: z.array(leftovers),
  /** Set when the store could not be opened: the only thing the screen may then show. */
  storeError: errorCode.optional(),
  zone: z.string(),
  /** Lines of the machine-wide configuration file that could not be used; the rest of it counts. */
  configProblems: z.array(z.object({ line: z.int(), key: z.string() })),
})
export type AppInfo = z.infer<typeof appInfo>

export const clerk = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(roles),
  until: utc,
  /** Signed in without the core, against the verifier of the last sign-in; possible until `until`. */
  offline: z.boolean(),
})
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
  /** The numbers that the session covers: all of a person found by document, else the one. */
  numbers: z.array(msisdn),
  /** What a proxy may do; absent for the subscriber in person. */
  covers: z.array(operations).optional(),
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
  /** Filed without the core on the evidence of the document: accepted here, not yet done. */
  evidence: z.boolean(),
  createdAt: utc,
  changedAt: utc,
})
export type OrderView = z.infer<typeof orderView>

/** An order that a person must look at: refused by the core, or given up. Nothing is deleted; it leaves the list by a decision. */
export const attentionItem = z.object({
  order: orderView,
  clerkName: z.string(),
  /** What the core said, in a code of ours or its own. */
  coreCode: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** `retry`: the same order may be sent again. `correct`: a new order in its place. `withdraw`: always possible. */
  choices: z.array(z.enum(['retry', 'correct', 'withdraw'])),
})
export type AttentionItem = z.infer<typeof attentionItem>

/** What the recovery screen knows of a store that could not be opened. */
export const recoveryView = z.object({
  problem: errorCode,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** A file kept for this moment can still be removed to make room. */
  ballast: z.boolean(),
  /** Newest first; only those that were opened and checked just now can be restored. */
  backups: z.array(z.object({ id: z.string(), takenAt: utc, bytes: z.int(), usable: z.boolean() })),
  /** What the newest usable backup lacks, as far as the damaged store could still be read. */
  missing: z.object({
    since: utc.optional(),
    readable: z.boolean(),
    operations: z.array(z.object({ at: utc, operations: z.array(operations), msisdnTail: z.string() })),
  }),
})
export type RecoveryView = z.infer<typeof recoveryView>

export const stockSim = z.object({ iccid: z.string(), simKind: z.enum(['physical', 'esim']), formFactor: z.string() })
export type StockSim = z.infer<typeof stockSim>
export const reissueReason = z.object({ code: z.string(), names })
export type ReissueReason = z.infer<typeof reissueReason>

export const reportPhases = z.enum(['ordering', 'fetching', 'writing', 'sealing', 'done', 'failed', 'cancelled'])
/**
 * A detailization in the making. `done`/`total` count rows in the phases `fetching` and `writing`; while `sealing` the written
 * paper waits until the core has its hash.
 */
export const reportView = z.object({
  id: z.uuidv7(),
  visitId: z.uuidv7(),
  msisdn,
  from: localDate,
  to: localDate,
  form: z.enum(reportForms),
  language: z.enum(paperLanguages),
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
