import { z } from 'zod'
import { damageReasons } from '../sim'
import { utcTime, uuidV7 } from './common'
import type { Endpoint } from './endpoints'
import { simLeaseBody } from './feed'

const iccid = z.string().regex(/^89\d{17,18}$/)
const count = z.int().min(0)
/** Far more than an office keeps. */
const mostCounted = 20_000

/** What the core has of the numbers from the first to the last card of a box, both included. */
export const simBoxAnswer = z.object({
  cards: count,
  /** In no office yet: these a receipt leases to this one. */
  fresh: count,
  /** Leased to this office already. */
  here: count,
  elsewhere: count,
  /** Used or damaged. */
  spent: count,
  /** Not of this operator. */
  unknown: count,
})
export type SimBoxAnswer = z.infer<typeof simBoxAnswer>

/** `fresh` as the clerk saw it when confirming; another number by now is STOCK_CHANGED and changes nothing. */
export const simReceiptRequest = z.object({ commandId: uuidV7, first: iccid, last: iccid, fresh: z.int().min(1) })
export const simReceiptAnswer = z.object({ received: count })

/** Refused with FENCE_STALE when the lease is another by now. */
export const simDamageRequest = z.object({
  commandId: uuidV7,
  iccid,
  fence: z.int(),
  reason: z.enum(damageReasons),
})

/** A report, which changes no SIM: what became of missing and surplus cards is for the operator to find out. */
export const simRecountRequest = z.object({
  commandId: uuidV7,
  /** Of the counter: a later report of the same recount takes the earlier one's place. */
  recountId: uuidV7,
  counted: count,
  missing: z.array(iccid).max(mostCounted),
  surplus: z.array(iccid).max(mostCounted),
})
export const simRecountAnswer = z.object({ takenAt: utcTime })

/** The office's stock belongs to the core: the counter reports, and learns the outcome by the feed as well. */
export const stockEndpoints = {
  simBox: {
    method: 'GET',
    path: '/office/v1/sim-box',
    proof: 'clerk',
    summary: 'What is known of the cards of a delivered box; supervisors only',
    query: z.object({ first: iccid, last: iccid }),
    answer: simBoxAnswer,
    status: 200,
  },
  receiveSims: {
    method: 'POST',
    path: '/office/v1/sim-receipt',
    proof: 'clerk',
    summary: 'A delivered box has arrived: its fresh cards are leased to this office; supervisors only',
    body: simReceiptRequest,
    answer: simReceiptAnswer,
    status: 201,
  },
  damageSim: {
    method: 'POST',
    path: '/office/v1/sim-damage',
    proof: 'clerk',
    summary: 'Write a SIM of this office off; a reserved or used one is refused',
    body: simDamageRequest,
    answer: simLeaseBody,
    status: 201,
  },
  recountSims: {
    method: 'POST',
    path: '/office/v1/sim-recount',
    proof: 'clerk',
    summary: 'What a recount of the office has found; supervisors only',
    body: simRecountRequest,
    answer: simRecountAnswer,
    status: 201,
  },
} as const satisfies Record<string, Endpoint>
