import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { openReader } from '#db/connection'
import type { Iccid } from '#domain/iccid'
import type { RunningCore } from '#test/core/server'
import { codeOf, cutLine, effectsOf, Office, startTestCore } from './office'

describe('a SIM that two customers want at once', () => {
  it('is promised to one of them, in whichever order their visits press the key', async () => {
    const core = await startTestCore({ orderDelayMs: 20 })
    const office = await Office.signedIn(core)
    const { active, voluntary } = core.facts.people
    const iccid = core.facts.sims.free19[0]?.iccid ?? ''
    const visits = [
      { person: active, visitId: await office.visitOf(core, active) },
      { person: voluntary, visitId: await office.visitOf(core, voluntary) },
    ]
    // Both have seen the SIM as free and agreed to the price before either orders.
    const orders = await Promise.all(
      visits.map(async ({ person, visitId }) => {
        const lines = [await office.reissueLine(person, iccid)]
        return { commandId: v7(), visitId, msisdn: person.msisdn, lines }
      }),
    )
    const answers = await Promise.all(orders.map((order) => codeOf(office.api.placeOrder(order))))
    expect([...answers].sort()).toEqual(['ICCID_RESERVED', 'no error'])
    const [won, lost] = answers[0] === 'no error' ? orders : [...orders].reverse()
    expect(await office.orderIn(won?.commandId ?? '', 'done', 'rejected')).toMatchObject({ state: 'done' })
    expect(await office.api.order({ id: lost?.commandId ?? '' })).toBeNull()
    expect(effectsOf(core, lost?.commandId ?? '')).toEqual([])
    expect(await codeOf(office.api.checkSim({ iccid }))).toBe('ICCID_USED')
  })
})

const asSupervisor = async (core: RunningCore, dir?: string): Promise<Office> => {
  const office = await Office.signedIn(core, dir)
  const { id, pin } = core.facts.clerks.supervisor
  await office.api.signIn({ commandId: v7(), clerkId: id, pin })
  return office
}

const rowOf = async (office: Office) => (await office.api.stock({})).rows[0]

async function auditOf(office: Office): Promise<{ event: string; actor: string; subject: string; facts: string }[]> {
  const reader = await openReader(office.location)
  try {
    return await reader.read((tx) => tx('audit').orderBy('seq').select('event', 'actor', 'subject', 'facts'))
  } finally {
    await reader.close()
  }
}

describe('a delivered box', () => {
  it('is shown, received once however often the key is pressed, and can be given out at once', async () => {
    const core = await startTestCore()
    const office = await asSupervisor(core)
    const { delivery } = core.facts.sims
    const box = { first: delivery[0] as Iccid, last: delivery.at(-1) as Iccid, count: 50 }
    const before = await rowOf(office)
    expect(await office.api.checkBox(box)).toMatchObject({ cards: 50, fresh: 50, here: 0 })
    const wish = { ...box, commandId: v7(), fresh: 50 }
    core.setFaults([{ match: { endpoint: 'receiveSims' }, times: 1, fault: { kind: 'answerLost' } }])
    expect(await office.api.receiveBox(wish)).toEqual({ received: 50 })
    expect(await rowOf(office)).toEqual({ ...before, leased: (before?.leased ?? 0) + 50 })
    expect(await office.api.checkSim({ iccid: delivery[7] ?? '' })).toMatchObject({ fence: 1 })
    expect(await office.api.checkBox(box)).toMatchObject({ cards: 50, fresh: 0, here: 50 })
    expect(await codeOf(office.api.receiveBox({ ...wish, commandId: v7() }))).toBe('STOCK_CHANGED')
    expect(effectsOf(core, wish.commandId)).toEqual(['simsReceived'])
    const audit = (await auditOf(office)).filter(({ event }) => event === 'simsReceived')
    expect(audit).toMatchObject([{ subject: wish.commandId, facts: '{"received":50}' }])
  })

  it('waits for the line, and for a supervisor', async () => {
    const core = await startTestCore()
    const office = await asSupervisor(core)
    const { delivery } = core.facts.sims
    const box = { first: delivery[0] as Iccid, last: delivery[1] as Iccid, count: 2 }
    cutLine(core)
    expect(await codeOf(office.api.checkBox(box))).toBe('CORE_UNREACHABLE')
    expect(await codeOf(office.api.receiveBox({ ...box, commandId: v7(), fresh: 2 }))).toBe('CORE_UNREACHABLE')
    cutLine(core, false)
    await office.signIn(core)
    expect(await codeOf(office.api.receiveBox({ ...box, commandId: v7(), fresh: 2 }))).toBe('NO_RIGHT')
  })
})

