import { z } from 'zod'
import { paperLanguages, reportForms } from '../paper'
import { command, query } from './define'
import { commandId, localDate, msisdn, ok, orderView, quoteView, reissueReason, stockSim, utc } from './views'

const agreedPrice = { quoteId: z.string(), feeId: z.string(), tiyn: z.int().min(0), taxRate: z.number() }

/** An order of the list "needs attention" that this one is the correction of; it leaves the list in the same transaction. */
const replaces = z.uuidv7().optional()

export const operationsContract = {
  /** What the dialogue needs: reasons and the SIMs this office may give out. */
  'reissue.options': query({
    access: 'customer',
    input: z.object({ msisdn }),
    output: z.object({ reasons: z.array(reissueReason), stock: z.array(stockSim) }),
    errors: [],
  }),
  /** Takes an ICCID as scanned or typed (18 digits are completed from the stock); says whether it may be given out here. */
  'reissue.checkSim': query({
    access: 'customer',
    input: z.object({ msisdn, iccid: z.string().max(64) }),
    output: stockSim,
    errors: [
      'ICCID_MALFORMED',
      'ICCID_CHECK_DIGIT',
      'ICCID_UNKNOWN',
      'ICCID_USED',
      'ICCID_RESERVED',
      'ICCID_DAMAGED',
      'ICCID_OTHER_OFFICE',
      'ICCID_LEASE_EXPIRED',
      'CORE_UNREACHABLE',
    ],
  }),
  'order.quote': query({
    access: 'customer',
    input: z.object({
      msisdn,
      operation: z.enum(['simReissue', 'detailization']),
      reason: z.string().optional(),
      period: z.object({ from: localDate, to: localDate }).optional(),
    }),
    output: quoteView,
    errors: ['REASON_UNKNOWN', 'AUTHORITY_NOT_COVERING', 'VERIFICATION_EXPIRED', 'CORE_UNREACHABLE'],
  }),
  'unblock.submit': command({
    access: 'customer',
    input: z.object({ commandId, msisdn, blockIds: z.array(z.string()).min(1), replaces }),
    output: orderView,
    errors: [
      'AUTHORITY_NOT_COVERING',
      'BLOCK_NOT_LIFTABLE',
      'NEW_SIM_REQUIRED',
      'NOTHING_TO_UNBLOCK',
      'VERIFICATION_EXPIRED',
    ],
  }),
  /** With `blockIds` it is the composite: new SIM, then unblock, in one order. */
  'reissue.submit': command({
    access: 'customer',
    input: z.object({
      commandId,
      msisdn,
      iccid: z.string().max(64),
      reason: z.string(),
      blockIds: z.array(z.string()),
      replaces,
      ...agreedPrice,
    }),
    output: orderView,
    errors: [
      'AUTHORITY_NOT_COVERING',
      'ICCID_UNKNOWN',
      'ICCID_USED',
      'ICCID_RESERVED',
      'ICCID_DAMAGED',
      'ICCID_LEASE_EXPIRED',
      'BLOCK_NOT_LIFTABLE',
      'VERIFICATION_EXPIRED',
      'CORE_UNREACHABLE',
    ],
  }),
} as const

export const detailContract = {
  /** Checks a period and says what it holds; `earliest` is the first local date that can be asked for. */
  'detail.bounds': query({
    access: 'customer',
    input: z.object({ msisdn, from: z.string().max(10), to: z.string().max(10) }),
    output: z.object({
      from: localDate,
      to: localDate,
      rows: z.int(),
      earliest: localDate,
      ownedSince: localDate,
      quote: quoteView,
      /** When the order was placed that has paid for this period already; its paper has not been handed out. */
      paidAt: utc.optional(),
    }),
    errors: [
      'AUTHORITY_NOT_COVERING',
      'DATE_MALFORMED',
      'PERIOD_REVERSED',
      'PERIOD_FUTURE',
      'PERIOD_BEFORE_OWNERSHIP',
      'PERIOD_BEFORE_EARLIEST',
      'CORE_UNREACHABLE',
    ],
  }),
  /**
   * Fetches, orders, writes; progress comes as `detail.changed`. The command id is the report's id. `paid`: confirmed as paid
   * for already, so that it is refused (PRICE_CHANGED) when it is not.
   */
  'detail.start': command({
    access: 'customer',
    input: z.object({
      commandId,
      msisdn,
      from: localDate,
      to: localDate,
      form: z.enum(reportForms),
      language: z.enum(paperLanguages),
      ...agreedPrice,
      paid: z.boolean().default(false),
    }),
    output: ok,
    errors: [
      'AUTHORITY_NOT_COVERING',
      'PERIOD_REVERSED',
      'PERIOD_FUTURE',
      'PERIOD_BEFORE_OWNERSHIP',
      'PERIOD_BEFORE_EARLIEST',
      'PRICE_CHANGED',
      'REPORT_BUSY',
    ],
  }),
  'detail.cancel': command({
    access: 'customer',
    input: z.object({ commandId, msisdn, reportId: z.uuidv7() }),
    output: ok,
    errors: ['REPORT_UNKNOWN'],
  }),
} as const
