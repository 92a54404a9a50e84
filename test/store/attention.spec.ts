import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { openReader } from '#db/connection'
import type { FaultRule } from '#test/core/faults'
import { codeOf, effectsOf, Office, requestsOf, startTestCore } from './office'

const fails: FaultRule = {
  match: { endpoint: 'placeOrder' },
  times: 1,
  fault: { kind: 'orderFails', code: 'ORDER_FAILED' },
}
const reused = { code: 'COMMAND_ID_REUSED', reason: 'another body' }
const buries: FaultRule = {
  match: { endpoint: 'placeOrder' },
  times: 1,
  fault: { kind: 'status', status: 409, body: reused },
}

async function officeWith(fault: FaultRule) {
  const core = await startTestCore({ orderDelayMs: 20 })
  const office = await Office.signedIn(core)
  const person = core.facts.people.voluntary
  const visitId = await office.visitOf(core, person)
  core.setFaults([fault])
  return { core, office, person, visitId, clerkId: core.facts.clerks.clerk.id }
}

describe('a rejected order', () => {
  it('leaves the list by a decision, with its reason, and stays in the store', async () => {
    const { core, office, person, visitId, clerkId } = await officeWith(fails)
    const counted = office.next('status', ({ attention }) => attention === 1)
    const id = await office.unblock(person, visitId)
    await office.orderIn(id, 'rejected')
    // A change and its end within the pause of the status would both go untold.
    await counted
    const [item] = await office.api.attention({})
    expect(item).toMatchObject({ order: { id }, coreCode: 'ORDER_FAILED', choices: ['correct', 'withdraw'] })
    expect(await codeOf(office.api.retryOrder({ id, clerkId }))).toBe('ORDER_NOT_WAITING')
    const cleared = office.next('status', ({ attention }) => attention === 0)
    await office.api.withdrawOrder({ id, clerkId, reason: 'the customer has left' })
    await cleared
    expect(await office.api.attention({})).toEqual([])
    expect(await office.api.order({ id })).toMatchObject({ state: 'rejected' })
    expect(await codeOf(office.api.withdrawOrder({ id, clerkId, reason: 'again' }))).toBe('ORDER_NOT_WAITING')
    expect(await codeOf(office.api.withdrawOrder({ id: v7(), clerkId, reason: 'what' }))).toBe('ORDER_UNKNOWN')
    expect(effectsOf(core, id)).toEqual(['orderAccepted', 'orderFailed'])
    const reader = await openReader(office.location)
    const [row] = await reader.read<object[]>((tx) => tx('outbox').select())
    const journal = await reader.read<object[]>((tx) => tx('audit').where({ event: 'orderWithdrawn' }).select())
    await reader.close()
    expect(row).toMatchObject({ settledBy: clerkId, settleReason: 'the customer has left' })
    expect(journal).toMatchObject([{ actor: clerkId, subject: id, facts: '{}' }])
  })

  it('is replaced by its correction in one step', async () => {
    const { office, person, visitId } = await officeWith(fails)
    const first = await office.unblock(person, visitId)
    await office.orderIn(first, 'rejected')
    const second = await office.unblock(person, visitId, first)
    expect(await office.api.attention({})).toEqual([])
    expect(await office.orderIn(second, 'done', 'rejected')).toMatchObject({ state: 'done' })
    expect(await codeOf(office.unblock(person, visitId, first)), 'once').toBe('ORDER_NOT_WAITING')
    expect(await codeOf(office.unblock(person, visitId, v7()))).toBe('ORDER_UNKNOWN')
    expect(await office.api.visitOrders({ visitId }), 'what was refused has left nothing').toHaveLength(2)
  })

  it('keeps the code of the core that is none of ours', async () => {
    const body = { code: 'TARIFF_FROZEN', reason: 'x' }
    const refuses: FaultRule = { ...buries, fault: { kind: 'status', status: 422, body } }
    const { office, person, visitId } = await officeWith(refuses)
    await office.orderIn(await office.unblock(person, visitId), 'rejected')
    const [item] = await office.api.attention({})
    expect(item).toMatchObject({ coreCode: 'TARIFF_FROZEN', params: { status: 422 }, order: { error: 'CORE_REFUSED' } })
  })
})

describe('a dead order', () => {
  it('can be tried again, is then asked for first, and is no longer wrong', async () => {
    const { core, office, person, visitId, clerkId } = await officeWith(buries)
    const id = await office.unblock(person, visitId)
    await office.orderIn(id, 'dead')
    const [item] = await office.api.attention({})
    expect(item?.choices).toEqual(['retry', 'correct', 'withdraw'])
    const before = requestsOf(core, 'orders')
    const done = office.orderIn(id, 'done')
    expect(await office.api.retryOrder({ id, clerkId })).not.toHaveProperty('error')
    expect(await done).not.toHaveProperty('error')
    expect(requestsOf(core, 'orders')).toBeGreaterThan(before)
    expect(effectsOf(core, id)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
  })

  it('holds up its number and its SIM until somebody decides', async () => {
    const { core, office, person, visitId, clerkId } = await officeWith(buries)
    const iccid = core.facts.sims.free19[0]?.iccid ?? ''
    const id = v7()
    const lines = [await office.reissueLine(person, iccid)]
    await office.api.placeOrder({ commandId: id, visitId, msisdn: person.msisdn, lines })
    await office.orderIn(id, 'dead')
    const behind = await office.unblock(person, visitId)
    expect(await codeOf(office.api.checkSim({ iccid }))).toBe('ICCID_RESERVED')
    expect(await office.api.order({ id: behind })).toMatchObject({ state: 'pending' })
    await office.api.withdrawOrder({ id, clerkId, reason: 'another SIM' })
    expect(await office.api.checkSim({ iccid })).toMatchObject({ iccid })
    await office.orderIn(behind, 'done')
  })
})
