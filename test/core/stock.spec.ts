import { describe, expect, it, onTestFinished } from 'vitest'
import { v7 } from 'uuid'
import type { SimBoxAnswer } from '#domain/core/stock'
import { luhnDigit } from '#domain/iccid'
import { Counter, office, orderOf, orderPath, startSmallCore } from './harness'
import type { RunningCore } from './server'

async function startedCore(): Promise<RunningCore> {
  const core = await startSmallCore()
  onTestFinished(() => core.stop())
  return core
}

const asSupervisor = (core: RunningCore) => Counter.signedIn(core, core.facts.clerks.supervisor)
const look = (counter: Counter, first = '', last = '') =>
  counter.get<SimBoxAnswer>(`${office}/sim-box`, { first, last })

function receipt(first = '', last = '', fresh = 0) {
  return { commandId: v7(), first, last, fresh }
}

interface Lease {
  id: string
  body: { state: string; officeId: string; fence: number }
}

/** The last lease that the feed of the counter's office tells of each SIM. */
async function leases(counter: Counter): Promise<Map<string, Lease['body']>> {
  const { body } = await counter.get<{ items: (Lease & { kind: string })[] }>(`${office}/feed`, { limit: 1000 })
  return new Map(body.items.filter(({ kind }) => kind === 'simLease').map((item) => [item.id, item.body]))
}

const codeOf = (answer: { status: number; body: unknown }) => [answer.status, (answer.body as { code?: string }).code]

