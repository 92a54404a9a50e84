import type { Clock } from '#domain/clock'
import { endpoints, type AnswerOf, type Endpoint, type EndpointId } from '#domain/core/endpoints'
import { AppError } from '#domain/errors'
import type { IdSource } from '#domain/ids'
import type { Log } from '../log'
import type { Timers } from '../sync/pump'
import { Collecting, collected, readCollecting } from './collecting'
import type { Ask, AskOptions, Core, Fetch } from './core'
import { refusal, TokenRefused } from './refusal'
import { overdueMs, timeoutMsOf } from './timeouts'
import { createTokenSource } from './token'

export interface ClientOptions {
  /** From {@link coreAddress}. */
  address: string
  /** Absent before enrolment. */
  credentials?: { clientId: string; clientSecret: string }
  fetch: Fetch
  clock: Clock
  ids: IdSource
  log: Log
  timers: Timers
  /** The core itself answered, with this clock; not called for a proxy's page. */
  onAnswer(coreMs: number | undefined): void
  /** Nobody answered, or not the core. */
  onMiss(): void
  /** One answer more, or one less, takes longer than usual. */
  onOverdue(change: 1 | -1): void
  /** Whether the core has accepted this counter's credential. */
  onDevice(accepted: boolean): void
}

type AnyAsk = AskOptions & { id?: string; query?: Record<string, unknown>; body?: unknown }

/** Whose unclear outcome is asked for by its external id and not by a repeat. */
const neverRepeated: readonly EndpointId[] = ['placeOrder']

export function createCoreClient(options: ClientOptions): Core {
  const tokens = createTokenSource(() => requestToken(options), options.clock)

  async function withToken(id: EndpointId, request: AnyAsk): Promise<unknown> {
    if (endpoints[id].proof === 'none') return await send(options, id, request)
    const token = await tokens.current()
    try {
      const answer = await send(options, id, request, token)
      options.onDevice(true)
      return answer
    } catch (error) {
      if (error instanceof TokenRefused) tokens.forget(token)
      throw error
    }
  }

  async function withRenewal(id: EndpointId, request: AnyAsk): Promise<unknown> {
    try {
      return await withToken(id, request)
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error
      return await withToken(id, request).catch(deviceRefused)
    }
  }

  /** A line that drops for a moment shall cost nobody a second try: every call is safe to repeat by its command id. */
  async function withRepeat(id: EndpointId, request: AnyAsk): Promise<unknown> {
    try {
      return await withRenewal(id, request)
    } catch (error) {
      if (neverRepeated.includes(id) || codeOf(error) !== 'CORE_UNREACHABLE' || request.signal?.aborted) throw error
      return await withRenewal(id, request)
    }
  }

  async function withCollecting(id: EndpointId, request: AnyAsk): Promise<unknown> {
    const answer = await withRepeat(id, request)
    if (!(answer instanceof Collecting)) return answer
    const { query: _asked, ...same } = request
    const endpoint: Endpoint = endpoints[id]
    const collectedBy: EndpointId = endpoint.collectedBy ?? id
    return await collected(options, answer, (job) => withRepeat(collectedBy, { ...same, id: job }), request.signal)
  }

  return {
    async ask<K extends EndpointId>(id: K, request: Ask<K>): Promise<AnswerOf<K>> {
      try {
        return (await withCollecting(id, request as AnyAsk)) as AnswerOf<K>
      } catch (error) {
        if (codeOf(error) === 'CORE_UNREACHABLE' || codeOf(error) === 'CORE_TIMEOUT') options.onMiss()
        if (codeOf(error) === 'DEVICE_REFUSED') options.onDevice(false)
        throw error
      }
    },
  }
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : 'other'
}

function deviceRefused(error: unknown): never {
  throw error instanceof TokenRefused ? new AppError('DEVICE_REFUSED') : error
}

async function requestToken(options: ClientOptions): Promise<AnswerOf<'token'>> {
  const { credentials } = options
  if (!credentials) throw new AppError('NOT_ENROLLED')
  const { clientId, clientSecret } = credentials
  const body = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
  return (await send(options, 'token', { body }).catch(deviceRefused)) as AnswerOf<'token'>
}

