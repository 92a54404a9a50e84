import type { Bridge } from '#domain/contract/api'
import type { CallName, EventName, InputOf, OutputOf, PayloadOf } from '#domain/contract/index'
import type { ErrorBody } from '#domain/errors'

declare global {
  interface Window {
    bridge: Bridge
  }
}

/** Calls that change something: they carry the id made at the key press. */
export type CommandName = {
  [K in CallName]: InputOf<K> extends { commandId: string } ? K : never
}[CallName]
export type QueryName = Exclude<CallName, CommandName>
export type CommandInput<K extends CommandName> = Omit<InputOf<K>, 'commandId'>

/** A refused call; `problem` is what the other side said, safe to show. */
class CallError extends Error {
  override readonly name = 'CallError'
  constructor(readonly problem: ErrorBody) {
    super(problem.code)
  }
}

type ProblemListener = (problem: ErrorBody) => void
const problemListeners = new Set<ProblemListener>()

/** For what concerns the whole shell whichever screen asked, such as a session that is over. */
export function onProblem(listener: ProblemListener): void {
  problemListeners.add(listener)
}

/** Gives the value of the envelope or throws CallError. */
export async function call<K extends CallName>(name: K, input: InputOf<K>): Promise<OutputOf<K>> {
  const envelope = await window.bridge.call(name, input)
  if (envelope.ok) return envelope.value
  for (const listener of problemListeners) listener(envelope.error)
  throw new CallError(envelope.error)
}

export function on<K extends EventName>(name: K, listener: (payload: PayloadOf<K>) => void): () => void {
  return window.bridge.on(name, listener)
}

/** Anything else that was thrown is a fault of the program; it has no reference in the log. */
export function problemOf(error: unknown): ErrorBody {
  if (error instanceof CallError) return error.problem
  return { code: 'INTERNAL', params: {}, retryable: true, ref: '' }
}
