import { AppError, type ErrorCode } from './errors'

/**
 * A SIM of the office's stock. `leased` is free: leased to this office by the core and claimed by nobody. Reserved, it is
 * claimed by one order; used, damaged and returned end its time here unless the core leases it anew.
 */
export const simStates = ['leased', 'reserved', 'used', 'damaged', 'returned'] as const
export type SimState = (typeof simStates)[number]

/** Why a card cannot be given out: its chip or body is broken, phones do not read it, its packing was open. */
export const damageReasons = ['broken', 'unreadable', 'opened'] as const
export type DamageReason = (typeof damageReasons)[number]

/** What can happen to a SIM at the counter; what the core says of it is {@link simStateTold}. */
type SimEvent = 'reserve' | 'release' | 'use' | 'damage' | 'return'

const moves: Readonly<Record<SimState, Partial<Record<SimEvent, SimState>>>> = {
  leased: { reserve: 'reserved', damage: 'damaged', return: 'returned' },
  reserved: { release: 'leased', use: 'used' },
  used: {},
  damaged: {},
  returned: {},
}

/** Why a SIM that is not free can be neither given out nor written off. */
const refusals: Readonly<Record<Exclude<SimState, 'leased'>, ErrorCode>> = {
  reserved: 'ICCID_RESERVED',
  used: 'ICCID_USED',
  damaged: 'ICCID_DAMAGED',
  returned: 'ICCID_OTHER_OFFICE',
}

/**
 * The state after an event: the only place that knows which may follow which.
 * @throws ICCID_RESERVED, ICCID_USED, ICCID_DAMAGED, ICCID_OTHER_OFFICE by the state the SIM is in
 */
export function simStateAfter(state: SimState, event: SimEvent): SimState {
  const next = moves[state][event]
  if (next !== undefined) return next
  if (state === 'leased') throw new AppError('INTERNAL', { sim: event })
  throw new AppError(refusals[state])
}

export interface SimStanding {
  state: SimState
  /** Increases with every lease the core gives. */
  fence: number
}

/**
 * The state after the core's word. It does not know of a claim before the order arrives, and its lease may be older than what
 * was done with the SIM since: only a newer fence frees one that is used or damaged.
 */
export function simStateTold(
  known: SimStanding | undefined,
  told: { state: Exclude<SimState, 'reserved'>; fence: number },
): SimState {
  if (!known || told.state !== 'leased') return told.state
  if (known.state === 'reserved') return 'reserved'
  const ended = known.state === 'used' || known.state === 'damaged'
  return ended && told.fence <= known.fence ? known.state : 'leased'
}
