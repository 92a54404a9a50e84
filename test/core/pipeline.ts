import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import type { EndpointId } from '#domain/core/endpoints'
import { Listed, type Context, type Core, type Handled, type Handler, type Handlers } from './context'
import type { Effect } from './history'
import { headerOf, type Reply } from './http'
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

export interface Done {
  reply: Reply
  effects: Effect[]
  afterCommit: (() => void)[]
}

/** Proof, parse, handle and check the answer, all in one transaction; a problem that is thrown rolls it back. */
export async function handle(core: Core, handlers: Handlers, asked: Asked): Promise<Done> {
  const done: Done = { reply: { status: 500, body: null }, effects: [], afterCommit: [] }
  try {
    done.reply = await core.db.transaction(async (tx) => {
      const now = core.clock.now()
      const { endpoint, id, param } = asked.route
      const proofs = await prove(tx, endpoint.proof, tokensOf(asked.request), now)
      const context = {
        core,
        endpoint: id,
        tx,
        now,
        id: param,
        query: parse(endpoint.query, asked.query),
        body: parse(endpoint.body, asked.body),
        ...gates(proofs),
        failCode: asked.failCode,
        effect: (effect: Effect) => void done.effects.push(effect),
        afterCommit: (act: () => void) => void done.afterCommit.push(act),
      } as Context
      const handler = handlers[id] as Handler<EndpointId>
      return toReply(asked.route, await handler(context))
    })
    return done
  } catch (error) {
    return { reply: problemReply(error), effects: [], afterCommit: [] }
  }
}

export function problemReply(error: unknown): Reply {
  if (!(error instanceof CoreProblem)) logFault('request', error)
  const problem = error instanceof CoreProblem ? error : new CoreProblem(500, 'INTERNAL')
  const reply = { status: problem.status, body: problem.toBody() }
  const seconds = problem.status === 429 ? problem.params['seconds'] : undefined
  return seconds === undefined ? reply : { ...reply, headers: { 'Retry-After': String(seconds) } }
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

/** Names the field only, never its value. */
function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const read = schema.safeParse(value)
  if (read.success) return read.data
  throw badRequest(read.error.issues[0]?.path.join('.') || 'body')
}

function toReply({ id, endpoint }: Route, handled: Handled<EndpointId>): Reply {
  if (handled instanceof CoreProblem) return problemReply(handled)
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
