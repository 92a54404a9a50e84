import type { Clock } from '#domain/clock'
import type { Period } from '#domain/period'
import { AppError } from '#domain/errors'
import type { Log } from '../diagnostics/log'
import { gather, type Gathered, type GatherDeps, type GatherWish } from './gather'

/** A longer fetch is not begun on the chance that it is ordered: it would burden the core, and its progress is shown. */
const mostRows = 5_000
/** Later, rows may have come that belong on the paper. */
const goodForMs = 120_000

export interface AheadWish extends GatherWish {
  period: Period
}

export interface Ahead extends AheadWish {
  /** Rejected where something failed: what is gathered by the order then says what. */
  gathered: Promise<Gathered>
}

export interface AheadDeps extends GatherDeps {
  clock: Clock
  log: Log
}

/**
 * While the clerk looks at the price, the rows of that period are gathered and the report host is started: both cost the
 * subscriber nothing, and are what the key press would otherwise wait for. One at a time; the rows go with the visit.
 */
export class GatheringAhead {
  readonly #deps: AheadDeps
  #held: (Ahead & { at: number }) | undefined

  constructor(deps: AheadDeps) {
    this.#deps = deps
  }

  /** Nobody has asked for it: who does meets the same trouble, and is told. */
  readonly #note = (error: unknown) => {
    this.#deps.log.warn('report.ahead', { code: error instanceof AppError ? error.code : 'INTERNAL' })
  }

  begin(wish: AheadWish): void {
    const { reportHost, clock } = this.#deps
    this.drop()
    void reportHost.warmUp({}).catch(this.#note)
    if (wish.bounds.rows > mostRows) return
    const gathered = gather(this.#deps, wish)
    gathered.catch(this.#note)
    this.#held = { ...wish, gathered, at: clock.now() }
  }

  /** What was gathered for this wish, once. */
  take({ visitId, msisdn, period }: Pick<AheadWish, 'visitId' | 'msisdn' | 'period'>): Ahead | undefined {
    const held = this.#held
    if (held?.visitId !== visitId || held.msisdn !== msisdn) return undefined
    if (held.period.from !== period.from || held.period.to !== period.to) return undefined
    if (this.#deps.clock.now() - held.at > goodForMs) return undefined
    this.#held = undefined
    return held
  }

  /** Ends a fetch that nobody waits for any more. */
  drop(): void {
    const held = this.#held
    this.#held = undefined
    if (held) void this.#deps.store.cancelFetch({ fetchId: held.fetchId }).catch(this.#note)
  }
}
