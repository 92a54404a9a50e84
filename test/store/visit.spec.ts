import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { openReader } from '#db/connection'
import { filesHolding } from '#db/spec/tempStore'
import { codeOf, Office, requestsOf, startTestCore, tempDir } from './office'

describe('enrolment', () => {
  it('refuses a plain address, a wrong code and what is no core', async () => {
    const core = await startTestCore()
    const office = await Office.open(tempDir())
    const enrol = (address: string, code: string) =>
      codeOf(office.api.enrol({ commandId: v7(), address, code, deviceName: 'Counter 3' }))
    expect(await enrol('http://core.example.kz', core.enrolmentCode)).toBe('ENROLMENT_ADDRESS')
    expect(await enrol('not an address', core.enrolmentCode)).toBe('ENROLMENT_ADDRESS')
    expect(await enrol(core.url, 'WRONG-CODE')).toBe('ENROLMENT_CODE')
    expect(await enrol('http://127.0.0.1:9', core.enrolmentCode)).toBe('CORE_UNREACHABLE')
    expect(await office.api.info({})).toMatchObject({ enrolled: false })
    expect(await codeOf(office.signIn(core))).toBe('NOT_ENROLLED')
  })

  it('is known with its language once somebody has chosen one', async () => {
    const office = await Office.open(tempDir())
    expect(await office.api.info({})).not.toHaveProperty('language')
    await office.api.setLanguage({ language: 'kk' })
    expect(await office.api.info({})).toMatchObject({ language: 'kk' })
  })

  it('whose answer is lost does not use up a one-time code', async () => {
    const core = await startTestCore()
    const office = await Office.open(tempDir())
    const code = core.facts.enrolment.oneTime[0] ?? ''
    core.setFaults([{ match: { endpoint: 'enrol' }, times: 2, fault: { kind: 'answerLost' } }])
    const enrol = () => office.api.enrol({ commandId: v7(), address: core.url, code, deviceName: 'Counter 3' })
    expect(await codeOf(enrol())).toBe('CORE_UNREACHABLE')
    expect(await enrol()).toEqual({ officeId: core.facts.office.id, officeName: core.facts.office.name })
    await office.signIn(core)
    expect(await office.api.info({})).toMatchObject({ enrolled: true, officeId: core.facts.office.id })
  })
})

describe('signing in', () => {
  it('gives the clerk with name and roles, and refuses a wrong PIN', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const { id, pin, name } = core.facts.clerks.clerk
    expect(await office.api.signIn({ commandId: v7(), clerkId: id, pin })).toMatchObject({ id, name, roles: ['clerk'] })
    expect(await codeOf(office.api.signIn({ commandId: v7(), clerkId: id, pin: '0000' }))).toBe('CLERK_OR_PIN')
  })

  it('is needed before a number can be found', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    await office.api.signOut({})
    expect(await codeOf(office.visitOf(core, core.facts.people.active))).toBe('NOT_SIGNED_IN')
  })
})

