import type { Knex } from 'knex'
import type { OrderState } from '#domain/core/order'
import type { Timers } from '../clock'
import type { Core } from '../context'
import type { Effect, EffectKind, History, PlacedEffect } from '../history'
import { inTransaction, lockProduct } from '../locks'
import { logFault } from '../log'
import { CoreProblem } from '../problem'
import type { OrderRow, SimRow } from '../rows'
import { applyOrder } from './apply'
import { evidenceOf, evidenceProblem } from './evidence'
import { setOrderState } from './rows'

const open: readonly OrderState[] = ['acknowledged', 'inProgress']

/**
 * Takes accepted orders to their end: acknowledged, half the delay later inProgress, then completed, failed or, on wrong
 * evidence, rejected. Orders of one number end in the order of their acceptance; each step looks again under the
 * number's lock, so that one which runs twice does nothing the second time.
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
    const left = await this.core
      .db<OrderRow>('orders')
      .whereIn('state', [...open])
      .orderBy('no')
    for (const order of left) this.schedule(order.id)
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
      const order = await this.core.db<OrderRow>('orders').where({ id: orderId }).first()
      if (order?.state === 'acknowledged') await this.begin(order)
      if (order?.state === 'inProgress') await this.finish(order)
    } catch (error) {
      logFault('order step', error)
    }
  }

  private async begin(order: OrderRow): Promise<void> {
    await this.whileIn('acknowledged', order, (tx) => setOrderState(tx, order, 'inProgress'))
    this.schedule(order.id)
  }

  private async finish(order: OrderRow): Promise<void> {
    // The end of the earlier one will wake it.
    if (await this.nextOf(order, '<')) return
    const effects = (await this.reject(order)) ?? (await this.completeOrFail(order))
    this.history.addEffects(effects ?? [])
    const next = await this.nextOf(order, '>')
    if (next) this.schedule(next.id)
  }

  /** Judgement, counted attempt and state in one transaction. Undefined where nothing speaks against the order. */
  private async reject(order: OrderRow): Promise<PlacedEffect[] | undefined> {
    if (!evidenceOf(order)) return undefined
    const now = this.core.clock.now()
    return this.whileIn('inProgress', order, async (tx) => {
      const code = await evidenceProblem(tx, order, now)
      if (code === undefined) return undefined
      await setOrderState(tx, order, 'rejected', { at: now, noteCode: code })
      return this.endOf(order, 'orderRejected', code)
    })
  }

  private async completeOrFail(order: OrderRow): Promise<PlacedEffect[] | undefined> {
    try {
      return await this.complete(order)
    } catch (error) {
      if (!(error instanceof CoreProblem)) throw error
      return this.fail(order, error.code)
    }
  }

  private complete(order: OrderRow): Promise<PlacedEffect[] | undefined> {
    const now = this.core.clock.now()
    return this.whileIn('inProgress', order, async (tx) => {
      const effects = await applyOrder(tx, order, now)
      // The fault comes last, so that a failed order shows that everything before it was undone.
      if (order.fail_code !== null) throw new CoreProblem(422, order.fail_code)
      await setOrderState(tx, order, 'completed', { at: now, noteCode: null })
      return this.place(effects)
    })
  }

  private fail(order: OrderRow, code: string): Promise<PlacedEffect[] | undefined> {
    return this.whileIn('inProgress', order, async (tx) => {
      const free = { order_id: null, usage_state: 'idle', resource_status: 'available' } as const
      await tx<SimRow>('sims').where({ order_id: order.id }).update(free)
      await setOrderState(tx, order, 'failed', { at: this.core.clock.now(), noteCode: code })
      return this.endOf(order, 'orderFailed', code)
    })
  }

  /** Does nothing where another step was first. */
  private whileIn<T>(state: OrderState, order: OrderRow, act: (tx: Knex) => Promise<T>): Promise<T | undefined> {
    return inTransaction(this.core.db, async (tx) => {
      await lockProduct(tx, { id: order.product_id })
      const still = await tx<OrderRow>('orders').where({ id: order.id, state }).first('id')
      return still ? act(tx) : undefined
    })
  }

  /** The nearest open order of the same number, accepted before (`<`) or after it. */
  private nextOf({ no, product_id }: OrderRow, side: '<' | '>'): Promise<OrderRow | undefined> {
    return this.core
      .db<OrderRow>('orders')
      .where({ product_id })
      .where('no', side, no)
      .whereIn('state', [...open])
      .orderBy('no', side === '<' ? 'desc' : 'asc')
      .first()
  }

  private place(effects: readonly Effect[]): PlacedEffect[] {
    return effects.map((effect) => this.history.placed(effect))
  }

  private endOf(order: OrderRow, kind: EffectKind, result: string): PlacedEffect[] {
    return this.place([{ kind, commandId: order.external_id, id: order.id, result }])
  }
}
