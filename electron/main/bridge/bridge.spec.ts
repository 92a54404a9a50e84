import { describe, expect, it } from 'vitest'
import { AppError } from '#domain/errors'
import { clerk, customer, msisdn, ours, sessionOf, testBridge } from '../testing/bridge'
import { sampleOf } from '../testing/sample'
import { callSpec } from '#domain/contract/index'
import type { Handlers } from './handlers'

const id = '0193a1b2-7c00-7000-8000-000000000001'
const order = { commandId: id, msisdn, blockIds: ['b1'] }
const orderView = sampleOf(callSpec('unblock.submit').output)
const verified = sessionOf(clerk, customer)

function countingUnblock(outcome: () => Promise<unknown>) {
  const calls: unknown[] = []
  const handlers: Partial<Handlers> = {
    'unblock.submit': async (input) => {
      calls.push(input)
      return (await outcome()) as never
    },
  }
  return { calls, ...testBridge(verified, handlers) }
}

describe('a repeated command', () => {
  it('gets the first answer while it runs and afterwards', async () => {
    const { bridge, calls } = countingUnblock(async () => orderView)
    const both = await Promise.all([1, 2].map(() => bridge.dispatch('unblock.submit', ours, order)))
    both.push(await bridge.dispatch('unblock.submit', ours, order))
    expect(both).toEqual(Array(3).fill({ ok: true, value: orderView }))
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['another input', 'unblock.submit', { ...order, blockIds: ['b2'] }],
    ['another name', 'visit.finish', { commandId: id, visitId: id }],
  ] as const)('with %s is COMMAND_ID_REUSED', async (_what, name, input) => {
    const { bridge, reached } = countingUnblock(async () => orderView)
    await bridge.dispatch('unblock.submit', ours, order)
    expect(await bridge.dispatch(name, ours, input)).toMatchObject({ ok: false, error: { code: 'COMMAND_ID_REUSED' } })
    expect(reached).toEqual([])
  })

  it('meets the same final refusal, but tries again after a failure that may pass', async () => {
    const outcomes = [new AppError('CORE_UNREACHABLE'), new AppError('NOTHING_TO_UNBLOCK')]
    const { bridge, calls } = countingUnblock(() => Promise.reject(outcomes.shift() ?? new Error('third time')))
    const codes = []
    for (let press = 0; press < 3; press++) {
      const answer = await bridge.dispatch('unblock.submit', ours, order)
      codes.push(answer.ok ? 'ok' : answer.error.code)
    }
    expect(codes).toEqual(['CORE_UNREACHABLE', 'NOTHING_TO_UNBLOCK', 'NOTHING_TO_UNBLOCK'])
    expect(calls).toHaveLength(2)
  })

  it('is unknown to the next clerk', async () => {
    const { bridge, calls } = countingUnblock(async () => orderView)
    await bridge.dispatch('unblock.submit', ours, order)
    bridge.forgetSettledCommands()
    await bridge.dispatch('unblock.submit', ours, order)
    expect(calls).toHaveLength(2)
  })

  it('is checked for access like the first', async () => {
    let signedIn = true
    const session = { clerk: () => (signedIn ? clerk : undefined), customer: () => customer }
    const { bridge } = testBridge(session)
    await bridge.dispatch('unblock.submit', ours, order)
    signedIn = false
    expect(await bridge.dispatch('unblock.submit', ours, order)).toMatchObject({ error: { code: 'NOT_SIGNED_IN' } })
  })
})

describe('an answer', () => {
  it('loses every field that the contract does not name', async () => {
    const sim = { iccid: '8999701000000000015', simKind: 'physical', formFactor: 'nano', fence: 42 } as const
    const { bridge } = testBridge(verified, { 'reissue.checkSim': async () => sim })
    const answer = await bridge.dispatch('reissue.checkSim', ours, { msisdn, iccid: sim.iccid })
    expect(answer).toEqual({ ok: true, value: { iccid: sim.iccid, simKind: 'physical', formFactor: 'nano' } })
  })

  it('that breaks the contract is INTERNAL, and the log names the field only', async () => {
    const broken = { reasons: [], stock: [{ iccid: 'secret', simKind: 'glass', formFactor: 'nano' }] } as never
    const { bridge, faults } = testBridge(verified, { 'reissue.options': async () => broken })
    expect(await bridge.dispatch('reissue.options', ours, { msisdn })).toMatchObject({ error: { code: 'INTERNAL' } })
    const fault = { channel: 'reissue.options', code: 'INTERNAL', ref: 'REF00001', detail: 'answer: stock.0.simKind' }
    expect(faults).toEqual([fault])
  })

  it('to a question is withheld when the session ended meanwhile', async () => {
    let current: typeof customer | undefined = customer
    const { bridge } = testBridge(
      { clerk: () => clerk, customer: () => current },
      {
        'reissue.options': async () => {
          current = undefined
          return { reasons: [], stock: [] }
        },
      },
    )
    const answer = await bridge.dispatch('reissue.options', ours, { msisdn })
    expect(answer).toMatchObject({ ok: false, error: { code: 'NO_CUSTOMER_SESSION' } })
  })
})

describe('a fault', () => {
  it('crosses and is logged without its message', async () => {
    const unexpected = Object.assign(new TypeError('insert into x values (880101300123)'), { sql: 'secret' })
    const { bridge, faults } = testBridge(verified, { 'reissue.options': () => Promise.reject(unexpected) })
    const answer = await bridge.dispatch('reissue.options', ours, { msisdn })
    expect(answer).toEqual({ ok: false, error: { code: 'INTERNAL', params: {}, retryable: true, ref: 'REF00001' } })
    expect(faults).toEqual([{ channel: 'reissue.options', code: 'INTERNAL', ref: 'REF00001', detail: 'TypeError' }])
  })

  it.each(['nope', '__proto__', 'constructor'])('answers the undeclared channel %s', async (name) => {
    const { bridge, faults } = testBridge(verified)
    expect(await bridge.dispatch(name, ours, {})).toMatchObject({ error: { code: 'BAD_REQUEST' } })
    expect(faults).toMatchObject([{ channel: 'unknown' }])
  })
})
