import type { EndpointId } from '#domain/core/endpoints'

export type EffectKind =
  | 'deviceEnrolled'
  | 'verificationAttempt'
  | 'orderAccepted'
  | 'orderApplied'
  | 'orderFailed'
  | 'orderRejected'
  | 'identityUpdated'
  | 'feeCharged'
  | 'simMoved'
  | 'blockLifted'
  | 'reportRegistered'
  | 'reportSealed'

/** A change that the core committed. Ids only, no personal data. */
export interface Effect {
  kind: EffectKind
  /** The order's external id or the command's id. */
  commandId?: string
  id?: string
  amountTiyn?: number
  result?: string
}

export type HistoryEntry = { seq: number; at: string } & (
  | {
      entry: 'request'
      endpoint: EndpointId | 'unknown'
      method: string
      correlationId?: string
      /** `commandId` or, of an order, `externalId`. */
      commandId?: string
      /** 0 where no answer was sent. */
      status: number
      fault?: string
    }
  | ({ entry: 'effect' } & Effect)
)
type NewEntry = HistoryEntry extends infer E ? (E extends HistoryEntry ? Omit<E, 'seq' | 'at'> : never) : never

/** Every request and every effect in the order they ended; kept as long as the server runs. */
export class History {
  private readonly entries: HistoryEntry[] = []

  constructor(private readonly now: () => string) {}

  add(entry: NewEntry): void {
    this.entries.push({ seq: this.entries.length + 1, at: this.now(), ...entry } as HistoryEntry)
  }

  addEffects(effects: readonly Effect[]): void {
    for (const effect of effects) this.add({ entry: 'effect', ...effect })
  }

  list(): HistoryEntry[] {
    return [...this.entries]
  }
}