describe('a visit', () => {
  it('shows nothing of the customer before the match, everything after it', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const person = core.facts.people.main
    const { msisdn, document, iin } = person
    const number = await office.api.openVisit({ commandId: v7(), clerkId: '0417', msisdn })
    expect(number).toMatchObject({ status: 'blocked', blocks: [{ liftableBy: 'clerk', requiresNewSim: true }] })
    expect(await codeOf(office.api.customer({ msisdn }))).toBe('NO_CUSTOMER_SESSION')
    const ask = (documentNumber: string) =>
      office.api.verify({
        commandId: v7(),
        visitId: number.visitId,
        msisdn,
        person: { document: { ...document, number: documentNumber }, iin, method: 'typed' },
      })
    const refused = { result: 'mismatched', mismatched: ['documentNumber'], attemptsLeft: 2, numbers: [] }
    expect(await ask('000000000')).toEqual(refused)
    expect(await codeOf(office.api.customer({ msisdn }))).toBe('NO_CUSTOMER_SESSION')
    const matched = { result: 'matched', mismatched: [], until: expect.any(String), numbers: [msisdn] }
    expect(await ask(document.number)).toMatchObject(matched)
    expect(await office.api.customer({ msisdn })).toMatchObject({
      msisdn,
      name: `${person.familyName} ${person.givenName} ${person.middleName ?? ''}`,
      birthDate: person.birthDate,
      documentTail: document.number.slice(-4),
      documentUntil: document.validUntil,
      balanceTiyn: person.balanceTiyn,
      blocks: [{ code: 'LOST_STOLEN', names: { ru: expect.any(String) } }],
      documentRenewed: false,
    })
  })

  it('costs no second attempt when the answer to the first is lost', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const { msisdn, document, iin } = core.facts.people.active
    const { visitId } = await office.api.openVisit({ commandId: v7(), clerkId: '0417', msisdn })
    core.setFaults([{ match: { endpoint: 'verify' }, times: 1, fault: { kind: 'answerLost' } }])
    const wrong = { document: { ...document, number: '000000000' }, iin, method: 'typed' as const }
    const answer = await office.api.verify({ commandId: v7(), visitId, msisdn, person: wrong })
    expect(answer).toMatchObject({ result: 'mismatched', attemptsLeft: 2 })
    expect(requestsOf(core, 'verify')).toBe(2)
  })

  it('is opened once for a key that is pressed twice', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const open = { commandId: v7(), clerkId: '0417', msisdn: core.facts.people.active.msisdn }
    const [first, second] = await Promise.all([office.api.openVisit(open), office.api.openVisit(open)])
    expect(second).toEqual(first)
    expect(await office.api.openVisit(open)).toEqual(first)
    const withDocument = { commandId: v7(), clerkId: '0417' }
    const person = await Promise.all([1, 2].map(() => office.api.openPersonVisit(withDocument)))
    expect(person[1]).toEqual(person[0])
    expect(await office.api.openPersonVisit(withDocument)).toEqual(person[0])
    expect(await codeOf(office.api.openVisit({ ...open, commandId: v7(), msisdn: '77019999999' }))).toBe(
      'NUMBER_UNKNOWN',
    )
  })

  it('that the program did not outlive is told once at the next start, whether it was closed or killed', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    await office.visitOf(core, core.facts.people.active)
    await office.api.close({})
    const open = { location: office.location, backupDir: office.backupDir, ballastBytes: 4096 }
    expect(await office.api.open(open)).toMatchObject({ leftovers: ['VISIT_INTERRUPTED'] })
    await office.api.close({ midVisit: true })
    expect(await office.api.open(open)).toMatchObject({ leftovers: ['VISIT_INTERRUPTED'] })
    await office.api.close({})
    expect(await office.api.open(open)).toMatchObject({ leftovers: [] })
  })

  it('that has ended leaves nothing of the customer in the store, and no log or file ever does', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const person = core.facts.people.main
    const visitId = await office.visitOf(core, person)
    await office.api.customer({ msisdn: person.msisdn })
    const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-06-01T00:00:00.000Z' }
    const { rows, totalTiyn, topUpsTiyn } = await office.api.usageBounds({ msisdn: person.msisdn, period })
    const fetchId = v7()
    const sums = { rows, totalTiyn, topUpsTiyn }
    await office.api.fetchUsage({ fetchId, visitId, msisdn: person.msisdn, period, ...sums })
    await office.api.endVisit({ visitId, reason: 'finished' })
    await office.api.endVisit({ visitId, reason: 'locked' })
    expect(await codeOf(office.api.customer({ msisdn: person.msisdn }))).toBe('NO_CUSTOMER_SESSION')
    const canaries = [person.msisdn, person.iin, person.familyName, person.document.number, person.iccid]
    expect(filesHolding(office.dir, canaries)).toEqual([])
    const log = JSON.stringify(office.log)
    expect(canaries.filter((canary) => log.includes(canary))).toEqual([])
    await office.api.close({})
    const reader = await openReader(office.location)
    const count = (table: string) => reader.read((tx) => tx(table).select())
    expect([...(await count('usage_row')), ...(await count('usage_fetch'))]).toEqual([])
    expect(await count('visit')).toMatchObject([{ msisdn: null, endReason: 'finished' }])
    const audit = JSON.stringify(await count('audit'))
    expect(canaries.filter((canary) => audit.includes(canary))).toEqual([])
    await reader.close()
    expect(readFileSync(office.location.file).subarray(0, 15).toString()).not.toBe('SQLite format 3')
  })
})

describe('a SIM', () => {
  it('is told apart: free, used, of another office, with an ended lease, unknown', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const { sims } = core.facts
    const check = (iccid: string) => codeOf(office.api.checkSim({ iccid }))
    expect(await office.api.checkSim({ iccid: sims.free20[0]?.iccid ?? '' })).toMatchObject(sims.free20[0] ?? {})
    expect(await check(sims.used.iccid)).toBe('ICCID_USED')
    expect(await check(sims.otherOffice.iccid)).toBe('ICCID_OTHER_OFFICE')
    expect(await check(sims.expiredLease.iccid)).toBe('ICCID_LEASE_EXPIRED')
    expect(await check(sims.unknownIccid)).toBe('ICCID_UNKNOWN')
  })
})
