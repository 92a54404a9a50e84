import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest'
import { Faults } from './faults'
import { Counter, office, startSmallCore } from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore()
  counter = new Counter(core.url)
})
afterEach(() => core.setFaults([]))
afterAll(() => core.stop())

describe('fault rules', () => {
  it('strike after so many and so often', () => {
    const faults = new Faults()
    faults.set([{ match: { endpoint: 'about' }, after: 1, times: 2, fault: { kind: 'down' } }])
    const strikes = [1, 2, 3, 4].map(() => faults.strike({ endpoint: 'about', method: 'GET', path: '/' }).fault?.kind)
    expect(strikes).toEqual([undefined, 'down', 'down', undefined])
    expect(faults.strike({ endpoint: 'feed', method: 'GET', path: '/' }).fault).toBeUndefined()
  })

  it.each(['down', 'requestLost', 'answerLost'] as const)('%s breaks the connection', async (kind) => {
    core.setFaults([{ match: { path: '/office' }, times: 1, fault: { kind } }])
    await expect(counter.get(`${office}/about`)).rejects.toThrow()
    expect((await counter.get(`${office}/about`)).status).toBe(200)
    expect(core.history().findLast((e) => e.entry === 'request' && e.status === 0)).toMatchObject({ fault: kind })
  })

  it('requestLost does nothing, answerLost everything', async () => {
    const enrolled = () => core.history().filter((e) => e.entry === 'effect' && e.kind === 'deviceEnrolled').length
    core.setFaults([{ match: { endpoint: 'enrol' }, fault: { kind: 'requestLost' } }])
    await expect(counter.enrol(core.enrolmentCode)).rejects.toThrow()
    expect(enrolled()).toBe(0)
    core.setFaults([{ match: { endpoint: 'enrol' }, fault: { kind: 'answerLost' } }])
    await expect(counter.enrol(core.enrolmentCode)).rejects.toThrow()
    expect(enrolled()).toBe(1)
  })

  it('come by HTTP from this machine, with a status and a body of their own', async () => {
    const rule = {
      match: { method: 'GET' },
      times: 1,
      fault: { kind: 'status', status: 503, body: { code: 'X', reason: 'x' } },
    }
    expect((await counter.post('/_faults', [rule])).status).toBe(200)
    expect(await counter.get(`${office}/about`)).toMatchObject({ status: 503, body: { code: 'X' } })
    expect((await counter.get(`${office}/about`)).status).toBe(200)
    expect((await counter.post('/_faults', [{ fault: { kind: 'nonsense' } }])).status).toBe(400)
  })

  it('latency delays and combines with another fault', async () => {
    core.setFaults([
      { match: {}, fault: { kind: 'latency', ms: 60 } },
      { match: {}, fault: { kind: 'status', status: 500 } },
    ])
    const start = performance.now()
    expect((await counter.get(`${office}/about`)).status).toBe(500)
    expect(performance.now() - start).toBeGreaterThan(50)
  })
})

describe('what checkers read', () => {
  it('is the history and the facts, without personal data in the history', async () => {
    const own = await Counter.signedIn(core)
    const { main } = core.facts.people
    await own.verify(main)
    const facts = await counter.get<RunningCore['facts']>('/_facts')
    expect(facts.body.people.main).toEqual(main)
    const history = JSON.stringify((await counter.get('/_history')).body)
    expect(history).toContain('verificationAttempt')
    for (const secret of [main.msisdn, main.iin, main.document.number, main.familyName, core.facts.clerks.clerk.pin]) {
      expect(history).not.toContain(`"${secret}"`)
    }
    expect((await counter.get('/_nothing')).status).toBe(404)
    expect((await counter.get('/elsewhere')).status).toBe(404)
  })
})
