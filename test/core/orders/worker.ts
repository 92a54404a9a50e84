import type { Timers } from '../clock'
import type { Core } from '../context'
import type { Effect, EffectKind, History } from '../history'
import { logFault } from '../log'
import { CoreProblem } from '../problem'
import type { OrderRow, SimRow } from '../rows'
import { applyOrder } from './apply'
import { evidenceProblem } from './evidence'
import { setOrderState } from './rows'

/**
 * Takes accepted orders to their end: acknowledged, half the delay later inProgress, then completed, failed or, on wrong
 * evidence, rejected.
 */
export class OrderWorker {
  private readonly waiting = new Set<() => void>()
  private readonly running = new Set<Promise<void>>()
  private stopped = false

  constructor(
    private readonly core: Core,
    private readonly history: History,
    private readonly delayMs: number,
    private readonly timers: Timers,
  ) {}

  /** Goes on with orders that an earlier run of the server left unfinished. */
  async resume(): Promise<void> {
    const open = await this.core.db<OrderRow>('orders').whereIn('state', ['acknowledged', 'inProgress']).orderBy('id')
    for (const order of open) this.schedule(order.id)
  }

  schedule(orderId: string): void {
    if (this.stopped) return
    const cancel = this.timers.set(this.delayMs / 2, () => {
      this.waiting.delete(cancel)
      const step = this.step(orderId).finally(() => this.running.delete(step))
      this.running.add(step)
    })
    this.waiting.add(cancel)
  }

  async stop(): Promise<void> {
    this.stopped = true
    for (const cancel of this.waiting) cancel()
    await Promise.all(this.running)
  }

  private async step(orderId: string): Promise<void> {
    try {
      const again = await this.advance(orderId)
      if (again) this.schedule(orderId)
    } catch (error) {
      logFault('order step', error)
    }
  }

  private async advance(orderId: string): Promise<boolean> {
    const order = await this.core.db<OrderRow>('orders').where({ id: orderId }).first()
    if (!order) return false
    if (order.state === 'acknowledged') {
      await this.core.db.transaction((tx) => setOrderState(tx, order, 'inProgress'))
      return true
    }
    if (order.state === 'inProgress') await this.finish(order)
    return false
  }

  private async finish(order: OrderRow): Promise<void> {
    const rejection = await this.reject(order)
    if (rejection !== undefined) return this.tellEnd(order, 'orderRejected', rejection)
    try {
      this.history.addEffects(await this.complete(order))
    } catch (error) {
      if (!(error instanceof CoreProblem)) throw error
      await this.fail(order, error.code)
      this.tellEnd(order, 'orderFailed', error.code)
    }
  }

  /** Judgement, counted attempt and state in one transaction. Gives the code of an order that was rejected. */
  private reject(order: OrderRow): Promise<string | undefined> {
    const now = this.core.clock.now()
    return this.core.db.transaction(async (tx) => {
      const code = await evidenceProblem(tx, order, now)
      if (code !== undefined) await setOrderState(tx, order, 'rejected', { at: now, noteCode: code })
      return code
    })
  }

  private tellEnd(order: OrderRow, kind: EffectKind, result: string): void {
    this.history.addEffects([{ kind, commandId: order.external_id, id: order.id, result }])
  }

  private async complete(order: OrderRow): Promise<Effect[]> {
    const now = this.core.clock.now()
    return this.core.db.transaction(async (tx) => {
      const effects = await applyOrder(tx, order, now)
      // The fault comes last, so that a failed order shows that everything before it was undone.
      if (order.fail_code !== null) throw new CoreProblem(422, order.fail_code)
      await setOrderState(tx, order, 'completed', { at: now, noteCode: null })
      return effects
    })
  }

  private async fail(order: OrderRow, code: string): Promise<void> {
    await this.core.db.transaction(async (tx) => {
      const free = { order_id: null, usage_state: 'idle', resource_status: 'available' } as const
      await tx<SimRow>('sims').where({ order_id: order.id }).update(free)
      await setOrderState(tx, order, 'failed', { at: this.core.clock.now(), noteCode: code })
    })
  }
}
