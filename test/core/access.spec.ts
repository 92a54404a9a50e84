import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { HOUR, isoAt, MINUTE } from './clock'
import { codeOf, Counter, enrolment, office, productPath, startSmallCore } from './harness'
import type { RunningCore } from './server'

let offset = 0
const clock = { now: () => Date.now() + offset, iso: () => isoAt(Date.now() + offset) }
let core: RunningCore
beforeAll(async () => {
  core = await startSmallCore({ clock })
})
afterAll(() => core.stop())

describe('about', () => {
  it('says what it is, when, and its key', async () => {
    const answer = await new Counter(core.url).get<Record<string, unknown>>(`${office}/about`)
    expect(answer.body).toMatchObject({ kind: 'training', operator: 'Activ', protocol: { min: 1, max: 1 } })
    expect(Math.abs(Date.parse(answer.headers.get('date') ?? '') - Date.now())).toBeLessThan(5000)
  })
})

describe('enrolment', () => {
  it('takes a one-time code once, also when the command is repeated', async () => {
    const counter = new Counter(core.url)
    const command = enrolment(core.facts.enrolment.oneTime[0] ?? '')
    const first = await counter.post(`${office}/enrolment`, command)
    const again = await counter.post(`${office}/enrolment`, command)
    expect(first.status).toBe(201)
    expect(again.body).toEqual(first.body)
    const other = await counter.post(`${office}/enrolment`, enrolment(command.code))
    expect([other.status, codeOf(other)]).toEqual([409, 'ENROLMENT_CODE'])
    expect(codeOf(await counter.post(`${office}/enrolment`, enrolment('WRONG-CODE')))).toBe('ENROLMENT_CODE')
  })

  it('takes the development code any number of times', async () => {
    const ids = await Promise.all([1, 2].map(() => new Counter(core.url).enrol(core.enrolmentCode)))
    expect(ids[0]?.deviceId).not.toBe(ids[1]?.deviceId)
    expect(ids[0]?.officeId).toBe('office-042')
  })

  it('refuses a key that is none, naming the field only', async () => {
    const answer = await new Counter(core.url).post(`${office}/enrolment`, {
      ...enrolment('X-1234'),
      publicKey: 'AAAA',
    })
    expect(answer.body).toMatchObject({ code: 'BAD_REQUEST', params: { field: 'publicKey' } })
  })

  it('refuses wrong client credentials', async () => {
    const credentials = { grant_type: 'client_credentials', client_id: 'dev-x', client_secret: 'y' }
    const answer = await new Counter(core.url).post('/oauth2/token', credentials)
    expect([answer.status, codeOf(answer)]).toEqual([401, 'DEVICE_REFUSED'])
  })
})

describe('sign-in', () => {
  it('counts wrong PINs down and locks after five, for a while', async () => {
    const counter = new Counter(core.url)
    await counter.enrol(core.enrolmentCode)
    const { id, pin } = core.facts.clerks.secondClerk
    const left = []
    for (let time = 0; time < 4; time += 1) left.push((await counter.signIn(id, '0000')).body)
    expect(left).toMatchObject([4, 3, 2, 1].map((attemptsLeft) => ({ code: 'CLERK_OR_PIN', params: { attemptsLeft } })))
    expect((await counter.signIn(id, '0000')).status).toBe(423)
    const locked = await counter.signIn(id, pin)
    expect([locked.status, codeOf(locked)]).toEqual([423, 'CLERK_LOCKED'])
    offset += 16 * MINUTE
    expect((await counter.signIn(id, pin)).status).toBe(201)
  })

  it('counts a repeated command once', async () => {
    const counter = new Counter(core.url)
    await counter.enrol(core.enrolmentCode)
    const command = { commandId: v7(), clerkId: core.facts.clerks.clerk.id, pin: '9999' }
    const answers = [1, 2, 3].map(() => counter.post(`${office}/session`, command))
    for (const answer of await Promise.all(answers)) expect(answer.body).toMatchObject({ params: { attemptsLeft: 4 } })
    const other = await counter.post(`${office}/session`, { ...command, pin: core.facts.clerks.clerk.pin })
    expect([other.status, codeOf(other)]).toEqual([409, 'COMMAND_ID_REUSED'])
  })

  it('is for clerks of the own office', async () => {
    const counter = new Counter(core.url)
    await counter.enrol(core.enrolmentCode)
    const { id, pin } = core.facts.clerks.otherOfficeClerk
    expect(codeOf(await counter.signIn(id, pin))).toBe('CLERK_OR_PIN')
  })
})

describe('proof', () => {
  it('asks for the device, then the clerk, then the customer', async () => {
    const { main } = core.facts.people
    const counter = new Counter(core.url)
    const ask = () => counter.get(`${productPath}/${main.productId}`)
    expect([(await ask()).status, codeOf(await ask())]).toEqual([401, 'TOKEN_INVALID'])
    await counter.enrol(core.enrolmentCode)
    expect([(await ask()).status, codeOf(await ask())]).toEqual([401, 'CLERK_TOKEN_INVALID'])
    const { clerk } = core.facts.clerks
    counter.setHeader('X-Clerk', (await counter.signIn(clerk.id, clerk.pin)).body.clerkToken)
    expect([(await ask()).status, codeOf(await ask())]).toEqual([403, 'NO_CUSTOMER_SESSION'])
    await counter.verify(main)
    expect((await ask()).status).toBe(200)
  })

  it('binds a clerk to the device and a customer to the number', async () => {
    const { main, active } = core.facts.people
    const counter = await Counter.signedIn(core)
    const verified = await counter.verify(main)
    expect(codeOf(await counter.get(`${productPath}/${active.productId}`))).toBe('NO_CUSTOMER_SESSION')
    expect(codeOf(await counter.get(`/tmf-api/party/v4/individual/${active.individualId}`))).toBe('NO_CUSTOMER_SESSION')
    const thief = await Counter.signedIn(core)
    thief.setHeader('X-Verification', verified.body.token ?? '')
    expect(codeOf(await thief.get(`${productPath}/${main.productId}`))).toBe('NO_CUSTOMER_SESSION')
  })

  it('lets a verification end after ten minutes and a device token after an hour', async () => {
    const counter = await Counter.signedIn(core)
    await counter.verify(core.facts.people.main)
    offset += 11 * MINUTE
    const late = await counter.get(`${productPath}/${core.facts.people.main.productId}`)
    expect([late.status, codeOf(late)]).toEqual([403, 'VERIFICATION_EXPIRED'])
    offset += HOUR
    expect(codeOf(await counter.get(`${office}/feed`))).toBe('TOKEN_INVALID')
  })
})
