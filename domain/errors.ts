/**
 * Every error a person can meet has one code here and one text per language in `renderer/i18n`.
 * `again` says whether the same act may succeed later without a change by the clerk.
 */
const table = {
  // what was typed or scanned
  MSISDN_MALFORMED: { again: false },
  MSISDN_FOREIGN: { again: false },
  NUMBER_UNKNOWN: { again: false },
  IIN_MALFORMED: { again: false },
  IIN_LENGTH: { again: false },
  IIN_CHECK_DIGIT: { again: false },
  DOCUMENT_NUMBER_MALFORMED: { again: false },
  DOCUMENT_EXPIRED: { again: false },
  DATE_MALFORMED: { again: false },
  MRZ_UNREADABLE: { again: false },
  MRZ_CHECK_DIGIT: { again: false },
  ICCID_MALFORMED: { again: false },
  ICCID_CHECK_DIGIT: { again: false },
  ICCID_NO_CHECK_DIGIT: { again: false },
  ICCID_UNKNOWN: { again: false },
  ICCID_USED: { again: false },
  ICCID_RESERVED: { again: false },
  ICCID_DAMAGED: { again: false },
  ICCID_OTHER_OFFICE: { again: false },
  ICCID_LEASE_EXPIRED: { again: false },
  FENCE_STALE: { again: false },
  BOX_PREFIX: { again: false },
  BOX_REVERSED: { again: false },
  BOX_SIZE: { again: false },
  STOCK_CHANGED: { again: false },
  RECOUNT_UNKNOWN: { again: false },
  PERIOD_REVERSED: { again: false },
  PERIOD_FUTURE: { again: false },
  PERIOD_BEFORE_OWNERSHIP: { again: false },
  PERIOD_BEFORE_EARLIEST: { again: false },
  MONEY_MALFORMED: { again: false },
  MONEY_PRECISION: { again: false },
  MONEY_RANGE: { again: false },
  // enrolment and sign-in
  ENROLMENT_ADDRESS: { again: false },
  ENROLMENT_CODE: { again: false },
  NOT_ENROLLED: { again: false },
  DEVICE_REFUSED: { again: false },
  CLERK_OR_PIN: { again: false },
  CLERK_LOCKED: { again: false },
  OFFLINE_SIGN_IN_ENDED: { again: false },
  // who may do what
  NOT_SIGNED_IN: { again: false },
  NO_CUSTOMER_SESSION: { again: false },
  NO_RIGHT: { again: false },
  // identity
  VERIFICATION_LOCKED: { again: false },
  VERIFICATION_EXPIRED: { again: false },
  DOCUMENT_LOST: { again: false },
  OWNER_DECEASED: { again: false },
  BIOMETRICS_NEEDED: { again: false },
  IDENTITY_MISMATCH: { again: false },
  AUTHORITY_MALFORMED: { again: false },
  AUTHORITY_EXPIRED: { again: false },
  AUTHORITY_NOT_COVERING: { again: false },
  ORGANIZATION_UNKNOWN: { again: false },
  BIN_MALFORMED: { again: false },
  // operations
  BLOCK_NOT_LIFTABLE: { again: false },
  NEW_SIM_REQUIRED: { again: false },
  NOTHING_TO_UNBLOCK: { again: false },
  PRICE_CHANGED: { again: false },
  COMMAND_ID_REUSED: { again: false },
  ORDER_FAILED: { again: false },
  REASON_UNKNOWN: { again: false },
  VISIT_UNKNOWN: { again: false },
  ORDER_UNKNOWN: { again: false },
  ORDER_NOT_WAITING: { again: false },
  UNSENT_WORK: { again: false },
  OFFLINE_NOT_POSSIBLE: { again: true },
  // detailization
  REPORT_ROWS_OUT_OF_ORDER: { again: true },
  REPORT_TOTALS_DIFFER: { again: true },
  REPORT_VAT_UNKNOWN: { again: false },
  REPORT_CANCELLED: { again: true },
  REPORT_DISK_FULL: { again: true },
  REPORT_FILE: { again: true },
  PAPER_NOT_POSSIBLE: { again: false },
  REPORT_UNKNOWN: { again: false },
  REPORT_BUSY: { again: true },
  REPORT_SIGNER: { again: false },
  // printing
  PRINT_SYSTEM: { again: true },
  PRINT_REFUSED: { again: true },
  PRINT_FAILED: { again: true },
  PRINTER_UNKNOWN: { again: false },
  PRINTER_CLOSED: { again: true },
  PRINT_COPIES: { again: false },
  PRINT_PAGES_MALFORMED: { again: false },
  PRINT_PAGES_BEYOND: { again: false },
  PRINT_REASON_NEEDED: { again: false },
  PRINT_JOB_UNKNOWN: { again: false },
  PRINT_JOB_ENDED: { again: false },
  // the core
  CORE_UNREACHABLE: { again: true },
  CORE_TIMEOUT: { again: true },
  CORE_BUSY: { again: true },
  CORE_FAULT: { again: true },
  CORE_ANSWER_MALFORMED: { again: true },
  CORE_REFUSED: { again: false },
  CORE_PROTOCOL: { again: false },
  CORE_SLOW: { again: true },
  CLOCK_WRONG: { again: false },
  // the store
  STORE_CORRUPT: { again: false },
  STORE_KEY_WRONG: { again: false },
  STORE_NEWER: { again: false },
  STORE_MIGRATION: { again: false },
  STORE_FULL: { again: true },
  STORE_READONLY: { again: false },
  STORE_CLOSED: { again: true },
  STORE_RECONCILING: { again: true },
  STORE_UPDATE_RESUMED: { again: false },
  BACKUP_UNUSABLE: { again: false },
  DIAGNOSTICS_FILE: { again: true },
  CONFIG_INVALID: { again: false },
  KEYRING_MISSING: { again: false },
  // the program itself
  HOST_RESTARTED: { again: true },
  VISIT_INTERRUPTED: { again: false },
  ALREADY_RUNNING: { again: false },
  BAD_REQUEST: { again: false },
  FOREIGN_SENDER: { again: false },
  SHUTTING_DOWN: { again: true },
  INTERNAL: { again: true },
} as const satisfies Record<string, { again: boolean }>