describe('a damaged SIM', () => {
  it('is written off at the core and here, and given to nobody afterwards', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const iccid = core.facts.sims.free19[0]?.iccid ?? ''
    const wish = { commandId: v7(), card: iccid.slice(0, 18), reason: 'broken' as const }
    expect(await office.api.checkCard(wish)).toMatchObject({ iccid, simKind: 'physical' })
    const before = await rowOf(office)
    expect(await office.api.writeOffSim(wish)).toMatchObject({ iccid })
    expect(await codeOf(office.api.checkSim({ iccid }))).toBe('ICCID_DAMAGED')
    expect(await codeOf(office.api.checkCard(wish))).toBe('ICCID_DAMAGED')
    expect(await rowOf(office)).toEqual({ ...before, leased: (before?.leased ?? 0) - 1, damaged: 1 })
    expect(effectsOf(core, wish.commandId)).toEqual(['simDamaged'])
    expect(await auditOf(office)).toContainEqual(
      expect.objectContaining({ event: 'simDamaged', subject: iccid, facts: '{"reason":"broken"}' }),
    )
  })

  it('is not written off while an order has it, when used, unknown or without the line', async () => {
    const core = await startTestCore({ orderDelayMs: 60_000 })
    const office = await Office.signedIn(core)
    const { free19, used, unknownIccid, expiredLease } = core.facts.sims
    const [reserved = '', free = ''] = free19.map(({ iccid }) => iccid)
    const person = core.facts.people.active
    const visitId = await office.visitOf(core, person)
    const lines = [await office.reissueLine(person, reserved)]
    await office.api.placeOrder({ commandId: v7(), visitId, msisdn: person.msisdn, lines })
    const refused = (card: string) => {
      return codeOf(office.api.writeOffSim({ commandId: v7(), card, reason: 'opened' }))
    }
    expect(await refused(reserved)).toBe('ICCID_RESERVED')
    expect(await refused(used.iccid)).toBe('ICCID_USED')
    expect(await refused(unknownIccid)).toBe('ICCID_UNKNOWN')
    expect(await refused('12')).toBe('ICCID_MALFORMED')
    cutLine(core)
    expect(await refused(free)).toBe('CORE_UNREACHABLE')
    expect(await office.api.checkSim({ iccid: free })).toMatchObject({ iccid: free })
    cutLine(core, false)
    expect(await refused(expiredLease.iccid)).toBe('no error')
  })
})

describe('a recount', () => {
  it('goes on after a restart and without the line, and ends with what was found', async () => {
    const core = await startTestCore()
    const office = await asSupervisor(core)
    const { free19, free20, expiredLease, used, unknownIccid } = core.facts.sims
    const drawer = [...free19, ...free20, expiredLease].map(({ iccid }) => iccid)
    const [missing = '', ...there] = drawer
    expect(await office.api.recount({})).toBeNull()
    const count = (where: Office, card: string) => where.api.countCard({ commandId: v7(), card })
    cutLine(core)
    expect(await count(office, there[0] ?? '')).toMatchObject({
      outcome: 'counted',
      recount: { counted: 1, total: drawer.length },
    })
    expect(await count(office, there[0] ?? '')).toMatchObject({ outcome: 'again', recount: { counted: 1 } })
    expect(await count(office, used.iccid)).toMatchObject({ outcome: 'surplus' })
    expect(await codeOf(count(office, `${missing.slice(0, -1)}x`))).toBe('ICCID_MALFORMED')
    await office.api.close({})

    cutLine(core, false)
    const again = await Office.open(office.dir)
    const { id, pin } = core.facts.clerks.supervisor
    await again.api.signIn({ commandId: v7(), clerkId: id, pin })
    for (const iccid of there.slice(1)) await count(again, iccid)
    await count(again, unknownIccid)
    const view = await again.api.recount({})
    expect(view).toMatchObject({ counted: there.length + 2, total: drawer.length, missing: [missing] })
    expect(view?.surplus).toEqual(
      expect.arrayContaining([
        { iccid: used.iccid, why: 'used' },
        { iccid: unknownIccid, why: 'unknown' },
      ]),
    )
    const shown = { recountId: view?.id ?? '', counted: view?.counted ?? 0, missing: 1, surplus: 2 }
    expect(await codeOf(again.api.closeRecount({ ...shown, commandId: v7(), missing: 0 }))).toBe('STOCK_CHANGED')
    cutLine(core)
    expect(await codeOf(again.api.closeRecount({ ...shown, commandId: v7() }))).toBe('CORE_UNREACHABLE')
    expect(await again.api.recount({})).toEqual(view)
    cutLine(core, false)
    const commandId = v7()
    await again.api.closeRecount({ ...shown, commandId })
    expect(effectsOf(core, commandId)).toEqual(['simsRecounted'])
    expect(await again.api.recount({})).toBeNull()
    expect(await auditOf(again)).toContainEqual({
      event: 'recountClosed',
      actor: id,
      subject: view?.id,
      facts: JSON.stringify({ counted: shown.counted, missing: 1, surplus: 2 }),
    })
    expect(await codeOf(again.api.closeRecount({ ...shown, commandId: v7() }))).toBe('RECOUNT_UNKNOWN')
  })

  it('can be given up, and the next one begins with nothing counted', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const [first, second] = core.facts.sims.free19
    const begun = await office.api.countCard({ commandId: v7(), card: first?.iccid ?? '' })
    await office.api.dropRecount({ recountId: begun.recount.id })
    const next = await office.api.countCard({ commandId: v7(), card: second?.iccid ?? '' })
    expect(next).toMatchObject({ outcome: 'counted', recount: { counted: 1 } })
    expect(next.recount.id).not.toBe(begun.recount.id)
    expect((await auditOf(office)).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['recountBegun', 'recountDropped']),
    )
  })
})
