import { beforeEach, describe, expect, it } from 'vitest'
import type { VerificationView } from '#domain/contract/views'
import { SessionKeeper } from '../session/session'
import { clerk as anyClerk, msisdn } from '../testing/bridge'
import { fakeStore } from '../testing/store'
import { ManualTime } from '../testing/time'
import { findService } from './find'
import { verifyService } from './verify'
import { visitService } from './visit'

const bin = '940140000385'
const letter = { bin, letterNumber: '1', letterDate: '2026-11-01', representative: 'A' }
const commandId = '0193a1b2-7c00-7000-8000-000000000001'
const visitId = '0193a1b2-7c00-7000-8000-00000000000a'
const person = {
  document: { type: 'idCard', number: ' 012 345 678', validUntil: '2031-05-01' },
  iin: '880101300123',
  method: 'typed',
} as const

const proxy = {
  kind: 'powerOfAttorney',
  person,
  authority: { number: '7', date: '2026-01-01', notary: 'N', until: '2027-01-01', covers: ['unblock'] },
} as const

let time: ManualTime
let session: SessionKeeper
let ended: string[]
let answer: VerificationView

const clerk = () => ({ ...anyClerk, until: time.in(3_600_000) })

beforeEach(() => {
  time = new ManualTime()
  ended = []
  const hooks = {
    visitEnded: async (_visit: unknown, reason: string) => void ended.push(reason),
    clearScreen: () => undefined,
    signedOut: async () => undefined,
  }
  session = new SessionKeeper({ clock: time, timers: time, hooks })
  session.signIn(clerk())
  answer = { result: 'matched', mismatched: [], attemptsLeft: 3, until: time.in(600_000), numbers: [msisdn] }
})

function services() {
  const world = fakeStore({
    openVisit: async (o) => ({ visitId, msisdn: o.msisdn, status: 'active', blocks: [] }),
    openPersonVisit: async () => ({ visitId }),
    verify: async () => answer,
    visitOrders: async () => [],
  })
  const deps = { ...world, session, clock: time, zone: 'Asia/Almaty' }
  return { ...world, ...findService(deps), ...verifyService(deps), ...visitService(deps) }
}

describe('visit.open', () => {
  it.each(['+7 701 000 00 01', '8 (701) 000-00-01', '7010000001'])('finds %s', async (number) => {
    const view = await services()['visit.open']({ commandId, number }, { clerk: clerk() })
    expect(view.msisdn).toBe(msisdn)
    expect(session.visit()).toEqual({ visitId, msisdn })
  })

  it('refuses what is no Kazakh mobile number without asking anybody', async () => {
    const { calls, ...all } = services()
    await expect(all['visit.open']({ commandId, number: '+1 212 555 01 00' }, { clerk: clerk() })).rejects.toThrow(
      'MSISDN_FOREIGN',
    )
    expect(calls).toEqual([])
  })

  it('finishes the visit before it', async () => {
    const all = services()
    await all['visit.open']({ commandId, number: msisdn }, { clerk: clerk() })
    await all['visit.open']({ commandId, number: msisdn }, { clerk: clerk() })
    expect(ended).toEqual(['finished'])
  })

  it('opens nothing for a clerk who was locked out meanwhile', async () => {
    const all = services()
    const opening = all['visit.open']({ commandId, number: msisdn }, { clerk: clerk() })
    await session.signOut('locked')
    await expect(opening).rejects.toThrow('NOT_SIGNED_IN')
    expect(session.visit()).toBeUndefined()
  })
})

