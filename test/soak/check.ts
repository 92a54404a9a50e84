import type { HistoryEntry } from '../core/history'
import type { RunningCore } from '../core/server'
import type { StoredOrder } from '../fixtures/store'

/** What the test itself knows of one day. */
export interface Known {
  /** Command ids of unblocks and reissues that were asked for. */
  asked: ReadonlySet<string>
  /** Detailizations asked for: the application makes the ids of their orders itself. */
  detailsAsked: number
  /** Ids that the page was shown as accepted here. */
  accepted: ReadonlySet<string>
}

export interface Verdict {
  applied: number
  /** Told as accepted, and neither at the core nor waiting in the store. */
  lost: string[]
  /** Done twice, or done although nobody asked for it. */
  doubled: string[]
  /** The counter says done or refused, the core says otherwise: a clerk would do it again, or tell the customer wrongly. */
  contradicted: string[]
  /** Refused by the core or given up, to be looked at by a person. */
  attention: number
}

type Effect = Extract<HistoryEntry, { entry: 'effect' }>

const waitingStates: readonly string[] = ['pending', 'sending', 'rejected', 'dead']

export function judge(core: RunningCore, stored: readonly StoredOrder[], known: Known): Verdict {
  const effects = core.history().filter((entry): entry is Effect & HistoryEntry => entry.entry === 'effect')
  const idsOf = (kind: Effect['kind']) =>
    effects.flatMap((effect) => (effect.kind === kind ? [effect.commandId ?? ''] : []))
  const atCore = new Set(idsOf('orderAccepted'))
  const applied = new Set(idsOf('orderApplied'))
  const states = new Map(stored.map(({ id, state }) => [id, state]))
  const isWaiting = (id: string) => waitingStates.includes(states.get(id) ?? 'absent')
  return {
    applied: applied.size,
    lost: [...known.accepted].filter((id) => !states.has(id) || (!atCore.has(id) && !isWaiting(id))),
    doubled: [
      ...(['orderAccepted', 'orderApplied', 'feeCharged', 'simMoved'] as const).flatMap((kind) =>
        repeated(idsOf(kind)),
      ),
      ...repeated(effects.flatMap((effect) => (effect.kind === 'blockLifted' ? [effect.id ?? ''] : []))),
      ...strangers(atCore, stored, known),
    ],
    contradicted: stored.flatMap(({ id, state }) =>
      (state === 'done' && !applied.has(id)) || (state === 'rejected' && applied.has(id)) ? [id] : [],
    ),
    attention: stored.filter(({ state }) => state === 'rejected' || state === 'dead').length,
  }
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index)
}

/** Orders at the core beyond those asked for: the mark of a sender that gives a new id to an old wish. */
function strangers(atCore: ReadonlySet<string>, stored: readonly StoredOrder[], known: Known): string[] {
  const details = new Set(stored.filter(({ operations }) => operations.includes('detailization')).map(({ id }) => id))
  const unasked = [...atCore].filter((id) => !known.asked.has(id))
  const unknown = unasked.filter((id) => !details.has(id))
  return details.size > known.detailsAsked ? [...unknown, ...details] : unknown
}
