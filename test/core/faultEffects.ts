import { about } from '#domain/core/office'
import { productOrderCreate } from '#domain/core/order'
import { characteristicsToRecord } from '#domain/core/common'
import { feedPage } from '#domain/core/feed'
import type { Change } from './change'
import { SECOND } from './clock'
import type { RequestFault } from './faults'
import type { Reply } from './http'
import { collect } from './jobs'
import { collectingReply } from './pipeline'

/** What a fault does to the core just before the request is handled. */
export async function strikeCore(change: Change, fault: RequestFault | undefined, body: unknown): Promise<void> {
  if (fault?.kind === 'revoked') await change.revoke[fault.tokens === 'device' ? 'deviceTokens' : 'clerkTokens']()
  if (fault?.kind === 'priceChanges') await change.fee(fault.feeId, fault.tiyn)
  if (fault?.kind !== 'leaseLost' && fault?.kind !== 'fenceStale') return
  for (const iccid of iccidsOf(body)) {
    if (fault.kind === 'leaseLost') await change.moveLease(iccid)
    else await change.renewLease(iccid)
  }
}

function iccidsOf(body: unknown): string[] {
  const order = productOrderCreate.safeParse(body)
  if (!order.success) return []
  const facts = order.data.productOrderItem.map((item) => characteristicsToRecord(item.product.productCharacteristic))
  return facts.map((own) => own['iccid']).filter((iccid) => typeof iccid === 'string')
}

/** The answer of a fault in whose way the request is never handled; undefined = handle it. */
export function answerInstead(fault: RequestFault | undefined, now: number, { searchParams }: URL): Reply | undefined {
  if (fault?.kind === 'collects') {
    return collectingReply(collect(Object.fromEntries(searchParams), { now, readyAt: now + fault.ms }))
  }
  if (fault?.kind === 'status') return { status: fault.status, body: fault.body ?? problem(fault.status, fault.code) }
  if (fault?.kind === 'html') return { status: 200, body: '', html: portal }
  if (fault?.kind !== 'retryAfter') return undefined
  const { status, seconds, form } = fault
  const after = form === 'seconds' ? String(seconds) : new Date(now + seconds * SECOND).toUTCString()
  return { status, body: problem(status, 'TOO_MANY_REQUESTS'), headers: { 'Retry-After': after } }
}

const portal = '<!doctype html><html><head><title>Sign in</title></head><body><h1>Network sign-in</h1></body></html>'

function problem(status: number, code = 'FAULT'): Record<string, string> {
  return { code, reason: code, status: String(status) }
}

/** Changes the answer that the core has made. */
export function bend(fault: RequestFault | undefined, reply: Reply): Reply {
  if (fault?.kind === 'protocol') return bendAbout(reply, { min: fault.min, max: fault.max })
  if (fault?.kind !== 'feedReorders' && fault?.kind !== 'feedRepeats') return reply
  const page = feedPage.safeParse(reply.body)
  if (!page.success) return reply
  const backwards = page.data.items.toReversed()
  const items = fault.kind === 'feedReorders' ? backwards : [...page.data.items, ...backwards]
  return { ...reply, body: { ...page.data, items } }
}

function bendAbout(reply: Reply, protocol: { min: number; max: number }): Reply {
  const own = about.safeParse(reply.body)
  return own.success ? { ...reply, body: { ...own.data, protocol } } : reply
}
