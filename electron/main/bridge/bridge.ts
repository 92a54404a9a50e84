import type { z } from 'zod'
import { callNames, callSpec, type CallName } from '#domain/contract/index'
import type { Call, Envelope } from '#domain/contract/define'
import { AppError, toErrorBody } from '#domain/errors'
import { admit, type SessionView } from './admit'
import type { Handlers } from './handlers'
import { OncePerCommand } from './once'
import type { SenderEvent } from './sender'

export interface BridgeFault {
  channel: string
  code: string
  ref: string
  /** Name of an unexpected error and where an answer broke its contract; never a message or a value. */
  detail?: string
}

export interface BridgeDeps {
  handlers: Handlers
  session: SessionView
  isOurFrame(event: SenderEvent): boolean
  log(fault: BridgeFault): void
  newRef(): string
}

export interface BridgeCore {
  /** Never rejects: whatever goes wrong is an error body with a code and a reference. */
  dispatch(name: string, event: SenderEvent, input: unknown): Promise<Envelope<unknown>>
  forgetSettledCommands(): void
}

type AnyHandler = (input: unknown, caller: object) => Promise<unknown>

class BrokenAnswer extends Error {
  constructor(readonly path: string) {
    super('answer breaks its contract')
  }
}

/** The way of a request: sender guard, parse, access, service, parse of the answer, envelope. */
export function makeBridge(deps: BridgeDeps): BridgeCore {
  const once = new OncePerCommand()

  async function answer(name: string, event: SenderEvent, raw: unknown): Promise<unknown> {
    if (!deps.isOurFrame(event)) throw new AppError('FOREIGN_SENDER')
    if (!isCallName(name)) throw new AppError('BAD_REQUEST', { field: 'channel' })
    const spec = callSpec(name)
    const input = parseInput(spec.input, raw)
    const caller = admit(spec.access, input, deps.session)
    const handler = deps.handlers[name] as AnyHandler
    const act = async () => parseOutput(spec, await handler(input, caller))
    if (spec.kind === 'command') return once.run(commandIdOf(input), name, input, act)
    const value = await act()
    // The session may have ended while the question was on its way: then its answer belongs to nobody.
    admit(spec.access, input, deps.session)
    return value
  }

  return {
    async dispatch(name, event, input) {
      try {
        return { ok: true, value: await answer(name, event, input) }
      } catch (error) {
        const body = toErrorBody(error, deps.newRef())
        const channel = isCallName(name) ? name : 'unknown'
        deps.log({ channel, code: body.code, ref: body.ref, ...detailOf(error) })
        return { ok: false, error: body }
      }
    },
    forgetSettledCommands: () => once.forgetSettled(),
  }
}

function isCallName(name: string): name is CallName {
  return (callNames as readonly string[]).includes(name)
}

function parseInput(schema: z.ZodType, raw: unknown): unknown {
  const read = schema.safeParse(raw)
  if (read.success) return read.data
  throw new AppError('BAD_REQUEST', { field: pathOf(read.error) })
}

/** Undeclared fields are dropped here: what the contract does not name never reaches the renderer. */
function parseOutput(spec: Call, value: unknown): unknown {
  const read = spec.output.safeParse(value)
  if (read.success) return read.data
  throw new BrokenAnswer(pathOf(read.error))
}

function pathOf(error: z.ZodError): string {
  return error.issues[0]?.path.map(String).join('.') ?? ''
}

function commandIdOf(input: unknown): string {
  if (typeof input === 'object' && input !== null && 'commandId' in input) return String(input.commandId)
  throw new AppError('BAD_REQUEST', { field: 'commandId' })
}

function detailOf(error: unknown): { detail?: string } {
  if (error instanceof BrokenAnswer) return { detail: `answer: ${error.path}` }
  if (error instanceof AppError) return {}
  return { detail: error instanceof Error ? error.name : typeof error }
}
