import { shallowRef, type ShallowRef } from 'vue'
import type { ErrorBody } from '#domain/errors'
import { problemOf } from './bridge'
import { useVisit } from './visit'

export interface CustomerQuestion {
  problem: ShallowRef<ErrorBody | undefined>
  /** Asks for the customer's facts anew; on a failure the known ones stay and `problem` says why. */
  load(): Promise<void>
  /** The same, unless they are here already. */
  require(): Promise<void>
}

/** For screens that decide by the customer's facts: what is not known yet must not be taken for "there are none". */
export function useCustomer(): CustomerQuestion {
  const visit = useVisit()
  const problem = shallowRef<ErrorBody>()

  async function load(): Promise<void> {
    try {
      problem.value = undefined
      await visit.refresh()
    } catch (error) {
      problem.value = problemOf(error)
    }
  }

  return { problem, load, require: async () => (visit.customer === undefined ? await load() : undefined) }
}
