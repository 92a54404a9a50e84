import { z } from 'zod'
import { damageReasons } from '../sim'
import { command, query } from './define'
import { commandId, ok, stockSim, utc } from './views'

const count = z.int().min(0)
/** As scanned or typed. */
const cardText = z.string().max(64)

/** SIMs of the office by what can be done with them. `expired`: leased no longer, though the card lies here. */
export const stockRow = z.object({
  simKind: z.enum(['physical', 'esim']),
  leased: count,
  expired: count,
  reserved: count,
  used: count,
  damaged: count,
  returned: count,
})
export type StockRow = z.infer<typeof stockRow>

export const boxView = z.object({
  first: z.string(),
  last: z.string(),
  cards: count,
  fresh: count,
  here: count,
  elsewhere: count,
  spent: count,
  unknown: count,
})
export type BoxView = z.infer<typeof boxView>

const surplusReasons = z.enum(['used', 'damaged', 'returned', 'unknown'])
export const recountView = z.object({
  id: z.uuidv7(),
  startedAt: utc,
  counted: count,
  /** Cards that were found or should have been. */
  total: count,
  missing: z.array(z.string()),
  surplus: z.array(z.object({ iccid: z.string(), why: surplusReasons })),
})
export type RecountView = z.infer<typeof recountView>

export const countedView = z.object({
  iccid: z.string(),
  outcome: z.enum(['counted', 'again', 'surplus']),
  recount: recountView,
})
export type CountedView = z.infer<typeof countedView>

const cardErrors = ['ICCID_MALFORMED', 'ICCID_CHECK_DIGIT', 'ICCID_NO_CHECK_DIGIT', 'ICCID_UNKNOWN'] as const
const writeOffErrors = [
  ...cardErrors,
  'ICCID_RESERVED',
  'ICCID_USED',
  'ICCID_DAMAGED',
  'ICCID_OTHER_OFFICE',
  'CORE_UNREACHABLE',
] as const
const boxErrors = [
  'ICCID_MALFORMED',
  'ICCID_CHECK_DIGIT',
  'ICCID_NO_CHECK_DIGIT',
  'BOX_PREFIX',
  'BOX_REVERSED',
  'BOX_SIZE',
  'CORE_UNREACHABLE',
] as const

/** The office's stock of SIMs. It belongs to the core: what changes it needs the line, counting does not. */
export const stockContract = {
  'stock.view': query({ access: 'signedIn', input: ok, output: z.object({ rows: z.array(stockRow) }), errors: [] }),
  /** What a receipt of the box would do; a refused number is named by `field`. */
  'stock.checkBox': query({
    access: 'supervisor',
    input: z.object({ first: cardText, last: cardText }),
    output: boxView,
    errors: boxErrors,
  }),
  /** `fresh` as it was on the screen: another number by now is STOCK_CHANGED. */
  'stock.receiveBox': command({
    access: 'supervisor',
    input: z.object({ commandId, first: cardText, last: cardText, fresh: z.int().min(1) }),
    output: z.object({ received: count }),
    errors: [...boxErrors, 'STOCK_CHANGED', 'NO_RIGHT'],
  }),
  /** Whether a card may be written off; 18 digits are completed from the stock. */
  'stock.checkCard': query({
    access: 'signedIn',
    input: z.object({ card: cardText }),
    output: stockSim,
    errors: writeOffErrors,
  }),
  'stock.writeOff': command({
    access: 'signedIn',
    input: z.object({ commandId, card: cardText, reason: z.enum(damageReasons) }),
    output: stockSim,
    errors: [...writeOffErrors, 'FENCE_STALE'],
  }),
  /** The recount under way, also of an earlier session; null when there is none. */
  'stock.recount': query({ access: 'signedIn', input: ok, output: recountView.nullable(), errors: [] }),
  /** Counts a card; the first one begins a recount. Needs no line. */
  'stock.countCard': command({
    access: 'signedIn',
    input: z.object({ commandId, card: cardText }),
    output: countedView,
    errors: cardErrors,
  }),
  /** Reports what was found; the counts as they were on the screen, others by now are STOCK_CHANGED. No SIM changes. */
  'stock.closeRecount': command({
    access: 'supervisor',
    input: z.object({ commandId, recountId: z.uuidv7(), counted: count, missing: count, surplus: count }),
    output: ok,
    errors: ['RECOUNT_UNKNOWN', 'STOCK_CHANGED', 'NO_RIGHT', 'CORE_UNREACHABLE'],
  }),
  /** Ends a recount that nobody will need. */
  'stock.dropRecount': command({
    access: 'signedIn',
    input: z.object({ commandId, recountId: z.uuidv7() }),
    output: ok,
    errors: ['RECOUNT_UNKNOWN'],
  }),
} as const
