import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { codeOf, effectsOf, Office, startTestCore } from './office'

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
