import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import type { Fault } from '#test/core/faults'
import { presented } from '#test/core/harness'
import { blockIdsOf, codeOf, effectsOf, Office, startTestCore } from './office'

describe('an order', () => {
  const faults: [string, Fault][] = [
    ['429 with a time to wait', { kind: 'retryAfter', status: 429, seconds: 1, form: 'date' }],
    ['503 with seconds to wait', { kind: 'retryAfter', status: 503, seconds: 1, form: 'seconds' }],
    ['a fault of the core', { kind: 'status', status: 500 }],
    ['a page instead of an answer', { kind: 'html' }],
    ['an answer that breaks off', { kind: 'truncated', how: 'length' }],
    ['an answer whose text is cut', { kind: 'truncated', how: 'json' }],
    ['being delivered twice', { kind: 'duplicate' }],
  ]
  it.each(faults)('survives %s and is done once', async (_name, fault) => {
    const core = await startTestCore({ orderDelayMs: 20 })
    const office = await Office.signedIn(core)
    const person = core.facts.people.voluntary
    const visitId = await office.visitOf(core, person)
    core.setFaults([{ match: { endpoint: 'placeOrder' }, times: 1, fault }])
    const id = await office.unblock(person, visitId)
    expect(await office.orderIn(id, 'done', 'rejected', 'dead')).toMatchObject({ state: 'done' })
    expect(effectsOf(core, id)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
  })
})

describe('a core that answers otherwise', () => {
  it('and has dropped the token of the clerk, asks for a new sign-in', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    await core.change.revoke.clerkTokens()
    expect(await codeOf(office.visitOf(core, core.facts.people.active))).toBe('NOT_SIGNED_IN')
    await office.signIn(core)
    expect(await office.visitOf(core, core.facts.people.active)).toMatch(/^[\da-f-]{36}$/)
  })

  it('and has dropped the token of the counter, gets it renewed unnoticed', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    await core.change.revoke.deviceTokens()
    expect(await office.visitOf(core, core.facts.people.active)).toMatch(/^[\da-f-]{36}$/)
  })

  it('and has signed the counter off, is told as such; what waits is kept', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const person = core.facts.people.voluntary
    const visitId = await office.visitOf(core, person)
    await core.change.revoke.device()
    const told = office.next('status', ({ coreProblem }) => coreProblem === 'DEVICE_REFUSED')
    const id = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    await office.api.placeOrder({ commandId: id, visitId, msisdn: person.msisdn, lines })
    expect(await told).toMatchObject({ core: 'online' })
    expect(await codeOf(office.signIn(core)), 'nor is the sign-in without the core a way around').toBe('DEVICE_REFUSED')
    expect(await office.api.status({})).toMatchObject({ unsent: 1, attention: 0 })
  })

  it('has another clock: its time counts, and a difference that matters is told', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    core.setFaults([{ match: {}, fault: { kind: 'clockOffset', seconds: -300 } }])
    const told = office.next('status', ({ clockSeconds }) => clockSeconds !== 0)
    await codeOf(office.visitOf(core, core.facts.people.active))
    const { clockSeconds } = await told
    expect(Math.abs(clockSeconds - 300)).toBeLessThan(5)
  })

  it('has a clock that is far off: nothing is accepted on a lease or on evidence until it is right again', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const { active, voluntary } = core.facts.people
    const iccid = core.facts.sims.free19[0]?.iccid ?? ''
    const ahead = async (minutes: number) => {
      core.setFaults(minutes === 0 ? [] : [{ match: {}, fault: { kind: 'clockOffset', seconds: -minutes * 60 } }])
      return await office.visitOf(core, active)
    }
    const reissue = async (visitId: string) => {
      const lines = [await office.reissueLine(active, iccid)]
      return await office.api.placeOrder({ commandId: v7(), visitId, msisdn: active.msisdn, lines })
    }
    const visitId = await ahead(30)
    await expect(reissue(visitId)).rejects.toMatchObject({ code: 'CLOCK_WRONG', params: { minutes: 30 } })
    expect(await office.api.visitOrders({ visitId })).toEqual([])
    const unblock = await office.unblock(voluntary, await office.visitOf(core, voluntary))
    expect(await office.orderIn(unblock, 'done', 'rejected')).toMatchObject({ state: 'done' })
    core.setFaults([{ match: {}, fault: { kind: 'down' } }])
    expect(await codeOf(office.visitOf(core, active))).toBe('CORE_UNREACHABLE')
    const { id: clerkId, pin } = core.facts.clerks.clerk
    const filing = { commandId: v7(), clerkId, msisdn: voluntary.msisdn, person: presented(voluntary) }
    expect(await codeOf(office.api.fileUnblock(filing))).toBe('CLOCK_WRONG')
    expect(await codeOf(office.api.signIn({ commandId: v7(), clerkId, pin }))).toBe('CLOCK_WRONG')
    expect(await reissue(await ahead(5)), 'said, and no more').toMatchObject({ operations: ['simReissue'] })
  })

  it('speaks another protocol: it is read and not written to, and both versions are named', async () => {
    const core = await startTestCore()
    const before = await Office.signedIn(core)
    await before.api.close({})
    core.setFaults([{ match: {}, fault: { kind: 'protocol', min: 7, max: 8 } }])
    const office = await Office.open(before.dir)
    await office.logged(({ event }) => event === 'core.protocol')
    const state = { coreProblem: 'CORE_PROTOCOL', protocols: { ours: '1', core: '7–8' }, core: 'online' }
    expect(await office.api.status({})).toMatchObject(state)
    await office.signIn(core)
    const person = core.facts.people.voluntary
    const visitId = await office.visitOf(core, person)
    expect(await codeOf(office.unblock(person, visitId))).toBe('CORE_PROTOCOL')
    expect(await office.api.visitOrders({ visitId })).toEqual([])
  })
})
