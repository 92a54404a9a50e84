import { z } from 'zod'
import { names, money, msisdnDigits, utcTime } from './common'
import { roles } from './office'

export const clerkBody = z.object({ id: z.string(), name: z.string(), roles: z.array(roles) })
export const blockReasonBody = z.object({
  code: z.string(),
  liftableBy: z.enum(['clerk', 'supervisor', 'core']),
  requiresNewSim: z.boolean(),
  names,
})
export const reissueReasonBody = z.object({ code: z.string(), names, feeId: z.string() })
export const feeBody = z.object({
  id: z.string(),
  unit: z.enum(['flat', 'page', 'started31days']),
  payer: z.enum(['balance', 'cashDesk']),
  amount: money,
})
export const vatBody = z.object({ from: z.iso.date(), percent: z.number() })
export const policyBody = z.object({ key: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })
export const simLeaseStates = z.enum(['leased', 'used', 'returned', 'damaged'])
export const simLeaseBody = z.object({
  iccid: z.string(),
  simKind: z.enum(['physical', 'esim']),
  formFactor: z.string(),
  officeId: z.string(),
  until: utcTime,
  fence: z.int(),
  state: simLeaseStates,
})
export const orderChangedBody = z.object({ orderId: z.string(), externalId: z.string(), state: z.string() })
export const productChangedBody = z.object({ productId: z.string(), msisdn: msisdnDigits })
export const noticeBody = z.object({ id: z.string(), texts: names })

export const feedBodies = {
  clerk: clerkBody,
  blockReason: blockReasonBody,
  reissueReason: reissueReasonBody,
  fee: feeBody,
  vat: vatBody,
  policy: policyBody,
  simLease: simLeaseBody,
  orderChanged: orderChangedBody,
  productChanged: productChangedBody,
  notice: noticeBody,
} as const
export type FeedKind = keyof typeof feedBodies
export type FeedBody<K extends FeedKind> = z.infer<(typeof feedBodies)[K]>

/** At least once, may repeat; a kind this version does not know is kept out of the store and is no error. */
export const feedItem = z.object({
  seq: z.int().positive(),
  kind: z.string(),
  op: z.enum(['upsert', 'delete']),
  id: z.string(),
  version: z.int(),
  body: z.unknown(),
})
export type FeedItem = z.infer<typeof feedItem>
export const feedPage = z.object({ items: z.array(feedItem), next: z.string(), more: z.boolean() })

export function isFeedKind(kind: string): kind is FeedKind {
  return Object.hasOwn(feedBodies, kind)
}
