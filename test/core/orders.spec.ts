import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { orderProblem, type OrderLine, type ProductOrder } from '#domain/core/order'
import { readProduct, readSim, type Product, type SimResource } from '#domain/core/resources'
import { DAY, HOUR, isoAt } from './clock'
import type { KnownPerson, KnownSim } from './generator/facts'
import { codeOf, Counter, ended, orderOf, orderPath, productPath, startSmallCore } from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
let free: KnownSim[]
beforeAll(async () => {
  core = await startSmallCore()
})
afterAll(() => core.stop())
beforeEach(async () => {
  core.setFaults([])
  counter = await Counter.signedIn(core)
  free ??= [...core.facts.sims.free19]
})

async function verificationIdOf(person: KnownPerson): Promise<string> {
  const { verificationId } = (await counter.verify(person)).body
  if (verificationId === undefined) throw new Error('not verified')
  return verificationId
}

async function reissueLine(person: KnownPerson, sim = free.shift(), reason = 'LOST_STOLEN'): Promise<OrderLine> {
  if (!sim) throw new Error('no SIM left')
  const fee = await counter.quote(person, { operation: 'simReissue', reason })
  return { operation: 'simReissue', reason, ...sim, fee }
}

function unblockLine(person: KnownPerson, only: (code: string) => boolean = () => true): OrderLine {
  return { operation: 'unblock', blockIds: person.blocks.filter((block) => only(block.code)).map((block) => block.id) }
}

async function place(person: KnownPerson, lines: OrderLine[]) {
  return counter.post<ProductOrder>(orderPath, orderOf(core, person, await verificationIdOf(person), lines))
}

/** Lines need a customer session for their quotes, so the person is verified first. */
async function refusal(person: KnownPerson, lines: () => Promise<OrderLine[]>): Promise<[number, string]> {
  await counter.verify(person)
  const answer = await place(person, await lines())
  return [answer.status, codeOf(answer)]
}

async function numberOf(person: KnownPerson) {
  return readProduct((await counter.get<Product>(`${productPath}/${person.productId}`)).body)
}

function effectsOf(commandId: string): string[] {
  return core.history().flatMap((e) => (e.entry === 'effect' && e.commandId === commandId ? [e.kind] : []))
}

describe('orders', () => {
  it('lift a voluntary block by acknowledged, inProgress, completed', async () => {
    const { voluntary } = core.facts.people
    const placed = await place(voluntary, [unblockLine(voluntary)])
    expect([placed.status, placed.body.state]).toEqual([201, 'acknowledged'])
    const done = await ended(counter, placed.body.id)
    expect(done.state).toBe('completed')
    expect(done.productOrderItem[0]?.state).toBe('completed')
    expect(await numberOf(voluntary)).toMatchObject({ status: 'active', blocks: [] })
    expect(effectsOf(done.externalId)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
    const again = await place(voluntary, [unblockLine(voluntary)])
    expect(codeOf(again)).toBe('NOTHING_TO_UNBLOCK')
  })

  it('do the composite: register, SIM, fee and block together', async () => {
    const { renewed } = core.facts.people
    const verificationId = await verificationIdOf(renewed)
    const reissue = await reissueLine(renewed)
    const lines: OrderLine[] = [
      unblockLine(renewed),
      reissue,
      { operation: 'identityUpdate', document: renewed.document },
    ]
    const placed = await counter.post<ProductOrder>(orderPath, orderOf(core, renewed, verificationId, lines))
    const done = await ended(counter, placed.body.id)
    expect(effectsOf(done.externalId)).toEqual([
      'orderAccepted',
      'identityUpdated',
      'simMoved',
      'feeCharged',
      'blockLifted',
      'orderApplied',
    ])
    const iccid = 'iccid' in reissue ? reissue.iccid : ''
    expect(await numberOf(renewed)).toMatchObject({ status: 'active', blocks: [], iccid })
    const [sim] = (
      await counter.get<SimResource[]>('/tmf-api/resourceInventoryManagement/v4/resource', { value: iccid })
    ).body
    expect(sim && readSim(sim)).toMatchObject({ iccid, free: false, leaseOffice: 'office-042' })
    expect((await counter.verify(renewed)).body.result).toBe('matched')
  })

  it('leave a block that stays and the status with it', async () => {
    const { lostDebt } = core.facts.people
    await counter.verify(lostDebt)
    const lines = [unblockLine(lostDebt, (code) => code === 'LOST_STOLEN'), await reissueLine(lostDebt)]
    const placed = await place(lostDebt, lines)
    await ended(counter, placed.body.id)
    expect(await numberOf(lostDebt)).toMatchObject({ status: 'suspended', blocks: [{ code: 'DEBT' }] })
  })

  it('are one order however often they are sent', async () => {
    const { active } = core.facts.people
    const verificationId = await verificationIdOf(active)
    const body = orderOf(core, active, verificationId, [await reissueLine(active)])
    const sent = await Promise.all([1, 2, 3].map(() => counter.post<ProductOrder>(orderPath, body)))
    expect(new Set(sent.map((answer) => answer.body.id)).size).toBe(1)
    await ended(counter, sent[0]?.body.id ?? '')
    expect(effectsOf(body.externalId).filter((kind) => kind === 'feeCharged')).toHaveLength(1)
    const other = { ...body, requestedStartDate: new Date(Date.now() - 5000).toISOString() }
    const reused = await counter.post(orderPath, other)
    expect([reused.status, codeOf(reused)]).toEqual([409, 'COMMAND_ID_REUSED'])
    const listed = await counter.get<ProductOrder[]>(orderPath, { externalId: body.externalId })
    expect([listed.body.length, listed.headers.get('x-total-count')]).toEqual([1, '1'])
  })

  it('exist once where the answer was lost after the commit', async () => {
    const { stateless } = core.facts.people
    const body = orderOf(core, stateless, await verificationIdOf(stateless), [await reissueLine(stateless)])
    core.setFaults([{ match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'answerLost' } }])
    await expect(counter.post(orderPath, body)).rejects.toThrow()
    const repeated = await counter.post<ProductOrder>(orderPath, body)
    expect(repeated.status).toBe(201)
    await ended(counter, repeated.body.id)
    expect(effectsOf(body.externalId).filter((kind) => kind === 'orderAccepted')).toHaveLength(1)
    expect(effectsOf(body.externalId).filter((kind) => kind === 'simMoved')).toHaveLength(1)
    const requests = core.history().filter((e) => e.entry === 'request' && e.commandId === body.externalId)
    expect(requests).toMatchObject([{ status: 0, fault: 'answerLost' }, { status: 201 }])
  })
})

