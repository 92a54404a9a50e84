import { describe, expect, it } from 'vitest'
import type { OrderView } from '#domain/contract/views'
import { orderOutcome, outcomeLooks } from './orders'

type State = Pick<OrderView, 'state' | 'orderState'>

describe('what an order looks like', () => {
  it.each<[State, string]>([
    [{ state: 'pending' }, 'unsent'],
    [{ state: 'sending' }, 'sending'],
    [{ state: 'sent' }, 'accepted'],
    [{ state: 'sent', orderState: 'acknowledged' }, 'accepted'],
    [{ state: 'sent', orderState: 'inProgress' }, 'inProgress'],
    [{ state: 'sent', orderState: 'held' }, 'held'],
    [{ state: 'done', orderState: 'completed' }, 'done'],
    [{ state: 'done', orderState: 'cancelled' }, 'refused'],
    [{ state: 'rejected', orderState: 'failed' }, 'refused'],
    [{ state: 'dead' }, 'stuck'],
  ])('%j is %s', (order, outcome) => {
    expect(orderOutcome(order)).toBe(outcome)
  })

  it('only what the core completed has the look of success', () => {
    const good = Object.entries(outcomeLooks).filter(([, { tone, icon }]) => tone === 'ok' || icon === 'done')
    expect(good.map(([outcome]) => outcome)).toEqual(['done'])
  })
})