async function send(options: ClientOptions, id: EndpointId, request: AnyAsk, token?: string): Promise<unknown> {
  const { clock, log } = options
  const endpoint: Endpoint = endpoints[id]
  const ref = request.correlationId ?? options.ids.uuid()
  const began = clock.now()
  const outcome = (code: string, status?: number) =>
    log('info', 'core.ask', { endpoint: id, ref, code, status, ms: clock.now() - began })
  const arrived = watchOverdue(options, id)
  try {
    const timeoutMs = request.timeoutMs ?? timeoutMsOf(id)
    const answer = await exchange(options, endpoint, { ...request, timeoutMs }, { ref, token })
    const value = read(endpoint, answer, id)
    outcome('ok', answer.status)
    return value
  } catch (error) {
    outcome(codeOf(error))
    throw error
  } finally {
    arrived()
  }
}

/** Tells of an answer that takes longer than usual, until it is here. Nobody waits for the feed. */
function watchOverdue({ timers, onOverdue }: ClientOptions, id: EndpointId): () => void {
  if (id === 'feed') return () => undefined
  let told = false
  const cancel = timers.set(overdueMs, () => {
    told = true
    onOverdue(1)
  })
  return () => {
    cancel()
    if (told) onOverdue(-1)
  }
}

interface RawAnswer {
  status: number
  headers: Headers
  text: string
  /** Told apart from a proxy's page by being JSON. */
  json: unknown
}

async function exchange(
  options: ClientOptions,
  endpoint: Endpoint,
  request: AnyAsk & { timeoutMs: number },
  sign: { ref: string; token: string | undefined },
): Promise<RawAnswer> {
  const late = new AbortController()
  const signal = request.signal ? AbortSignal.any([request.signal, late.signal]) : late.signal
  // Called off with the answer: `AbortSignal.timeout` would keep each request in memory until it goes off.
  const timer = setTimeout(() => late.abort(), request.timeoutMs)
  try {
    const response = await options.fetch(urlOf(options.address, endpoint, request), {
      method: endpoint.method,
      headers: headersOf(options, request, sign),
      signal,
      redirect: 'error',
      cache: 'no-store',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    const text = await response.text()
    const json = parseJson(text)
    if (json === undefined) options.onMiss()
    else options.onAnswer(coreTime(response.headers))
    return { status: response.status, headers: response.headers, text, json }
  } catch {
    // The cause is left behind: it may name the address with its query, and so a number.
    request.signal?.throwIfAborted()
    throw new AppError(late.signal.aborted ? 'CORE_TIMEOUT' : 'CORE_UNREACHABLE')
  } finally {
    clearTimeout(timer)
  }
}

function read(endpoint: Endpoint, answer: RawAnswer, id: EndpointId): unknown {
  if (answer.status < 200 || answer.status > 299) throw refusal(answer.status, answer.headers, answer.text)
  const job = answer.status === 202 && endpoint.collectedBy ? readCollecting(answer.json, answer.headers) : undefined
  if (job) return job
  const parsed = endpoint.answer.safeParse(answer.json)
  if (!parsed.success) throw new AppError('CORE_ANSWER_MALFORMED', { endpoint: id })
  return parsed.data
}

function urlOf(address: string, endpoint: Endpoint, request: AnyAsk): string {
  const path = endpoint.path.replace('{id}', encodeURIComponent(request.id ?? ''))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) search.set(name, String(value))
  }
  return `${address}${path}${search.size > 0 ? `?${search.toString()}` : ''}`
}

function headersOf(
  options: ClientOptions,
  request: AnyAsk,
  sign: { ref: string; token: string | undefined },
): Record<string, string> {
  return {
    Accept: 'application/json',
    'X-Correlation-Id': sign.ref,
    'X-Office-Time': options.clock.iso(),
    ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(sign.token && { Authorization: `Bearer ${sign.token}` }),
    ...(request.clerkToken && { 'X-Clerk': request.clerkToken }),
    ...(request.verificationToken && { 'X-Verification': request.verificationToken }),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is not an answer of the core.
    return undefined
  }
}

function coreTime(headers: Headers): number | undefined {
  const ms = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(ms) ? undefined : ms
}
