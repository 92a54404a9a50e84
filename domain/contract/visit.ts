import { z } from 'zod'
import { identityDocument, verificationMethods } from '../core/office'
import { command, event, query } from './define'
import { commandId, customerView, msisdn, numberView, ok, orderView, verificationView } from './views'

export const visitContract = {
  /** Finds a number as people write it and begins a visit. An earlier open visit must be finished first or is finished by this. */
  'visit.open': command({
    access: 'signedIn',
    input: z.object({ commandId, number: z.string().max(64) }),
    output: numberView,
    errors: ['MSISDN_MALFORMED', 'MSISDN_FOREIGN', 'NUMBER_UNKNOWN', 'CORE_UNREACHABLE'],
  }),
  'visit.verify': command({
    access: 'signedIn',
    input: z.object({
      commandId,
      visitId: z.uuidv7(),
      msisdn,
      document: identityDocument.extend({ number: z.string().max(32) }),
      iin: z.string().max(32),
      method: verificationMethods,
    }),
    output: verificationView,
    errors: [
      'VISIT_UNKNOWN',
      'IIN_MALFORMED',
      'IIN_LENGTH',
      'IIN_CHECK_DIGIT',
      'DOCUMENT_NUMBER_MALFORMED',
      'DOCUMENT_EXPIRED',
      'CORE_UNREACHABLE',
    ],
  }),
  'visit.customer': query({
    access: 'customer',
    input: z.object({ msisdn }),
    output: customerView,
    errors: ['VERIFICATION_EXPIRED', 'CORE_UNREACHABLE'],
  }),
  /** The orders of the running visit. */
  'visit.orders': query({
    access: 'signedIn',
    input: z.object({ visitId: z.uuidv7() }),
    output: z.array(orderView),
    errors: ['VISIT_UNKNOWN'],
  }),
  /** Ends the visit and the customer session; customer data leave the counter. Orders go on. */
  'visit.finish': command({
    access: 'signedIn',
    input: z.object({ commandId, visitId: z.uuidv7() }),
    output: ok,
    errors: ['VISIT_UNKNOWN'],
  }),
} as const

export const visitEvents = {
  'visit.ended': event(z.object({ visitId: z.uuidv7(), reason: z.enum(['finished', 'expired', 'locked']) })),
  'order.changed': event(orderView),
} as const
