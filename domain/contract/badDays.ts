import { z } from 'zod'
import { identityDocument, verificationMethods } from '../core/office'
import { command, query } from './define'
import { attentionItem, commandId, ok, orderView, recoveryView } from './views'

/** What can be done while the core cannot be reached. */
export const offlineContract = {
  /** Files a request to unblock on the evidence of the document. Nothing is promised; the core compares when it arrives. */
  'offline.unblock': command({
    access: 'signedIn',
    input: z.object({
      commandId,
      number: z.string().max(64),
      document: identityDocument.extend({ number: z.string().max(32) }),
      iin: z.string().max(32),
      method: verificationMethods,
      replaces: z.uuidv7().optional(),
    }),
    output: orderView,
    errors: [
      'MSISDN_MALFORMED',
      'MSISDN_FOREIGN',
      'IIN_MALFORMED',
      'IIN_LENGTH',
      'IIN_CHECK_DIGIT',
      'DOCUMENT_NUMBER_MALFORMED',
      'DOCUMENT_EXPIRED',
      'OFFLINE_NOT_POSSIBLE',
    ],
  }),
  /** Writes the slip of a filed request, "accepted here, not yet done"; the order's id is the paper's. */
  'offline.slip': command({
    access: 'signedIn',
    input: z.object({ commandId, orderId: z.uuidv7() }),
    output: ok,
    errors: ['ORDER_UNKNOWN', 'ORDER_NOT_WAITING', 'REPORT_FILE', 'REPORT_DISK_FULL'],
  }),
} as const

/** The list "needs attention". */
export const attentionContract = {
  'attention.list': query({ access: 'signedIn', input: ok, output: z.array(attentionItem), errors: [] }),
  'attention.retry': command({
    access: 'signedIn',
    input: z.object({ commandId, orderId: z.uuidv7() }),
    output: orderView,
    errors: ['ORDER_UNKNOWN', 'ORDER_NOT_WAITING'],
  }),
  'attention.withdraw': command({
    access: 'signedIn',
    input: z.object({ commandId, orderId: z.uuidv7(), reason: z.string().trim().min(3).max(200) }),
    output: ok,
    errors: ['ORDER_UNKNOWN', 'ORDER_NOT_WAITING'],
  }),
} as const

/** What helps when the store cannot be opened, and IT at any time. No call here deletes data. */
export const recoveryContract = {
  'recovery.state': query({ access: 'none', input: ok, output: recoveryView.nullable(), errors: [] }),
  /** Tries to open the store again; `recovery.state` says what still keeps it closed. */
  'recovery.retry': command({ access: 'none', input: z.object({ commandId }), output: ok, errors: ['HOST_RESTARTED'] }),
  /** Removes the ballast file. */
  'recovery.freeSpace': command({
    access: 'none',
    input: z.object({ commandId }),
    output: ok,
    errors: ['STORE_FULL', 'STORE_READONLY'],
  }),
  /** Puts a checked backup in the store's place; the damaged store is kept beside it. */
  'recovery.restore': command({
    access: 'none',
    input: z.object({ commandId, backupId: z.string().max(200) }),
    output: ok,
    errors: ['BACKUP_UNUSABLE', 'STORE_FULL', 'STORE_READONLY'],
  }),
  /** A zip for IT without personal data; the system's dialogue asks where to. `saved` is false when that was cancelled. */
  'diagnostics.export': command({
    access: 'none',
    input: z.object({ commandId }),
    output: z.object({ saved: z.boolean() }),
    errors: ['DIAGNOSTICS_FILE'],
  }),
} as const
