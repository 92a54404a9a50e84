import { z } from 'zod'
import { factStates, verdicts, type FactName } from '../verdict'
import { command, query } from './define'
import { commandId, localDate, msisdn } from './views'

const state = z.enum(factStates)
const facts = {
  signed: state,
  whole: state,
  unchanged: state,
  certificate: state,
  claim: state,
  registered: state,
  fileHash: state,
} as const satisfies Record<FactName, z.ZodType>

/** What became of checking a paper, with what it says of itself: the reader compares that with the sheet. */
const paperCheckView = z.object({
  source: z.enum(['file', 'code']),
  verdict: z.enum(verdicts),
  facts: z.object(facts),
  claim: z
    .object({
      number: z.string(),
      msisdn,
      from: localDate,
      to: localDate,
      rows: z.int(),
      totalTiyn: z.int(),
      topUpsTiyn: z.int(),
      registeredAt: z.iso.datetime(),
    })
    .optional(),
  /** The counter by whose certificate the file is signed. */
  signer: z.string().optional(),
})
export type PaperCheckView = z.infer<typeof paperCheckView>

/** Checking papers that somebody brings: with or without the core, of any customer. */
export const paperContract = {
  /** Lets the clerk choose a file; `null` when none was chosen. */
  'paper.checkFile': command({
    access: 'signedIn',
    input: z.object({ commandId }),
    output: z.object({ check: paperCheckView.nullable() }),
    errors: ['REPORT_FILE', 'HOST_RESTARTED'],
  }),
  'paper.checkCode': query({
    access: 'signedIn',
    input: z.object({ code: z.string().min(1).max(2000) }),
    output: paperCheckView,
    errors: ['HOST_RESTARTED'],
  }),
} as const
