import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { letterOf, presented, proxyOf } from '#test/core/harness'
import { codeOf, Office, startTestCore } from './office'

async function signedIn() {
  const core = await startTestCore({ orderDelayMs: 20 })
  const office = await Office.signedIn(core)
  const clerkId = core.facts.clerks.clerk.id
  const openPerson = () => office.api.openPersonVisit({ commandId: v7(), clerkId })
  return { core, office, clerkId, openPerson }
}

describe('a visit that begins with the document', () => {
  it("covers all of the person's numbers, each with its own product", async () => {
    const { core, office, openPerson } = await signedIn()
    const person = core.facts.people.manyNumbers
    const { visitId } = await openPerson()
    const { msisdn } = person
    expect(await codeOf(office.api.customer({ msisdn }))).toBe('NO_CUSTOMER_SESSION')
    const view = await office.api.verify({ commandId: v7(), visitId, person: presented(person) })
    expect(view).toMatchObject({ result: 'matched', until: expect.any(String) })
    expect([...view.numbers].sort()).toEqual(person.numbers.map((one) => one.msisdn).sort())
    const lost = person.numbers[1]
    const voluntary = person.numbers[2]
    if (!lost || !voluntary) throw new Error('three numbers expected')
    const { iccid, blocks } = lost
    const known = { msisdn: lost.msisdn, iccid, blocks, status: 'blocked' }
    expect(await office.api.customer({ msisdn: lost.msisdn })).toMatchObject(known)
    expect(await office.api.customer({ msisdn })).toMatchObject({ iccid: person.iccid, status: 'active' })
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: voluntary.blocks.map(({ id }) => id) }]
    await office.api.placeOrder({ commandId, visitId, msisdn: voluntary.msisdn, lines })
    expect(await office.orderIn(commandId, 'done', 'rejected')).toMatchObject({ state: 'done' })
    expect(await office.api.customer({ msisdn: voluntary.msisdn })).toMatchObject({ status: 'active', blocks: [] })
    expect(await codeOf(office.api.customer({ msisdn: core.facts.people.active.msisdn }))).toBe('NO_CUSTOMER_SESSION')
    await office.api.endVisit({ visitId, reason: 'finished' })
    expect(await codeOf(office.api.customer({ msisdn }))).toBe('NO_CUSTOMER_SESSION')
  })

  it('is narrowed to one number by the old SIM', async () => {
    const { core, office, openPerson } = await signedIn()
    const person = core.facts.people.manyNumbers
    const { visitId } = await openPerson()
    const oldIccid = person.numbers[1]?.iccid ?? ''
    const view = await office.api.verify({ commandId: v7(), visitId, oldIccid, person: presented(person) })
    expect(view.numbers).toEqual([person.numbers[1]?.msisdn])
  })

  it('is opened once for a key that is pressed twice, and closes what it opened when the next document does not fit', async () => {
    const { core, office, clerkId } = await signedIn()
    const opening = { commandId: v7(), clerkId }
    const { visitId } = await office.api.openPersonVisit(opening)
    expect(await office.api.openPersonVisit(opening)).toEqual({ visitId })
    const person = presented(core.facts.people.active)
    await office.api.verify({ commandId: v7(), visitId, person })
    const wrong = { ...person, document: { ...person.document, number: '000000000' } }
    const refused = await office.api.verify({ commandId: v7(), visitId, person: wrong })
    expect(refused).toMatchObject({ result: 'mismatched', numbers: [] })
    expect(await codeOf(office.api.customer({ msisdn: core.facts.people.active.msisdn }))).toBe('NO_CUSTOMER_SESSION')
    const number = { msisdn: core.facts.people.active.msisdn, person }
    expect(await codeOf(office.api.verify({ commandId: v7(), visitId, ...number }))).toBe('VISIT_UNKNOWN')
  })
})

describe('who acts for another', () => {
  it('may do what the power of attorney names and nothing else', async () => {
    const { core, office, clerkId } = await signedIn()
    const person = core.facts.people.voluntary
    const { msisdn } = person
    const { visitId } = await office.api.openVisit({ commandId: v7(), clerkId, msisdn })
    const proxy = proxyOf(core, 'unblockOnly')
    const view = await office.api.verify({ commandId: v7(), visitId, msisdn, person: presented(person), proxy })
    expect(view).toMatchObject({ result: 'matched', covers: ['unblock'] })
    const lines = [await office.reissueLine(person, core.facts.sims.free19[0]?.iccid ?? '', 'DAMAGED')]
    const reissue = office.api.placeOrder({ commandId: v7(), visitId, msisdn, lines })
    await expect(reissue).rejects.toMatchObject({ code: 'AUTHORITY_NOT_COVERING', params: { operation: 'simReissue' } })
    const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' }
    const fetch = office.api.fetchUsage({
      fetchId: v7(),
      visitId,
      msisdn,
      period,
      rows: 1,
      totalTiyn: 0,
      topUpsTiyn: 0,
    })
    expect(await codeOf(fetch)).toBe('AUTHORITY_NOT_COVERING')
    const id = await office.unblock(person, visitId)
    expect(await office.orderIn(id, 'done', 'rejected')).toMatchObject({ state: 'done' })
  })

  it('for a company does so by its letter', async () => {
    const { core, office, clerkId } = await signedIn()
    const person = core.facts.people.company
    const { msisdn } = person
    const { visitId } = await office.api.openVisit({ commandId: v7(), clerkId, msisdn })
    const organization = letterOf(core)
    const asked = { commandId: v7(), visitId, msisdn, person: presented(person), organization }
    expect(await office.api.verify(asked)).toMatchObject({ result: 'matched', numbers: [msisdn] })
    const id = await office.unblock(person, visitId)
    expect(await office.orderIn(id, 'done', 'rejected')).toMatchObject({ state: 'done' })
  })
})