export type ErrorCode = keyof typeof table
export const errorCodes = Object.keys(table) as readonly ErrorCode[]

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(table, text)
}

/** Values a text may name. Never personal data: dates, counts, last four digits, field names. */
export type ErrorParams = Record<string, string | number>

/** What crosses a process border: no stack, no SQL, no personal data. `ref` is also in the log. */
export interface ErrorBody {
  code: ErrorCode
  params: ErrorParams
  retryable: boolean
  ref: string
}

export class AppError extends Error {
  override readonly name = 'AppError'
  /** Given by the process where it happened, so that one fault has one reference in every log and on the screen. */
  readonly ref: string | undefined
  constructor(
    readonly code: ErrorCode,
    readonly params: ErrorParams = {},
    options?: { cause?: unknown; ref?: string },
  ) {
    super(code, options)
    this.ref = options?.ref
  }

  get retryable(): boolean {
    return table[this.code].again
  }
}

export function isRetryable(code: ErrorCode): boolean {
  return table[code].again
}

/** `ref` is 8 characters a clerk can read out over the phone; an error that has one already keeps it. */
export function toErrorBody(error: unknown, ref: string): ErrorBody {
  if (error instanceof AppError) {
    return { code: error.code, params: error.params, retryable: error.retryable, ref: error.ref ?? ref }
  }
  return { code: 'INTERNAL', params: {}, retryable: true, ref }
}

export function fromErrorBody(body: ErrorBody): AppError {
  return new AppError(body.code, body.params, { ref: body.ref })
}
