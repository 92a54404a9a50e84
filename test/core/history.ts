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
  | 'simsReceived'
  | 'simDamaged'
  | 'simsRecounted'

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

export type PlacedEffect = Extract<HistoryEntry, { entry: 'effect' }>

/** Every request and every effect in the order they ended; kept as long as the server runs. */
export class History {
  private readonly entries: HistoryEntry[] = []
  private places = 0

  constructor(private readonly now: () => string) {}

  add(entry: NewEntry): void {
    this.entries.push({ ...this.place(), ...entry } as HistoryEntry)
  }

  /**
   * Takes the effect's place while its transaction still holds its locks: commits are heard of in any order. The place
   * of what is rolled back stays empty.
   */
  placed(effect: Effect): PlacedEffect {
    return { ...this.place(), entry: 'effect', ...effect }
  }

  addEffects(effects: readonly PlacedEffect[]): void {
    this.entries.push(...effects)
  }

  list(): HistoryEntry[] {
    return [...this.entries].sort((a, b) => a.seq - b.seq)
  }

  private place(): { seq: number; at: string } {
    this.places += 1
    return { seq: this.places, at: this.now() }
  }
}
