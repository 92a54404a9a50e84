import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { blockIdsOf, codeOf, effectsOf, Office, requestsOf, startTestCore } from './office'

describe('an order', () => {
  it('of a new SIM and an unblock goes from the counter to completed', async () => {
    const core = await startTestCore({ orderDelayMs: 50 })
    const office = await Office.signedIn(core)
    const person = core.facts.people.main
    const visitId = await office.visitOf(core, person)
    const iccid = core.facts.sims.free19[0]?.iccid ?? ''
    const lines = [
      await office.reissueLine(person, iccid),
      { operation: 'unblock' as const, blockIds: blockIdsOf(person) },
    ]
    const commandId = v7()
    const blocks = (await office.api.customer({ msisdn: person.msisdn })).blocks.map(({ names }) => names)
    const placed = await office.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    expect(placed).toMatchObject({ id: commandId, operations: ['simReissue', 'unblock'] })
    const done = await office.orderIn(commandId, 'done', 'rejected')
    expect(done).toMatchObject({ state: 'done', orderState: 'completed' })
    expect(effectsOf(core, commandId)).toEqual([
      'orderAccepted',
      'simMoved',
      'feeCharged',
      'blockLifted',
      'orderApplied',
    ])
    expect(office.orders.filter(({ state }) => state === 'done').length).toBe(1)
    expect(await codeOf(office.api.checkSim({ iccid }))).toBe('ICCID_USED')
    const customer = await office.api.customer({ msisdn: person.msisdn })
    expect(customer).toMatchObject({ iccid, status: 'active', blocks: [] })
    // Its papers still name what is gone from the customer and from the stock.
    expect(blocks.length).toBeGreaterThan(0)
    expect(await office.api.orderNames({ id: commandId, visitId })).toEqual({ blocks, simKind: 'physical' })
    expect(await office.api.orderNames({ id: commandId, visitId: v7() })).toMatchObject({ blocks: [] })
  })

  it('is placed once however often its key is pressed, and another one with its id is refused', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const person = core.facts.people.voluntary
    const visitId = await office.visitOf(core, person)
    const order = {
      commandId: v7(),
      visitId,
      msisdn: person.msisdn,
      lines: [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }],
    }
    await office.api.placeOrder(order)
    await office.orderIn(order.commandId, 'done')
    expect(await office.api.placeOrder(order)).toMatchObject({ id: order.commandId, state: 'done' })
    const other = { ...order, lines: [{ operation: 'unblock' as const, blockIds: ['another'] }] }
    expect(await codeOf(office.api.placeOrder(other))).toBe('COMMAND_ID_REUSED')
    expect(requestsOf(core, 'placeOrder')).toBe(1)
    expect(await office.api.visitOrders({ visitId })).toHaveLength(1)
  })

  it('whose answer is lost after the core has committed is asked for and not sent again', async () => {
    const core = await startTestCore({ orderDelayMs: 20 })
    const office = await Office.signedIn(core)
    const person = core.facts.people.voluntary
    const visitId = await office.visitOf(core, person)
    core.setFaults([{ match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'answerLost' } }])
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    await office.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    expect(await office.orderIn(commandId, 'done', 'rejected', 'dead')).toMatchObject({ state: 'done' })
    expect(effectsOf(core, commandId).filter((kind) => kind === 'orderAccepted')).toHaveLength(1)
    expect(requestsOf(core, 'placeOrder')).toBe(1)
  })

  it('whose request is lost is sent again', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const person = core.facts.people.voluntary
    const visitId = await office.visitOf(core, person)
    core.setFaults([{ match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'requestLost' } }])
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    await office.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    await office.orderIn(commandId, 'done')
    expect(effectsOf(core, commandId)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
  })

  it('that fails late is shown as rejected with its reason and frees its SIM', async () => {
    const core = await startTestCore({ orderDelayMs: 50 })
    const office = await Office.signedIn(core)
    const person = core.facts.people.active
    const visitId = await office.visitOf(core, person)
    core.setFaults([
      { match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'orderFails', code: 'ORDER_FAILED' } },
    ])
    const iccid = core.facts.sims.free19[1]?.iccid ?? ''
    const commandId = v7()
    const lines = [await office.reissueLine(person, iccid)]
    await office.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    expect(await codeOf(office.api.checkSim({ iccid }))).toBe('ICCID_RESERVED')
    const rejected = await office.orderIn(commandId, 'rejected')
    expect(rejected).toMatchObject({ orderState: 'failed', error: 'ORDER_FAILED' })
    expect(await office.api.checkSim({ iccid })).toMatchObject({ iccid })
    expect(await office.api.status({})).toMatchObject({ unsent: 0, attention: 1 })
  })

  it('that the core refuses is rejected at once with the code of the core', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const person = core.facts.people.main
    const visitId = await office.visitOf(core, person)
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    await office.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    expect(await office.orderIn(commandId, 'rejected')).toMatchObject({ error: 'NEW_SIM_REQUIRED' })
    expect(requestsOf(core, 'placeOrder')).toBe(1)
  })

  it('takes a renewed document to the register, in the first order of the visit only', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const person = core.facts.people.renewed
    const visitId = await office.visitOf(core, person)
    expect(await office.api.customer({ msisdn: person.msisdn })).toMatchObject({ documentRenewed: true })
    const iccid = core.facts.sims.free19[2]?.iccid ?? ''
    const lines = [
      await office.reissueLine(person, iccid),
      { operation: 'unblock' as const, blockIds: blockIdsOf(person) },
    ]
    const commandId = v7()
    const placed = await office.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    expect(placed.operations).toEqual(['identityUpdate', 'simReissue', 'unblock'])
    expect(await office.orderIn(commandId, 'done', 'rejected')).toMatchObject({ state: 'done' })
    expect(effectsOf(core, commandId)).toContain('identityUpdated')
    const next = await office.api.placeOrder({
      commandId: v7(),
      visitId,
      msisdn: person.msisdn,
      lines: [await office.reissueLine(person, core.facts.sims.free19[3]?.iccid ?? '')],
    })
    expect(next.operations).toEqual(['simReissue'])
    expect(await office.api.customer({ msisdn: person.msisdn })).toMatchObject({ documentRenewed: false })
  })

  it('of one number waits for the one before it, that of another number does not', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const { voluntary, active } = core.facts.people
    const slow = await office.visitOf(core, voluntary)
    const quick = await office.visitOf(core, active)
    core.setFaults([
      { match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'status', status: 503 } },
      { match: { endpoint: 'orders' }, times: 3, fault: { kind: 'status', status: 500 } },
    ])
    const [first, second, third] = [v7(), v7(), v7()]
    const unblock = [{ operation: 'unblock' as const, blockIds: blockIdsOf(voluntary) }]
    await office.api.placeOrder({ commandId: first, visitId: slow, msisdn: voluntary.msisdn, lines: unblock })
    const simLines = [await office.reissueLine(voluntary, core.facts.sims.free19[4]?.iccid ?? '')]
    await office.api.placeOrder({ commandId: second, visitId: slow, msisdn: voluntary.msisdn, lines: simLines })
    const otherLines = [await office.reissueLine(active, core.facts.sims.free19[5]?.iccid ?? '')]
    await office.api.placeOrder({ commandId: third, visitId: quick, msisdn: active.msisdn, lines: otherLines })
    for (const id of [first, second, third])
      expect(await office.orderIn(id, 'done', 'rejected')).toMatchObject({ state: 'done' })
    const accepted = core
      .history()
      .flatMap((entry) => (entry.entry === 'effect' && entry.kind === 'orderAccepted' ? [entry.commandId] : []))
    expect(accepted).toEqual([third, first, second])
  })
})
