import { z } from 'zod'
import { identityDocument, organizationLetter, presentedPerson, proxy, verificationMethods } from '../core/office'
import { command, event, query } from './define'
import { commandId, customerView, msisdn, numberView, ok, orderView, verificationView } from './views'

/** A person as typed: checked by the rules of the domain, which name the field, not by the schema. */
const typedPerson = presentedPerson.extend({
  document: identityDocument.extend({ number: z.string().max(32) }),
  iin: z.string().max(32),
})

export const visitContract = {
  /** Finds a number as people write it and begins a visit. An earlier open visit must be finished first or is finished by this. */
  'visit.open': command({
    access: 'signedIn',
    input: z.object({ commandId, number: z.string().max(64) }),
    output: numberView,
    errors: ['MSISDN_MALFORMED', 'MSISDN_FOREIGN', 'NUMBER_UNKNOWN', 'CORE_UNREACHABLE'],
  }),
  /** Begins a visit of a customer who does not know the number: the document comes first. */
  'visit.openPerson': command({
    access: 'signedIn',
    input: z.object({ commandId }),
    output: z.object({ visitId: z.uuidv7() }),
    errors: [],
  }),
  /** Without `msisdn` the person's numbers come back and the session covers them all. Person data as typed or scanned. */
  'visit.verify': command({
    access: 'signedIn',
    input: z.object({
      commandId,
      visitId: z.uuidv7(),
      msisdn: msisdn.optional(),
      oldIccid: z.string().max(64).optional(),
      proxy: proxy.extend({ person: typedPerson }).optional(),
      organization: organizationLetter.extend({ bin: z.string().max(32) }).optional(),
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
      'ICCID_MALFORMED',
      'ICCID_CHECK_DIGIT',
      'ICCID_NO_CHECK_DIGIT',
      'BIN_MALFORMED',
      'AUTHORITY_MALFORMED',
      'AUTHORITY_EXPIRED',
      'ORGANIZATION_UNKNOWN',
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
