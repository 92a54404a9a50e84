import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ProductOrder } from '#domain/core/order'
import type { Fault } from './faults'
import { codeOf, Counter, ended, office, orderOf, orderPath, startSmallCore } from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore()
  counter = await Counter.signedIn(core)
})
afterEach(() => core.setFaults([]))
afterAll(() => core.stop())

function once(fault: Fault): void {
  core.setFaults([{ match: {}, times: 1, fault }])
}

function askAbout(): Promise<Response> {
  return fetch(`${core.url}${office}/about`)
}

describe('a bad line', () => {
  it('html: a page with status 200 in the answer’s place, and nothing is handled', async () => {
    once({ kind: 'html' })
    const enrolled = () => core.history().filter((e) => e.entry === 'effect' && e.kind === 'deviceEnrolled').length
    const before = enrolled()
    const answer = await fetch(`${core.url}${office}/enrolment`, { method: 'POST', body: '{}' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain('<html>')
    expect(enrolled()).toBe(before)
  })

  it('truncated length: the connection ends before the body is whole', async () => {
    once({ kind: 'truncated', how: 'length' })
    const answer = await askAbout()
    expect(answer.status).toBe(200)
    await expect(answer.text()).rejects.toThrow()
    expect((await askAbout()).ok).toBe(true)
  })

  it('truncated json: a whole body that is half a JSON text', async () => {
    once({ kind: 'truncated', how: 'json' })
    const answer = await askAbout()
    const text = await answer.text()
    expect(answer.headers.get('content-length')).toBe(String(text.length))
    expect(text).toMatch(/^\{/)
    expect(() => JSON.parse(text) as unknown).toThrow()
  })

  it('slowBody: the head at once, the body over its time', async () => {
    once({ kind: 'slowBody', ms: 300 })
    const start = performance.now()
    const answer = await askAbout()
    const head = performance.now() - start
    expect(await answer.json()).toMatchObject({ kind: 'training' })
    const body = performance.now() - start
    expect(head).toBeLessThan(250)
    expect(body).toBeGreaterThan(250)
  })

  it('a stopping core does not wait for a slow answer', async () => {
    const slow = await startSmallCore({ faults: [{ match: {}, fault: { kind: 'slowBody', ms: 60_000 } }] })
    const answer = await fetch(`${slow.url}${office}/about`)
    const body = expect(answer.text()).rejects.toThrow()
    await slow.stop()
    await body
  })

  it('duplicate: an order that arrives twice is one order', async () => {
    const { voluntary } = core.facts.people
    const { verificationId } = (await counter.verify(voluntary)).body
    const line = { operation: 'unblock' as const, blockIds: voluntary.blocks.map((block) => block.id) }
    const body = orderOf(core, voluntary, verificationId, [line])
    once({ kind: 'duplicate' })
    const placed = await counter.post<ProductOrder>(orderPath, body)
    expect(placed.status).toBe(201)
    await ended(counter, placed.body.id)
    const mine = core.history().filter((e) => e.commandId === body.externalId)
    expect(mine.filter((e) => e.entry === 'request')).toMatchObject([
      { status: 201, fault: 'duplicate' },
      { status: 201, fault: 'duplicate' },
    ])
    expect(mine.flatMap((e) => (e.entry === 'effect' ? [e.kind] : []))).toEqual([
      'orderAccepted',
      'blockLifted',
      'orderApplied',
    ])
  })

  it('duplicate: a wrong PIN that arrives twice is one attempt', async () => {
    once({ kind: 'duplicate' })
    const answer = await counter.post(`${office}/session`, { commandId: v7(), clerkId: '0418', pin: '0000' })
    expect(answer.body).toMatchObject({ code: 'CLERK_OR_PIN', params: { attemptsLeft: 4 } })
  })
})

describe('a core that is busy', () => {
  it('retryAfter: 429 and 503, in seconds and as an HTTP date', async () => {
    once({ kind: 'retryAfter', status: 429, seconds: 7, form: 'seconds' })
    const seconds = await counter.get(`${office}/about`)
    expect([seconds.status, seconds.headers.get('retry-after')]).toEqual([429, '7'])
    once({ kind: 'retryAfter', status: 503, seconds: 30, form: 'date' })
    const date = await counter.get(`${office}/about`)
    const until = Date.parse(date.headers.get('retry-after') ?? '') - Date.parse(date.headers.get('date') ?? '')
    expect([date.status, until]).toEqual([503, 30_000])
  })

  it('status: 5xx, 409 and 410 with a code', async () => {
    for (const [status, code] of [
      [500, 'INTERNAL'],
      [409, 'COMMAND_ID_REUSED'],
      [410, 'FEED_GONE'],
    ] as const) {
      once({ kind: 'status', status, code })
      const answer = await counter.get(`${office}/feed`)
      expect([answer.status, codeOf(answer)]).toEqual([status, code])
    }
  })

  it('limits the numbers that a clerk may look up in a minute', async () => {
    const strict = await startSmallCore({ lookupsPerMinute: 2 })
    try {
      const [one, other] = [
        await Counter.signedIn(strict),
        await Counter.signedIn(strict, strict.facts.clerks.secondClerk),
      ]
      const look = (who: Counter) =>
        who.get('/tmf-api/productInventory/v4/product', { productSerialNumber: strict.facts.people.main.msisdn })
      expect([(await look(one)).status, (await look(one)).status]).toEqual([200, 200])
      const third = await look(one)
      expect([third.status, codeOf(third)]).toEqual([429, 'TOO_MANY_REQUESTS'])
      expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(55)
      expect((await look(other)).status).toBe(200)
    } finally {
      await strict.stop()
    }
  })
})
