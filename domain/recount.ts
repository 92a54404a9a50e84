import type { SimState } from './sim'

/** A card that was scanned in a recount; `expected` says whether the stock had it in the drawer at that moment. */
export interface CountedCard {
  iccid: string
  expected: boolean
}

export interface StockCard {
  iccid: string
  state: SimState
  simKind: 'physical' | 'esim'
}

/** Why a card should not be in the drawer: what the stock says of it. */
export type SurplusReason = Exclude<SimState, 'leased' | 'reserved'> | 'unknown'

export interface Comparison {
  /** Cards that were found or should have been. */
  total: number
  missing: string[]
  surplus: { iccid: string; why: SurplusReason }[]
}

/** A reserved card is on its way to a customer: in the drawer or not, it is where it should be. */
export function isInDrawer(state: SimState | undefined): boolean {
  return state === 'leased' || state === 'reserved'
}

/**
 * What a recount finds against the stock as it stands now. Visits go on meanwhile: a card that was given out after it was
 * counted is no surplus, and one given out before is not missing.
 */
export function compareStock(counted: readonly CountedCard[], stock: readonly StockCard[]): Comparison {
  const states = new Map(stock.map(({ iccid, state }) => [iccid, state]))
  const scanned = new Set(counted.map(({ iccid }) => iccid))
  const missing = stock.filter(({ iccid, state, simKind }) => {
    return state === 'leased' && simKind === 'physical' && !scanned.has(iccid)
  })
  const surplus = counted.flatMap(({ iccid, expected }) => {
    const why = surplusReason(states.get(iccid))
    return expected || why === undefined ? [] : [{ iccid, why }]
  })
  return {
    total: counted.length - surplus.length + missing.length,
    missing: missing.map(({ iccid }) => iccid),
    surplus,
  }
}

function surplusReason(state: SimState | undefined): SurplusReason | undefined {
  if (state === undefined) return 'unknown'
  return state === 'leased' || state === 'reserved' ? undefined : state
}