describe('visit.verify', () => {
  const verify = (all: ReturnType<typeof services>, change: object = {}) =>
    all['visit.verify']({ commandId, visitId, msisdn, ...person, ...change }, { clerk: clerk() })

  it('sends what was typed in its one written form and begins the customer session', async () => {
    session.openVisit({ visitId, msisdn }, clerk().id)
    const all = services()
    await verify(all)
    expect(all.calls).toMatchObject([{ input: { person: { document: { number: '012345678' }, iin: '880101300123' } } }])
    expect(session.customer()).toEqual({ visitId, numbers: [msisdn], clerkId: clerk().id, until: answer.until })
  })

  it.each(['mismatched', 'locked', 'documentLost', 'ownerDeceased', 'biometricsNeeded', 'documentExpired'] as const)(
    'begins none for %s',
    async (result) => {
      session.openVisit({ visitId, msisdn }, clerk().id)
      answer = { result, mismatched: [], attemptsLeft: 1, numbers: [] }
      expect(await verify(services())).toBe(answer)
      expect(session.customer()).toBeUndefined()
    },
  )

  const expired = { ...person.document, validUntil: '2026-11-22' }
  it.each([
    ['IIN_LENGTH', { iin: '8801013001' }],
    ['IIN_CHECK_DIGIT', { iin: '880101300121' }],
    ['IIN_MALFORMED', { iin: '88010130012X' }],
    ['DOCUMENT_NUMBER_MALFORMED', { document: { ...person.document, number: 'ABCD' } }],
    ['DOCUMENT_EXPIRED', { document: { ...person.document, validUntil: '2026-11-22' } }],
    ['DOCUMENT_EXPIRED', { proxy: { ...proxy, person: { ...person, document: expired } } }],
    ['AUTHORITY_EXPIRED', { proxy: { ...proxy, authority: { ...proxy.authority, until: '2026-11-22' } } }],
    ['AUTHORITY_MALFORMED', { proxy: { ...proxy, authority: { ...proxy.authority, notary: ' ' } } }],
    ['BIN_MALFORMED', { organization: { ...letter, bin: '940140000386' } }],
    ['ICCID_MALFORMED', { oldIccid: '12345' }],
    ['ICCID_CHECK_DIGIT', { oldIccid: '8999701000000000016' }],
    ['VISIT_UNKNOWN', { visitId: '0193a1b2-7c00-7000-8000-00000000000b' }],
    ['VISIT_UNKNOWN', { msisdn: '77010000002' }],
  ])('refuses with %s without spending an attempt', async (code, change) => {
    session.openVisit({ visitId, msisdn }, clerk().id)
    const all = services()
    await expect(verify(all, change)).rejects.toThrow(code)
    expect(all.calls).toEqual([])
  })
})

describe('a customer who does not know the number', () => {
  const numbers = [msisdn, '77010000002']
  const input = { commandId, visitId, ...person }

  beforeEach(async () => {
    answer = { ...answer, numbers, covers: ['unblock'] }
    await services()['visit.openPerson']({ commandId }, { clerk: clerk() })
  })

  it('is verified by document; the session covers all of the numbers, and what the paper names', async () => {
    const all = services()
    await all['visit.verify'](input, { clerk: clerk() })
    expect(all.calls[0]?.input).not.toHaveProperty('msisdn')
    expect(session.customer()).toMatchObject({ numbers, covers: ['unblock'] })
  })

  it('may show an old SIM, bring a letter of a company or send somebody', async () => {
    const all = services()
    const typed = { oldIccid: '8999 7010 0000 0000 015', organization: { ...letter, bin: '940 140 000 385' } }
    const presented = { ...proxy, authority: { ...proxy.authority, covers: [...proxy.authority.covers] } }
    await all['visit.verify']({ ...input, ...typed, proxy: presented }, { clerk: clerk() })
    const people = { person: { document: { number: '012345678' } }, proxy: { person: { iin: person.iin } } }
    expect(all.calls).toMatchObject([{ input: { oldIccid: '8999701000000000015', organization: { bin }, ...people } }])
  })

  it('is never given a session for a number that the core did not name', async () => {
    answer = { ...answer, numbers: ['77010000002'] }
    await expect(services()['visit.verify']({ ...input, msisdn }, { clerk: clerk() })).rejects.toThrow(
      'CORE_ANSWER_MALFORMED',
    )
    expect(session.customer()).toBeUndefined()
  })
})

describe('visit.finish', () => {
  it('ends the open visit only', async () => {
    session.openVisit({ visitId, msisdn }, clerk().id)
    const all = services()
    const other = '0193a1b2-7c00-7000-8000-00000000000b'
    await expect(all['visit.finish']({ commandId, visitId: other }, { clerk: clerk() })).rejects.toThrow(
      'VISIT_UNKNOWN',
    )
    await all['visit.finish']({ commandId, visitId }, { clerk: clerk() })
    expect(ended).toEqual(['finished'])
    expect(session.visit()).toBeUndefined()
  })
})
