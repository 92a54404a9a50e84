import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { InputOf, OutputOf } from '#domain/contract/index'
import type { ErrorBody } from '#domain/errors'
import { call, problemOf, type CommandInput, type CommandName, type QueryName } from './bridge'
import { CommandIds } from './commandIds'

export interface Act<K extends CommandName> {
  busy: Ref<boolean>
  problem: ShallowRef<ErrorBody | undefined>
  /** Undefined: refused (see `problem`), or the same act is still running. */
  run(input: CommandInput<K>): Promise<OutputOf<K> | undefined>
  /** The id that `run` with this input uses or used. */
  idFor(input: CommandInput<K>): string
  /** Makes the next run another act, even with the same input. */
  forget(): void
}

/** One thing a clerk can do on a screen. A second press while it runs does nothing. */
export function useAct<K extends CommandName>(name: K): Act<K> {
  const busy = ref(false)
  const problem = shallowRef<ErrorBody>()
  const ids = new CommandIds()

  async function run(input: CommandInput<K>): Promise<OutputOf<K> | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = undefined
    try {
      return await call(name, { ...input, commandId: ids.idFor(input) } as InputOf<K>)
    } catch (error) {
      problem.value = problemOf(error)
      // A plain refusal is an answer; after an unclear end the same id must come again.
      if (!problem.value.retryable) ids.forget()
      return undefined
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, run, idFor: (input) => ids.idFor(input), forget: () => ids.forget() }
}

export interface Question<K extends QueryName> {
  busy: Ref<boolean>
  value: ShallowRef<OutputOf<K> | undefined>
  problem: ShallowRef<ErrorBody | undefined>
  ask(input: InputOf<K>): Promise<OutputOf<K> | undefined>
  clear(): void
}

/** A question of a screen; only the answer to the latest asking counts. */
export function useQuestion<K extends QueryName>(name: K): Question<K> {
  const busy = ref(false)
  const value = shallowRef<OutputOf<K>>()
  const problem = shallowRef<ErrorBody>()
  let latest = 0

  async function ask(input: InputOf<K>): Promise<OutputOf<K> | undefined> {
    const mine = ++latest
    busy.value = true
    try {
      const answer = await call(name, input)
      if (mine !== latest) return undefined
      problem.value = undefined
      value.value = answer
      return answer
    } catch (error) {
      if (mine === latest) {
        value.value = undefined
        problem.value = problemOf(error)
      }
      return undefined
    } finally {
      if (mine === latest) busy.value = false
    }
  }

  function clear(): void {
    latest++
    busy.value = false
    value.value = undefined
    problem.value = undefined
  }

  onScopeDispose(clear)
  return { busy, value, problem, ask, clear }
}
