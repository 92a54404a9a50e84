import type { AnswerOf, EndpointId } from '#domain/core/endpoints'
import type { Context } from './context'
import { canonicalJson, sha256 } from './json'
import { lockName } from './locks'
import { CoreProblem } from './problem'
import type { CommandRow } from './rows'

interface KeptProblem {
  status: number
  code: string
  params: Record<string, string | number>
}
type Outcome = { answer: unknown } | { problem: KeptProblem }

/**
 * Does a command once: a repeat with the same id and body gets the first outcome, also a refusal that was returned (not
 * thrown); the same id with another body is COMMAND_ID_REUSED.
 */
export async function once<K extends EndpointId>(
  context: Context<K>,
  command: { commandId: string },
  act: () => Promise<AnswerOf<K> | CoreProblem>,
): Promise<AnswerOf<K> | CoreProblem> {
  const bodyHash = sha256(canonicalJson(command))
  await lockName(context.tx, `command ${command.commandId}`)
  const commands = () => context.tx<CommandRow>('commands')
  const known = await commands().where({ id: command.commandId }).first()
  if (known) {
    const same = known.body_hash === bodyHash && known.endpoint === context.endpoint
    if (!same) throw new CoreProblem(409, 'COMMAND_ID_REUSED')
    return revive<K>(JSON.parse(known.outcome) as Outcome)
  }
  const result = await act()
  await commands().insert({
    id: command.commandId,
    endpoint: context.endpoint,
    body_hash: bodyHash,
    outcome: JSON.stringify(outcomeOf(result)),
  })
  return result
}

function outcomeOf(result: unknown): Outcome {
  if (!(result instanceof CoreProblem)) return { answer: result }
  return { problem: { status: result.status, code: result.code, params: result.params } }
}

function revive<K extends EndpointId>(outcome: Outcome): AnswerOf<K> | CoreProblem {
  if ('answer' in outcome) return outcome.answer as AnswerOf<K>
  return new CoreProblem(outcome.problem.status, outcome.problem.code, outcome.problem.params)
}