describe('orders that fail after they were accepted', () => {
  it('change nothing, free the SIM and say why', async () => {
    const { several } = core.facts.people
    core.setFaults([
      { match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'orderFails', code: 'ORDER_FAILED' } },
    ])
    await counter.verify(several)
    const sim = free[0]
    const placed = await place(several, [await reissueLine(several, sim), unblockLine(several)])
    const done = await ended(counter, placed.body.id)
    expect([done.state, orderProblem(done)]).toEqual(['failed', 'ORDER_FAILED'])
    expect(effectsOf(done.externalId)).toEqual(['orderAccepted', 'orderFailed'])
    expect(await numberOf(several)).toMatchObject({ status: 'suspended', iccid: several.iccid, blocks: several.blocks })
    const second = await place(several, [await reissueLine(several, sim), unblockLine(several)])
    expect((await ended(counter, second.body.id)).state).toBe('completed')
    free.shift()
  })

  it('undo the SIM and the fee where another order was first to lift the block', async () => {
    const slow = await startSmallCore({ orderDelayMs: 200 })
    const fast = { core, counter, free }
    try {
      core = slow
      counter = await Counter.signedIn(slow)
      free = [...slow.facts.sims.free19]
      const { main } = slow.facts.people
      const placed = await place(main, [unblockLine(main), await reissueLineOf(main)])
      await slow.change.liftBlock(main.blocks[0]?.id ?? '')
      const done = await ended(counter, placed.body.id)
      expect([done.state, orderProblem(done)]).toEqual(['failed', 'NOTHING_TO_UNBLOCK'])
      expect(await numberOf(main)).toMatchObject({ iccid: main.iccid, status: 'active' })
      expect(effectsOf(done.externalId)).toEqual(['orderAccepted', 'orderFailed'])
    } finally {
      await slow.stop()
      ;({ core, counter, free } = fast)
    }
  })
})

async function reissueLineOf(person: KnownPerson): Promise<OrderLine> {
  await counter.verify(person)
  return reissueLine(person)
}

