import { z } from 'zod'
import { command, event, query } from './define'
import { commandId, errorCode, msisdn, ok, utc } from './views'

/** What a printer says is the matter, as far as a clerk can do something about it. */
export const printTroubles = z.enum(['offline', 'paper', 'jam', 'cover', 'ink', 'paused', 'other'])
export type PrintTrouble = z.infer<typeof printTroubles>

/** Why a paper is printed once more. A code, as the journal takes no text that might name somebody. */
export const reprintReasons = z.enum(['damaged', 'unreadable', 'lost', 'secondCopy', 'wrongPrinter'])
export type ReprintReason = z.infer<typeof reprintReasons>

export const mostCopies = 20

export const printerView = z.object({
  /** The system's name of the queue. */
  name: z.string(),
  /** What people call it. */
  label: z.string(),
  state: z.enum(['ready', 'printing', 'stopped']),
  troubles: z.array(printTroubles),
  /** Takes new jobs. */
  accepts: z.boolean(),
  duplex: z.boolean(),
})
export type PrinterView = z.infer<typeof printerView>

/**
 * `waiting`: the printer is stopped or holds it, a person has to look; `handedOver`: it has left the queue and the system
 * does not tell how it ended.
 */
export const printStates = z.enum(['queued', 'printing', 'waiting', 'done', 'failed', 'cancelled', 'handedOver'])

/** A job of this counter; nothing in it is of a customer. */
export const printJobView = z.object({
  id: z.uuidv7(),
  paperId: z.uuidv7(),
  printer: z.string(),
  copies: z.int(),
  state: printStates,
  troubles: z.array(printTroubles),
  error: errorCode.optional(),
  createdAt: utc,
})
export type PrintJobView = z.infer<typeof printJobView>

/** How a paper is to be printed; `pages` as typed, empty for all. */
const options = {
  printer: z.string().min(1).max(200),
  copies: z.int().min(1).max(mostCopies),
  duplex: z.boolean(),
  pages: z.string().max(200),
  /** Needed for a paper that has been printed before. */
  reason: reprintReasons.optional(),
}

const printErrors = [
  'PRINT_SYSTEM',
  'PRINT_REFUSED',
  'PRINTER_UNKNOWN',
  'PRINTER_CLOSED',
  'PRINT_PAGES_MALFORMED',
  'PRINT_PAGES_BEYOND',
  'PRINT_REASON_NEEDED',
  'REPORT_UNKNOWN',
  'REPORT_FILE',
] as const

export const printContract = {
  /** `usual`: the machine's printer for this kind of paper, else the system's own choice. */
  'print.printers': query({
    access: 'signedIn',
    input: z.object({ paper: z.enum(['documents', 'slips']) }),
    output: z.object({ printers: z.array(printerView), usual: z.string().optional() }),
    errors: ['PRINT_SYSTEM'],
  }),
  /** Hands a finished paper to the system; how it goes on comes as `print.changed`. */
  'documents.print': command({
    access: 'customer',
    input: z.object({ commandId, msisdn, paperId: z.uuidv7(), ...options }),
    output: printJobView,
    errors: printErrors,
  }),
  /** The same for the slip of a request filed without the core. */
  'offline.printSlip': command({
    access: 'signedIn',
    input: z.object({ commandId, orderId: z.uuidv7(), ...options }),
    output: printJobView,
    errors: printErrors,
  }),
  'print.cancel': command({
    access: 'signedIn',
    input: z.object({ commandId, jobId: z.uuidv7() }),
    output: ok,
    errors: ['PRINT_SYSTEM', 'PRINT_JOB_UNKNOWN', 'PRINT_JOB_ENDED'],
  }),
} as const

export const printEvents = {
  'print.changed': event(printJobView),
} as const
