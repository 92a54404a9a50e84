import { beforeEach, describe, expect, it } from 'vitest'
import { makeBridge } from '../bridge/bridge'
import type { Handlers } from '../bridge/handlers'
import { SessionKeeper } from './session'
import { clerk, msisdn, ours } from '../testing/bridge'
import { ManualTime, settle } from '../testing/time'

const visit = { visitId: '0193a1b2-7c00-7000-8000-00000000000a', msisdn }
const verified = { visitId: visit.visitId, numbers: [msisdn], clerkId: clerk.id }
const minute = 60_000

let time: ManualTime
let session: SessionKeeper
let happened: string[]

beforeEach(() => {
  time = new ManualTime()
  happened = []
  session = new SessionKeeper({
    clock: time,
    timers: time,
    hooks: {
      visitEnded: async (ended, reason) => void happened.push(`visit ${ended.visitId === visit.visitId} ${reason}`),
      clearScreen: () => void happened.push('screen'),
      signedOut: async () => void happened.push('signed out'),
    },
  })
})

function beginCustomer(untilMs = 10 * minute) {
  session.signIn({ ...clerk, until: time.in(8 * 60 * minute) })
  session.openVisit(visit, clerk.id)
  session.beginCustomer({ ...verified, until: time.in(untilMs) })
}

describe('customer session', () => {
  it('ends by its time, with its visit', async () => {
    beginCustomer()
    time.advance(10 * minute - 1)
    expect(session.customer()).toBeDefined()
    time.advance(1)
    expect(session.customer()).toBeUndefined()
    await settle()
    expect(happened).toEqual(['visit true expired'])
    expect(session.visit()).toBeUndefined()
    expect(session.clerk()).toBeDefined()
  })

  it('is over for a question even before its timer has run', async () => {
    beginCustomer()
    const handlers = { 'reissue.options': async () => ({ reasons: [], stock: [] }) } as Partial<Handlers> as Handlers
    const bridge = makeBridge({ handlers, session, isOurFrame: () => true, log: () => undefined, newRef: () => 'R' })
    const ask = () => bridge.dispatch('reissue.options', ours, { msisdn })
    expect(await ask()).toMatchObject({ ok: true })
    // As after a sleep of the machine: the clock is ahead, the timer has not fired.
    const awake = time.now() + 11 * minute
    time.now = () => awake
    expect(await ask()).toMatchObject({ error: { code: 'NO_CUSTOMER_SESSION' } })
  })

  it('ends with the visit, and leaves no timer that could end the next one', async () => {
    beginCustomer()
    await session.endVisit('finished')
    expect(happened).toEqual(['visit true finished'])
    session.openVisit(visit, clerk.id)
    time.advance(20 * minute)
    expect(session.visit()).toEqual(visit)
  })

  it('does not begin for a visit that ended while the document was compared', async () => {
    session.signIn({ ...clerk, until: time.in(minute) })
    session.openVisit(visit, clerk.id)
    await session.endVisit('finished')
    expect(() => session.beginCustomer({ ...verified, until: time.in(minute) })).toThrow('VISIT_UNKNOWN')
    session.openVisit({ ...visit, msisdn: '77010000002' }, clerk.id)
    expect(() => session.beginCustomer({ ...verified, until: time.in(minute) })).toThrow('VISIT_UNKNOWN')
  })

  it('covers all numbers of a person where the visit began with the document', () => {
    session.signIn({ ...clerk, until: time.in(60 * minute) })
    session.openVisit({ visitId: visit.visitId }, clerk.id)
    const numbers = [msisdn, '77010000002']
    session.beginCustomer({ ...verified, numbers, until: time.in(minute) })
    expect(session.customer()?.numbers).toEqual(numbers)
  })

  it('does not begin for a clerk who has gone', async () => {
    session.signIn({ ...clerk, until: time.in(60 * minute) })
    session.openVisit(visit, clerk.id)
    await session.signOut('locked')
    session.signIn({ ...clerk, id: 'c2', until: time.in(60 * minute) })
    expect(() => session.openVisit(visit, clerk.id)).toThrow('NOT_SIGNED_IN')
    expect(() => session.beginCustomer({ ...verified, until: time.in(minute) })).toThrow('NOT_SIGNED_IN')
  })
})

describe('lock', () => {
  it('ends the visit, clears the screen at once and then signs out', async () => {
    beginCustomer()
    const locked = session.signOut('locked')
    expect(session.clerk()).toBeUndefined()
    expect(session.customer()).toBeUndefined()
    expect(happened).toEqual(['visit true locked', 'screen'])
    await locked
    expect(happened).toEqual(['visit true locked', 'screen', 'signed out'])
  })

  it('does nothing when nobody is signed in', async () => {
    await session.signOut('locked')
    expect(happened).toEqual([])
  })

  it("comes by itself at the end of the clerk's session", async () => {
    session.signIn({ ...clerk, until: time.in(minute) })
    time.advance(minute)
    await settle()
    expect(happened).toEqual(['screen', 'signed out'])
    expect(time.pending()).toBe(0)
  })
})

describe('a restart of a part of the program', () => {
  it('signs the clerk out, and is told until the next sign-in', async () => {
    beginCustomer()
    expect(session.interrupted).toBe(false)
    await session.interrupt()
    expect([session.clerk(), session.interrupted]).toEqual([undefined, true])
    session.signIn({ ...clerk, until: time.in(minute) })
    expect(session.interrupted).toBe(false)
  })

  it('is nobody’s news when nobody was signed in', async () => {
    await session.interrupt()
    expect(session.interrupted).toBe(false)
  })
})