describe('a delivered box', () => {
  it('is leased to the office once, and its feed says so', async () => {
    const core = await startedCore()
    const counter = await asSupervisor(core)
    const { delivery } = core.facts.sims
    const [first, last] = [delivery[0], delivery.at(-1)]
    const none = { here: 0, elsewhere: 0, spent: 0, unknown: 0 }
    expect((await look(counter, first, last)).body).toEqual({ cards: 50, fresh: 50, ...none })

    const wish = receipt(first, last, 50)
    const answers = [
      await counter.post(`${office}/sim-receipt`, wish),
      await counter.post(`${office}/sim-receipt`, wish),
    ]
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [201, { received: 50 }],
      [201, { received: 50 }],
    ])
    expect(core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'simsReceived')).toHaveLength(1)
    expect((await look(counter, first, last)).body).toEqual({ cards: 50, fresh: 0, ...none, here: 50 })
    const told = await leases(counter)
    expect(delivery.map((iccid) => told.get(iccid))).toEqual(
      delivery.map(() => expect.objectContaining({ state: 'leased', officeId: core.facts.office.id, fence: 1 })),
    )
  })

  it('is told apart from what is here, elsewhere, spent or not of this operator', async () => {
    const core = await startedCore()
    const counter = await asSupervisor(core)
    const { delivery } = core.facts.sims
    await counter.post(`${office}/sim-receipt`, receipt(delivery[10], delivery[19], 10))
    await core.change.moveLease(delivery[10] ?? '')
    await counter.post(`${office}/sim-damage`, { ...damage(delivery[11]), fence: 1 })
    const beyond = delivery.at(-1) ?? ''
    const [from, to] = [delivery[5] ?? '', after(beyond)]
    const found = await look(counter, from, to)
    expect(found.body).toEqual({ cards: 46, fresh: 35, here: 8, elsewhere: 1, spent: 1, unknown: 1 })
    expect(codeOf(await counter.post(`${office}/sim-receipt`, receipt(from, to, 36)))).toEqual([409, 'STOCK_CHANGED'])
    const taken = await counter.post(`${office}/sim-receipt`, receipt(from, to, 35))
    expect(taken.body).toEqual({ received: 35 })
  })

  it('goes to one of two counters that receive it at once', async () => {
    const core = await startedCore()
    const counters = [await asSupervisor(core), await asSupervisor(core)]
    const { delivery } = core.facts.sims
    const answers = await Promise.all(
      counters.map((counter) => counter.post(`${office}/sim-receipt`, receipt(delivery[0], delivery.at(-1), 50))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it('is refused to a clerk, and by the rules of a box', async () => {
    const core = await startedCore()
    const clerk = await Counter.signedIn(core)
    const { delivery, free20 } = core.facts.sims
    expect(codeOf(await look(clerk, delivery[0], delivery[1]))).toEqual([403, 'NO_RIGHT'])
    const wish = receipt(delivery[0], delivery[1], 2)
    expect(codeOf(await clerk.post(`${office}/sim-receipt`, wish))).toEqual([403, 'NO_RIGHT'])
    const supervisor = await asSupervisor(core)
    expect(codeOf(await look(supervisor, delivery[1], delivery[0]))).toEqual([422, 'BOX_REVERSED'])
    expect(codeOf(await look(supervisor, delivery[0], free20[0]?.iccid))).toEqual([422, 'BOX_PREFIX'])
  })
})

function damage(iccid = '') {
  return { commandId: v7(), iccid, fence: 0, reason: 'broken' }
}

/** The next number after the last card of the box, which no SIM has. */
function after(iccid: string): string {
  const body = String(BigInt(iccid.slice(0, -1)) + 1n)
  return `${body}${luhnDigit(body)}`
}

describe('a damaged SIM', () => {
  it('is written off once, and nobody can be given it any more', async () => {
    const core = await startedCore()
    const counter = await Counter.signedIn(core)
    const { iccid, fence } = core.facts.sims.free19[0] ?? { iccid: '', fence: 0 }
    const wish = { ...damage(iccid), fence }
    const first = await counter.post(`${office}/sim-damage`, wish)
    expect(first).toMatchObject({ status: 201, body: { iccid, state: 'damaged', fence } })
    expect(await counter.post(`${office}/sim-damage`, wish)).toMatchObject({ status: 201, body: first.body })
    expect(codeOf(await counter.post(`${office}/sim-damage`, { ...wish, commandId: v7() }))).toEqual([
      422,
      'ICCID_DAMAGED',
    ])
    expect((await leases(counter)).get(iccid)).toMatchObject({ state: 'damaged' })
    const person = core.facts.people.active
    const { verificationId } = (await counter.verify(person)).body
    const fee = await counter.quote(person, { operation: 'simReissue', reason: 'LOST_STOLEN' })
    const line = { operation: 'simReissue' as const, reason: 'LOST_STOLEN', iccid, fence, fee }
    const order = await counter.post(orderPath, orderOf(core, person, verificationId, [line]))
    expect(codeOf(order)).toEqual([422, 'ICCID_USED'])
  })

  it('is refused while an order has it, when used, elsewhere or under another lease', async () => {
    const core = await startSmallCore({ orderDelayMs: 60_000 })
    onTestFinished(() => core.stop())
    const counter = await Counter.signedIn(core)
    const { free19, used, otherOffice, unknownIccid } = core.facts.sims
    const sim = free19[0] ?? { iccid: '', fence: 0 }
    const person = core.facts.people.active
    const { verificationId } = (await counter.verify(person)).body
    const fee = await counter.quote(person, { operation: 'simReissue', reason: 'LOST_STOLEN' })
    const line = { operation: 'simReissue' as const, reason: 'LOST_STOLEN', ...sim, fee }
    expect((await counter.post(orderPath, orderOf(core, person, verificationId, [line]))).status).toBe(201)
    const refused = async (iccid: string, fence: number) =>
      codeOf(await counter.post(`${office}/sim-damage`, { ...damage(iccid), fence }))
    expect(await refused(sim.iccid, sim.fence)).toEqual([422, 'ICCID_RESERVED'])
    expect(await refused(used.iccid, used.fence)).toEqual([422, 'ICCID_USED'])
    expect(await refused(otherOffice.iccid, otherOffice.fence)).toEqual([422, 'ICCID_OTHER_OFFICE'])
    expect(await refused(unknownIccid, 1)).toEqual([422, 'ICCID_UNKNOWN'])
    const renewed = free19[1]?.iccid ?? ''
    const fence = await core.change.renewLease(renewed)
    expect(await refused(renewed, fence - 1)).toEqual([409, 'FENCE_STALE'])
    expect(await refused(renewed, fence)).toEqual([201, undefined])
  })
})

it('a recount is kept once, as a supervisor reported it, and changes no SIM', async () => {
  const core = await startedCore()
  const { free19, used } = core.facts.sims
  const wish = { commandId: v7(), recountId: v7(), counted: 39, missing: [free19[0]?.iccid], surplus: [used.iccid] }
  expect(codeOf(await (await Counter.signedIn(core)).post(`${office}/sim-recount`, wish))).toEqual([403, 'NO_RIGHT'])
  const counter = await asSupervisor(core)
  const before = await leases(counter)
  const first = await counter.post(`${office}/sim-recount`, wish)
  expect(first.status).toBe(201)
  expect((await counter.post(`${office}/sim-recount`, wish)).body).toEqual(first.body)
  const other = { ...wish, counted: 40 }
  expect(codeOf(await counter.post(`${office}/sim-recount`, other))).toEqual([409, 'COMMAND_ID_REUSED'])
  expect(core.history().filter((entry) => entry.entry === 'effect' && entry.kind === 'simsRecounted')).toHaveLength(1)
  expect(await leases(counter)).toEqual(before)
})
