import type { IncomingMessage } from 'node:http'
import type { Knex } from 'knex'
import type { z } from 'zod'
import type { EndpointId } from '#domain/core/endpoints'
import { Collecting, Listed, type Context, type Core, type Handled, type Handler, type Handlers } from './context'
import type { Effect, History, PlacedEffect } from './history'
import { headerOf, type Reply } from './http'
import { inTransaction, isUnholdable } from './locks'
import { logFault } from './log'
import { badRequest, CoreProblem } from './problem'
import { prove, type Proofs } from './proof'
import type { Route } from './router'

export interface Asked {
  route: Route
  request: IncomingMessage
  query: Record<string, string>
  body: unknown
  failCode: string | undefined
}

interface Handling {
  core: Core
  handlers: Handlers
  history: History
}

interface Done {
  reply: Reply
  effects: PlacedEffect[]
  afterCommit: (() => void)[]
}

/** Proof, parse, handle and check the answer, all in one transaction; a problem that is thrown rolls it back. */
export async function handle({ core, handlers, history }: Handling, asked: Asked): Promise<Done> {
  const { endpoint, id, param } = asked.route
  const handler = handlers[id] as Handler<EndpointId>
  const read = { query: parse(endpoint.query, asked.query), body: parse(endpoint.body, asked.body) }
  const attempt = async (tx: Knex): Promise<Done> => {
    const now = core.clock.now()
    const proofs = await prove(tx, endpoint.proof, tokensOf(asked.request), now)
    const done: Done = { reply: { status: 500, body: null }, effects: [], afterCommit: [] }
    const context = {
      core,
      endpoint: id,
      tx,
      now,
      id: param,
      query: valid(read.query),
      body: valid(read.body),
      ...gates(proofs),
      failCode: asked.failCode,
      effect: (effect: Effect) => void done.effects.push(history.placed(effect)),
      afterCommit: (act: () => void) => void done.afterCommit.push(act),
    } as Context
    done.reply = toReply(asked.route, await handler(context))
    return done
  }
  try {
    if (id === 'feed') await core.feedNumbers.giveOut()
    return await inTransaction(core.db, attempt)
  } catch (error) {
    return { reply: problemReply(error), effects: [], afterCommit: [] }
  }
}

export function problemReply(error: unknown): Reply {
  const problem = problemOf(error)
  const reply = { status: problem.status, body: problem.toBody() }
  const seconds = problem.status === 429 ? problem.params['seconds'] : undefined
  return seconds === undefined ? reply : { ...reply, headers: { 'Retry-After': String(seconds) } }
}

function problemOf(error: unknown): CoreProblem {
  if (error instanceof CoreProblem) return error
  if (isUnholdable(error)) return badRequest('body')
  logFault('request', error)
  return new CoreProblem(500, 'INTERNAL')
}

export function collectingReply({ job, retryAfterSeconds }: Collecting): Reply {
  return { status: 202, body: { job }, headers: { 'Retry-After': String(retryAfterSeconds) } }
}

function tokensOf(request: IncomingMessage): Parameters<typeof prove>[2] {
  return {
    authorization: headerOf(request, 'authorization'),
    clerk: headerOf(request, 'x-clerk'),
    verification: headerOf(request, 'x-verification'),
  }
}

function gates(proofs: Proofs): Pick<Context, 'device' | 'clerk' | 'customer'> {
  const present = <T>(value: T | undefined): T => {
    if (value === undefined) throw new CoreProblem(500, 'INTERNAL')
    return value
  }
  return {
    device: () => present(proofs.device),
    clerk: () => present(proofs.clerk),
    customer: () => present(proofs.customer),
  }
}

type Read = { data: unknown } | { problem: CoreProblem }

/** A problem names the field only, never its value; it is told only to whom has proven what the endpoint asks for. */
function parse(schema: z.ZodType | undefined, value: unknown): Read {
  if (!schema) return { data: undefined }
  const read = schema.safeParse(value)
  if (read.success) return { data: read.data }
  return { problem: badRequest(read.error.issues[0]?.path.join('.') || 'body') }
}

function valid(read: Read): unknown {
  if ('problem' in read) throw read.problem
  return read.data
}

function toReply({ id, endpoint }: Route, handled: Handled<EndpointId>): Reply {
  if (handled instanceof CoreProblem) return problemReply(handled)
  if (handled instanceof Collecting) return collectingReply(handled)
  const body = handled instanceof Listed ? handled.items : handled
  const checked = endpoint.answer.safeParse(body)
  if (!checked.success) {
    const fields = checked.error.issues.map((issue) => issue.path.join('.')).join(', ')
    process.stderr.write(`reference core: its answer of ${id} breaks the contract at ${fields}\n`)
    throw new CoreProblem(500, 'INTERNAL')
  }
  if (!(handled instanceof Listed)) return { status: endpoint.status, body: checked.data }
  const count = Array.isArray(checked.data) ? checked.data.length : 0
  const headers = { 'X-Result-Count': String(count), 'X-Total-Count': String(handled.total) }
  return { status: endpoint.status, body: checked.data, headers }
}
