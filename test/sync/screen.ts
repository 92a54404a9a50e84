import type { OrderView } from '#domain/contract/views'
import type { OrderLine } from '#domain/core/order'
import type { HistoryEntry } from '#test/core/history'

export interface Asked {
  id: string
  msisdn: string
  /** Undefined for what was filed without the core. */
  lines: OrderLine[] | undefined
  /** Presses the same key again: the same id, the same order. */
  press: () => Promise<void>
}

/** Something the clerk was told, or the store did, that must not be. */
export interface Violation {
  kind:
    | 'lost'
    | 'twice'
    | 'keyMadeAnew'
    | 'order'
    | 'simTwice'
    | 'staleFence'
    | 'doneTooEarly'
    | 'sentTooEarly'
    | 'contradiction'
    | 'stuck'
    | 'statusSilent'
    | 'feed'
    | 'fault'
  /** Ids only. */
  about: string
}

type Told = { view: OrderView; turn: number }

/** What the clerk at one counter asked for and was told, across kills and restarts, checked as it is told. */
export class Screen {
  readonly asked: Asked[] = []
  readonly violations: Violation[] = []
  /** By id, in the order in which they were first told. */
  readonly told = new Map<string, Told>()
  /** Dead orders that a person has sent again: they no longer are in their turn. */
  readonly retried = new Set<string>()
  readonly withdrawn = new Set<string>()
  /** Shown by the recovery screen as newer than the backup: when they were placed, and the end of the number. */
  readonly missing = new Set<string>()

  constructor(private readonly coreHistory: () => readonly HistoryEntry[]) {}

  /** An order as the screen is shown it. */
  show(view: OrderView): void {
    const known = this.told.get(view.id)
    this.told.set(view.id, { view, turn: known?.turn ?? this.told.size })
    if (!known) this.checkPromise(view)
    if (view.state === 'done' && !this.atCore('orderApplied', view.id)) this.add('doneTooEarly', view.id)
    if (view.state === 'sent' && !this.atCore('orderAccepted', view.id)) this.add('sentTooEarly', view.id)
  }

  /** The line that says how much is not sent yet, and how much a person must look at. */
  showStatus({ unsent, attention }: { unsent: number; attention: number }): void {
    const waiting = [...this.told.values()].filter(({ view: { state } }) => state === 'pending' || state === 'sending')
    const away = waiting.filter(({ view }) => {
      return !this.missing.has(missingKey(view)) && !this.atCore('orderAccepted', view.id)
    })
    if (away.length > unsent + attention) this.add('statusSilent', away.map(({ view }) => view.id).join(' '))
  }

  /** A restored store: what was shown of the lost one is no longer true. */
  forget(missing: readonly { at: string; msisdnTail: string }[]): void {
    for (const { at, msisdnTail } of missing) this.missing.add(`${at} ${msisdnTail}`)
  }

  add(kind: Violation['kind'], about: string): void {
    if (!this.violations.some((one) => one.kind === kind && one.about === about)) this.violations.push({ kind, about })
  }

  iccidOf(id: string): string | undefined {
    const line = this.asked.find((one) => one.id === id)?.lines?.find((one) => one.operation === 'simReissue')
    return line?.operation === 'simReissue' ? line.iccid : undefined
  }

  atCore(kind: 'orderAccepted' | 'orderApplied', id: string): boolean {
    return this.coreHistory().some((entry) => entry.entry === 'effect' && entry.kind === kind && entry.commandId === id)
  }

  /** A SIM that is promised to one customer is not promised to another while the first may still get it. */
  private checkPromise({ id }: OrderView): void {
    const iccid = this.iccidOf(id)
    if (iccid === undefined) return
    const rivals = [...this.told.values()].filter(({ view }) => view.id !== id && this.iccidOf(view.id) === iccid)
    const open = rivals.filter(({ view }) => view.state !== 'rejected' && !this.withdrawn.has(view.id))
    for (const { view } of open) {
      if (!this.missing.has(missingKey(view))) this.add('simTwice', `${view.id} ${id}`)
    }
  }
}

export function missingKey({ createdAt, msisdn }: Pick<OrderView, 'createdAt' | 'msisdn'>): string {
  return `${createdAt} ${msisdn.slice(-4)}`
}