describe('orders that are refused', () => {
  it('for a block that is not the clerk’s', async () => {
    const { debt, fraud, idData } = core.facts.people
    for (const person of [debt, fraud, idData]) {
      expect(await refusal(person, async () => [unblockLine(person)])).toEqual([422, 'BLOCK_NOT_LIFTABLE'])
    }
  })

  it('for a lost SIM without a new one', async () => {
    const { main } = core.facts.people
    expect(await refusal(main, async () => [unblockLine(main)])).toEqual([422, 'NEW_SIM_REQUIRED'])
  })

  it.each([
    ['unknown', 'ICCID_UNKNOWN'],
    ['used', 'ICCID_USED'],
    ['otherOffice', 'ICCID_OTHER_OFFICE'],
    ['expiredLease', 'ICCID_LEASE_EXPIRED'],
  ] as const)('for a SIM that is %s', async (kind, code) => {
    const { main } = core.facts.people
    const { sims } = core.facts
    const sim = kind === 'unknown' ? { iccid: sims.unknownIccid, fence: 1 } : sims[kind]
    expect(await refusal(main, async () => [await reissueLine(main, sim)])).toEqual([422, code])
  })

  it('for a fence that is stale, and nothing of the composite is done', async () => {
    const { main } = core.facts.people
    const sim = free[0]
    if (!sim) throw new Error('no SIM left')
    const fence = await core.change.renewLease(sim.iccid)
    const before = await (async () => {
      await counter.verify(main)
      return numberOf(main)
    })()
    const lines = async () => [await reissueLine(main, sim), unblockLine(main)]
    expect(await refusal(main, lines)).toEqual([409, 'FENCE_STALE'])
    expect(await numberOf(main)).toEqual(before)
    const right = await place(main, [await reissueLine(main, { ...sim, fence }), unblockLine(main)])
    expect(right.status).toBe(201)
    await ended(counter, right.body.id)
    free.shift()
  })

  it('for a SIM that another open order holds', async () => {
    const { court, technical } = core.facts.people
    const sim = free.shift()
    core.setFaults([{ match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'answerLost' } }])
    const body = orderOf(core, court, await verificationIdOf(court), [await reissueLine(court, sim)])
    await expect(counter.post(orderPath, body)).rejects.toThrow()
    expect(await refusal(technical, async () => [await reissueLine(technical, sim)])).toEqual([422, 'ICCID_USED'])
  })

  it('for a price that no longer holds, with the new one', async () => {
    const { foreigner } = core.facts.people
    await counter.verify(foreigner)
    const line = await reissueLine(foreigner, free[0])
    await core.change.fee('fee.simReissue.LOST_STOLEN', 120_050)
    const refused = await place(foreigner, [line])
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'PRICE_CHANGED', params: { amountTiyn: 120_050, feeId: 'fee.simReissue.LOST_STOLEN' } },
    ])
    const placed = await place(foreigner, [await reissueLine(foreigner, free.shift())])
    expect(placed.status).toBe(201)
    await core.change.fee('fee.simReissue.LOST_STOLEN', 100_000)
  })

  it('for a verification of another number, of none, or older than a day at the intent', async () => {
    const { residence, active } = core.facts.people
    const other = await verificationIdOf(active)
    const refused = async (verificationId: string | undefined, ageMs = 0) => {
      const body = orderOf(core, residence, verificationId, [unblockLine(residence)])
      body.requestedStartDate = isoAt(Date.now() + ageMs)
      const answer = await counter.post(orderPath, body)
      return [answer.status, codeOf(answer)]
    }
    expect(await refused(other)).toEqual([403, 'VERIFICATION_EXPIRED'])
    expect(await refused('ver-none')).toEqual([403, 'VERIFICATION_EXPIRED'])
    expect(await refused(await verificationIdOf(residence), DAY + HOUR)).toEqual([403, 'VERIFICATION_EXPIRED'])
  })

  it('for another office, an unknown clerk or a malformed item', async () => {
    const { residence } = core.facts.people
    const right = orderOf(core, residence, await verificationIdOf(residence), [unblockLine(residence)])
    const otherOffice = { ...right, externalId: v7(), channel: [{ id: 'office-007' }] }
    expect(codeOf(await counter.post(orderPath, otherOffice))).toBe('NO_RIGHT')
    const nobody = {
      ...right,
      externalId: v7(),
      relatedParty: [{ id: '9', role: 'clerk', '@referredType': 'Individual' }],
    }
    expect(codeOf(await counter.post(orderPath, nobody))).toBe('NO_RIGHT')
    expect(codeOf(await counter.post(orderPath, { ...right, externalId: 'x' }))).toBe('BAD_REQUEST')
    const numbered = (product: object) => ({
      ...right,
      externalId: v7(),
      productOrderItem: right.productOrderItem.map((item) => ({ ...item, product: { ...item.product, ...product } })),
    })
    const otherNumber = numbered({ productSerialNumber: core.facts.people.active.msisdn })
    expect(codeOf(await counter.post(orderPath, otherNumber))).toBe('NUMBER_UNKNOWN')
    expect(codeOf(await counter.post(orderPath, numbered({ id: undefined })))).toBe('BAD_REQUEST')
  })
})
