import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '#domain/errors'
import { stoppedClock } from '#db/spec/tempStore'
import type { LogFields } from '../log'
import { createCoreClient } from './client'

type Respond = (request: IncomingMessage, response: ServerResponse, turn: number) => void

const about = {
  protocol: { min: 1, max: 1 },
  core: 'test',
  kind: 'training',
  time: '2026-11-23T09:00:00Z',
  operator: 'Activ',
  reportPublicKey: 'key',
  rootCertificate: 'root',
}
const emptyFeed = { items: [], next: 'c.1', more: false }
const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
  void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))

/** A core of one answer. `requests` are those it got, tokens apart. */
async function clientOf(respond: Respond) {
  const requests: IncomingMessage[] = []
  const log: LogFields[] = []
  const line = { answered: [] as (number | undefined)[], missed: 0, overdue: [] as number[] }
  const waiting = new Set<() => void>()
  const devices: boolean[] = []
  let tokens = 0
  const server = createServer((request, response) => {
    if (request.url === '/oauth2/token') {
      return json(response, 200, { access_token: `token-${++tokens}`, token_type: 'Bearer', expires_in: 3600 })
    }
    requests.push(request)
    respond(request, response, requests.length)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close(() => undefined).closeAllConnections())
  let id = 0
  const core = createCoreClient({
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { clientId: 'dev', clientSecret: 'secret' },
    fetch,
    clock: stoppedClock(),
    ids: { uuid: () => `id-${++id}` },
    log: (_level, _event, fields = {}) => void log.push(fields),
    onAnswer: (ms) => void line.answered.push(ms),
    timers: {
      set(_ms, run) {
        waiting.add(run)
        return () => void waiting.delete(run)
      },
    },
    onOverdue: (change) => void line.overdue.push(change),
    onMiss: () => void (line.missed += 1),
    onDevice: (accepted) => void devices.push(accepted),
  })
  return { core, requests, log, line, devices, waiting, tokens: () => tokens }
}

async function failure(work: Promise<unknown>): Promise<{ code: string; params: object }> {
  const error = await work.then(() => undefined).catch((reason: unknown) => reason)
  if (!(error instanceof AppError)) throw new Error('an AppError was expected')
  return { code: error.code, params: error.params }
}

const tmf = (code: string, params?: object) => ({ code, reason: code, ...(params && { params }) })

describe('a request', () => {
  it('proves itself, names its operation, and tells the office time', async () => {
    const { core, requests } = await clientOf((_request, response) => json(response, 200, []))
    await core.ask('buckets', {
      query: { 'product.id': 'prod 1' },
      clerkToken: 'clerk',
      verificationToken: 'customer',
      correlationId: 'operation-1',
    })
    expect(requests[0]?.url).toBe('/tmf-api/prepayBalanceManagement/v4/bucket?product.id=prod+1')
    expect(requests[0]?.headers).toMatchObject({
      authorization: 'Bearer token-1',
      'x-clerk': 'clerk',
      'x-verification': 'customer',
      'x-correlation-id': 'operation-1',
      'x-office-time': '2026-11-23T09:00:00.000Z',
    })
  })

  it('needs no token where the core asks for none', async () => {
    const { core, requests, tokens } = await clientOf((_request, response) => json(response, 200, about))
    expect(await core.ask('about', {})).toEqual(about)
    expect(requests[0]?.headers.authorization).toBeUndefined()
    expect(tokens()).toBe(0)
  })

  it('shares one token, also between requests at the same time', async () => {
    const { core, tokens } = await clientOf((_request, response) => json(response, 200, emptyFeed))
    await Promise.all([1, 2, 3].map(() => core.ask('feed', { query: {} })))
    await core.ask('feed', { query: {} })
    expect(tokens()).toBe(1)
  })

  it('renews the token once when it is refused, then the counter has been signed off', async () => {
    const refuse = (response: ServerResponse) => json(response, 401, tmf('TOKEN_INVALID'))
    const once = await clientOf((_request, response, turn) =>
      turn === 1 ? refuse(response) : json(response, 200, emptyFeed),
    )
    expect(await once.core.ask('feed', { query: {} })).toEqual(emptyFeed)
    expect(once.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2'])
    const always = await clientOf((_request, response) => refuse(response))
    expect(await failure(always.core.ask('feed', { query: {} }))).toEqual({ code: 'DEVICE_REFUSED', params: {} })
    expect(always.requests).toHaveLength(2)
    expect([once.devices, always.devices]).toEqual([[true], [false]])
  })
})

describe('a failure', () => {
  const cases: [string, Respond, object][] = [
    ['busy', (_q, r) => json(r, 503, {}, { 'Retry-After': '7' }), { code: 'CORE_BUSY', params: { retryAfter: 7 } }],
    [
      'busy until a time, by the clock of the core',
      (_q, r) =>
        json(r, 429, {}, { Date: 'Mon, 23 Nov 2026 09:05:00 GMT', 'Retry-After': 'Mon, 23 Nov 2026 09:05:30 GMT' }),
      { code: 'CORE_BUSY', params: { retryAfter: 30 } },
    ],
    [
      'busy until a time that has passed',
      (_q, r) =>
        json(r, 503, {}, { Date: 'Mon, 23 Nov 2026 09:05:00 GMT', 'Retry-After': 'Mon, 23 Nov 2026 09:04:00 GMT' }),
      { code: 'CORE_BUSY', params: { retryAfter: 0 } },
    ],
    ['busy for some time', (_q, r) => json(r, 503, {}, { 'Retry-After': 'soon' }), { code: 'CORE_BUSY', params: {} }],
    ['too many', (_q, r) => json(r, 429, tmf('RATE')), { code: 'CORE_BUSY', params: {} }],
    ['a fault', (_q, r) => json(r, 500, tmf('INTERNAL')), { code: 'CORE_FAULT', params: { status: 500 } }],
    [
      'a page of a proxy',
      (_q, r) => void r.writeHead(200).end('<html>'),
      { code: 'CORE_ANSWER_MALFORMED', params: { endpoint: 'feed' } },
    ],
    [
      'a proxy that refuses',
      (_q, r) => void r.writeHead(403).end('<html>'),
      { code: 'CORE_ANSWER_MALFORMED', params: { status: 403 } },
    ],
    [
      'another shape',
      (_q, r) => json(r, 200, { items: 1 }),
      { code: 'CORE_ANSWER_MALFORMED', params: { endpoint: 'feed' } },
    ],
    ['a code of ours', (_q, r) => json(r, 422, tmf('ICCID_USED')), { code: 'ICCID_USED', params: {} }],
    [
      'params in the form of codes only',
      (_q, r) => json(r, 401, tmf('CLERK_OR_PIN', { attemptsLeft: 2, hint: 'Әсем Қаныш' })),
      { code: 'CLERK_OR_PIN', params: { attemptsLeft: 2 } },
    ],
    [
      'a clerk whose session has ended',
      (_q, r) => json(r, 401, tmf('CLERK_TOKEN_INVALID')),
      { code: 'NOT_SIGNED_IN', params: {} },
    ],
    [
      'another code',
      (_q, r) => json(r, 410, tmf('FEED_GONE')),
      { code: 'CORE_REFUSED', params: { code: 'FEED_GONE', status: 410 } },
    ],
    [
      'a code that would mean try again',
      (_q, r) => json(r, 400, tmf('STORE_FULL')),
      { code: 'CORE_REFUSED', params: { code: 'STORE_FULL', status: 400 } },
    ],
    [
      'a code that is a text',
      (_q, r) => json(r, 400, tmf('Иванов')),
      { code: 'CORE_REFUSED', params: { code: 'UNNAMED', status: 400 } },
    ],
  ]
  it.each(cases)('by %s has its code', async (_name, respond, expected) => {
    const { core } = await clientOf(respond)
    expect(await failure(core.ask('feed', { query: {} }))).toEqual(expected)
  })

  it('of the line is repeated once, but never that of an order', async () => {
    const drop: Respond = (_request, response) => void response.destroy()
    const feed = await clientOf(drop)
    expect((await failure(feed.core.ask('feed', { query: {} }))).code).toBe('CORE_UNREACHABLE')
    expect(feed.requests).toHaveLength(2)
    const order = await clientOf(drop)
    const body = {} as never
    expect((await failure(order.core.ask('placeOrder', { body }))).code).toBe('CORE_UNREACHABLE')
    expect(order.requests).toHaveLength(1)
  })

  it("by time has its own code, a call called off the caller's", async () => {
    const { core, line } = await clientOf(() => undefined)
    expect((await failure(core.ask('about', { timeoutMs: 30 }))).code).toBe('CORE_TIMEOUT')
    expect(line.missed).toBe(1)
    const signal = AbortSignal.abort(new AppError('REPORT_CANCELLED'))
    expect((await failure(core.ask('about', { signal }))).code).toBe('REPORT_CANCELLED')
    expect(line.missed).toBe(1)
  })

  it('by time is no longer waited for once the answer is here', async () => {
    const [set, clear] = [vi.spyOn(globalThis, 'setTimeout'), vi.spyOn(globalThis, 'clearTimeout')]
    onTestFinished(() => [set, clear].forEach((spy) => spy.mockRestore()))
    const { core } = await clientOf((_request, response) => json(response, 200, about))
    await core.ask('about', { timeoutMs: 54_321 })
    const timers = set.mock.results.filter((_result, turn) => set.mock.calls[turn]?.[1] === 54_321)
    expect(timers).toHaveLength(1)
    expect(clear).toHaveBeenCalledWith(timers[0]?.value)
  })

  it('by a JSON text that is cut is no answer', async () => {
    const { core, line } = await clientOf((_request, response) => void response.writeHead(200).end('{"items": [{'))
    expect((await failure(core.ask('feed', { query: {} }))).code).toBe('CORE_ANSWER_MALFORMED')
    expect(line.missed).toBe(1)
  })

  it('in the middle of a body is one of the line', async () => {
    const { core } = await clientOf((_request, response) => {
      response.writeHead(200, { 'Content-Length': '1000' })
      response.write('{"items"', () => response.destroy())
    })
    expect((await failure(core.ask('feed', { query: {} }))).code).toBe('CORE_UNREACHABLE')
  })
})

describe('an answer that takes its time', () => {
  it('is told while somebody waits for it, and no longer', async () => {
    let answer: () => void = () => undefined
    const { core, line, requests, waiting } = await clientOf(
      (_request, response) => void (answer = () => json(response, 200, about)),
    )
    const asked = core.ask('about', {})
    await expect.poll(() => requests.length).toBe(1)
    for (const run of waiting) run()
    expect(line.overdue).toEqual([1])
    answer()
    await asked
    expect(line.overdue).toEqual([1, -1])
    expect(waiting.size).toBe(0)
  })

  it('is not worth a word when it comes in time, nor from the feed', async () => {
    const { core, line, waiting } = await clientOf((request, response) =>
      json(response, 200, request.url?.startsWith('/office/v1/feed') ? emptyFeed : about),
    )
    await core.ask('about', {})
    const feed = core.ask('feed', { query: {} })
    expect([...waiting].length).toBeLessThanOrEqual(1)
    await feed
    expect([line.overdue, waiting.size]).toEqual([[], 0])
  })
})

describe('what is left behind', () => {
  it('of an answer: the core time; of a page of somebody else: that the core did not answer', async () => {
    const date = 'Mon, 23 Nov 2026 09:05:00 GMT'
    const good = await clientOf((_request, response) => json(response, 422, tmf('X'), { Date: date }))
    await failure(good.core.ask('about', {}))
    expect(good.line).toMatchObject({ answered: [Date.parse(date)], missed: 0 })
    const bad = await clientOf((_request, response) => void response.writeHead(502).end('<html>'))
    await failure(bad.core.ask('about', {}))
    expect(bad.line).toMatchObject({ answered: [], missed: 1 })
  })

  it('in the log: endpoint, reference, code and time, no number', async () => {
    const { core, log } = await clientOf((_request, response) => json(response, 200, []))
    await core.ask('productByNumber', { query: { productSerialNumber: '77015550199' }, clerkToken: 'clerk' })
    expect(log.map(({ endpoint, code }) => [endpoint, code])).toEqual([
      ['token', 'ok'],
      ['productByNumber', 'ok'],
    ])
    expect(JSON.stringify(log)).not.toContain('77015550199')
  })
})
