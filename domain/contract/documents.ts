import { z } from 'zod'
import { operations } from '../core/order'
import { paperFormats, paperKinds } from '../paper'
import { command, query } from './define'
import { commandId, msisdn } from './views'

/** A paper that can be made of what a visit has done for a number; `orderId` is absent for the summary of the visit. */
export const paperChoice = z.object({
  kind: z.enum(paperKinds),
  orderId: z.uuidv7().optional(),
  operations: z.array(operations),
})
export type PaperChoice = z.infer<typeof paperChoice>

const paperErrors = ['ORDER_UNKNOWN', 'PAPER_NOT_POSSIBLE', 'REPORT_FILE', 'REPORT_DISK_FULL'] as const

export const documentsContract = {
  /** What can be printed now; an order that was refused has no receipt and no SIM to hand over. */
  'documents.choices': query({
    access: 'customer',
    input: z.object({ msisdn }),
    output: z.array(paperChoice),
    errors: [],
  }),
  /** Writes a paper. The command id is the paper's id; it is kept until the visit ends. */
  'documents.make': command({
    access: 'customer',
    input: z.object({
      commandId,
      msisdn,
      kind: z.enum(paperKinds),
      orderId: z.uuidv7().optional(),
      format: z.enum(paperFormats),
    }),
    output: z.object({ pages: z.int() }),
    errors: paperErrors,
  }),
} as const
