import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Core, Handlers } from './context'
import { faultRules, type Faults, type Struck } from './faults'
import type { CoreFacts } from './generator/facts'
import type { History } from './history'
import { headerOf, isLoopback, readJson, send, type Reply } from './http'
import { handle, problemReply, type Done } from './pipeline'
import { badRequest, notFound } from './problem'
import { findRoute, type Route } from './router'

export interface Serving {
  core: Core
  handlers: Handlers
  faults: Faults
  history: History
  facts: CoreFacts
}

/** One request from its first byte to its entry in the history. */
export async function listen(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://core')
  const { core } = serving
  if (url.pathname.startsWith('/_'))
    return send(response, await control(serving, request, url.pathname), core.clock.now())
  const method = request.method ?? 'GET'
  const route = findRoute(method, url.pathname)
  const struck = serving.faults.strike({ endpoint: route?.id, method, path: url.pathname })
  const record = (status: number, body?: unknown): void =>
    serving.history.add({ entry: 'request', ...requestFacts(request, route, body), status, ...faultName(struck) })
  if (struck.fault?.kind === 'down') {
    record(0)
    return void request.socket.destroy()
  }
  const body = await readJson(request).catch((error: unknown) => error)
  if (struck.latencyMs > 0) await wait(struck.latencyMs)
  if (struck.fault?.kind === 'requestLost') {
    record(0, body)
    return void request.socket.destroy()
  }
  const done = await answer(serving, request, url, route, body, struck)
  serving.history.addEffects(done.effects)
  for (const act of done.afterCommit) act()
  if (struck.fault?.kind === 'answerLost') {
    record(0, body)
    return void request.socket.destroy()
  }
  record(done.reply.status, body)
  send(response, done.reply, core.clock.now())
}

async function answer(
  serving: Serving,
  request: IncomingMessage,
  url: URL,
  route: Route | undefined,
  body: unknown,
  { fault }: Struck,
): Promise<Done> {
  const only = (reply: Reply): Done => ({ reply, effects: [], afterCommit: [] })
  if (fault?.kind === 'status') return only(faultReply(fault.status, fault.body))
  if (body instanceof Error) return only(problemReply(body))
  if (!route) return only(problemReply(notFound()))
  const failCode = fault?.kind === 'orderFails' ? fault.code : undefined
  const query = Object.fromEntries(url.searchParams)
  return handle(serving.core, serving.handlers, { route, request, query, body, failCode })
}

function faultReply(status: number, body: unknown): Reply {
  return { status, body: body ?? { code: 'FAULT', reason: 'FAULT', status: String(status) } }
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
