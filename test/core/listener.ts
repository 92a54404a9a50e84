import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Change } from './change'
import type { Timers } from './clock'
import type { Core, Handlers } from './context'
import { deliver, pause } from './deliver'
import { answerInstead, bend, strikeCore } from './faultEffects'
import { faultRules, type Faults, type RequestFault, type Struck } from './faults'
import type { CoreFacts } from './generator/facts'
import type { History } from './history'
import { headerOf, isLoopback, readJson, send, type Reply } from './http'
import { logFault } from './log'
import { handle, problemReply } from './pipeline'
import { badRequest, notFound } from './problem'
import { findRoute, type Route } from './router'

export interface Serving {
  core: Core
  handlers: Handlers
  faults: Faults
  change: Change
  history: History
  facts: CoreFacts
  timers: Timers
}

/** One request from its first byte to its entry in the history. */
export async function listen(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://core')
  const { core } = serving
  if (url.pathname.startsWith('/_'))
    return send(response, await control(serving, request, url.pathname), core.clock.now())
  const method = request.method ?? 'GET'
  const route = findRoute(method, url.pathname)
  const struck = serving.faults.strike({ endpoint: route?.id, method, path: url.pathname })
  const { fault } = struck
  const record = (status: number, body?: unknown): void =>
    serving.history.add({ entry: 'request', ...requestFacts(request, route, body), status, ...faultName(struck) })
  const lose = (body?: unknown): void => {
    record(0, body)
    request.socket.destroy()
  }
  if (fault?.kind === 'down') return lose()
  const body = await readJson(request).catch((error: unknown) => error)
  // A counter that went away in the middle of its request has asked for nothing.
  if (!request.complete) return lose()
  const waited = struck.latencyMs === 0 || (await pause(struck.latencyMs, stopping))
  if (!waited || fault?.kind === 'requestLost') return lose(body)
  const asked = { request, url, route, body }
  if (fault?.kind === 'late') {
    serving.timers.set(fault.ms, () => void overtaken(serving, asked, fault, stopping))
    return lose(body)
  }
  if (fault?.kind === 'duplicate') record((await answer(serving, asked, fault)).status, body)
  const reply = await answer(serving, asked, fault)
  if (fault?.kind === 'answerLost') return lose(body)
  record(reply.status, body)
  await deliver(response, reply, core.clock.now(), { fault, stopping })
}

interface Asked {
  request: IncomingMessage
  url: URL
  route: Route | undefined
  body: unknown
}

/** What was held up on its way arrives; nobody hears the answer. A core that ended meanwhile never gets it. */
async function overtaken(serving: Serving, asked: Asked, fault: RequestFault, stopping: AbortSignal): Promise<void> {
  if (!stopping.aborted) await answer(serving, asked, fault).catch((error: unknown) => logFault('late request', error))
}

/** Handles the request once and tells what it did. */
async function answer(serving: Serving, asked: Asked, fault: RequestFault | undefined): Promise<Reply> {
  const { request, url, route, body } = asked
  const instead = answerInstead(fault, serving.core.clock.now(), url)
  if (instead) return instead
  if (body instanceof Error) return problemReply(body)
  if (!route) return problemReply(notFound())
  await strikeCore(serving.change, fault, body)
  const failCode = fault?.kind === 'orderFails' ? fault.code : undefined
  const query = Object.fromEntries(url.searchParams)
  const done = await handle(serving, { route, request, query, body, failCode })
  serving.history.addEffects(done.effects)
  for (const act of done.afterCommit) act()
  return bend(fault, done.reply)
}

function requestFacts(
  request: IncomingMessage,
  route: Route | undefined,
  body: unknown,
): { endpoint: Route['id'] | 'unknown'; method: string; correlationId?: string; commandId?: string } {
  const correlationId = headerOf(request, 'x-correlation-id')
  const commandId = commandIdOf(body)
  return {
    endpoint: route?.id ?? 'unknown',
    method: request.method ?? 'GET',
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(commandId === undefined ? {} : { commandId }),
  }
}

function commandIdOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  if ('commandId' in body && typeof body.commandId === 'string') return body.commandId
  return 'externalId' in body && typeof body.externalId === 'string' ? body.externalId : undefined
}

function faultName({ fault, latencyMs }: Struck): { fault?: string } {
  if (fault) return { fault: fault.kind }
  return latencyMs > 0 ? { fault: 'latency' } : {}
}

/** `/_history`, `/_facts`, `/_faults`: for checkers on this machine only, outside the contract. */
async function control(serving: Serving, request: IncomingMessage, path: string): Promise<Reply> {
  try {
    if (!isLoopback(request)) throw notFound()
    const asked = `${request.method ?? 'GET'} ${path}`
    if (asked === 'GET /_history') return { status: 200, body: serving.history.list() }
    if (asked === 'GET /_facts') return { status: 200, body: serving.facts }
    if (asked !== 'POST /_faults') throw notFound()
    const rules = faultRules.safeParse(await readJson(request))
    if (!rules.success) throw badRequest(rules.error.issues[0]?.path.join('.') || 'body')
    serving.faults.set(rules.data)
    return { status: 200, body: { rules: rules.data.length } }
  } catch (error) {
    return problemReply(error)
  }
}
