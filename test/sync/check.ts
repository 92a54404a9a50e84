import fc from 'fast-check'
import { Activity } from './activity'
import { live, type Outcome } from './history'
import type { Violation } from './screen'
import { history, type History } from './steps'
import { cheapPins, makeTemplate } from './template'

export interface SyncFigures {
  seed: number
  histories: number
  told: number
  applied: number
  attention: number
  kills: number
  requests: number
  seconds: number
  /** Of the first history that failed, made as short as it can be; absent when none did. */
  failure?: Failure
}

export interface Failure {
  violations: Violation[]
  history: History
}

export interface SyncOptions {
  seed: number
  histories: number
  /** Looks for the shortest history that fails in the same way. */
  shrink?: boolean
  onHistory?: (done: number) => void
}

type Sums = Pick<Outcome, 'told' | 'applied' | 'attention' | 'kills' | 'requests'>

/** Lives so many histories of a seed, one after the other, and stops at the first that breaks a promise. */
export async function checkSync(options: SyncOptions): Promise<SyncFigures> {
  const { seed, histories, shrink = true, onHistory } = options
  const began = performance.now()
  const sums: Sums = { told: 0, applied: 0, attention: 0, kills: 0, requests: 0 }
  let done = 0
  let last: Failure | undefined
  const details = await withLives((one) => {
    const property = fc.asyncProperty(history, async (drawn) => {
      const outcome = await one(drawn)
      for (const key of Object.keys(sums) as (keyof Sums)[]) sums[key] += outcome[key]
      done += 1
      onHistory?.(done)
      if (outcome.violations.length === 0) return
      last = { violations: outcome.violations, history: drawn }
      throw new Error(outcome.violations.map(({ kind, about }) => `${kind} ${about}`).join('; '))
    })
    return fc.check(property, { seed, numRuns: histories, endOnFailure: !shrink })
  })
  const [shortest] = details.counterexample ?? []
  const failure = details.failed ? failureOf(shortest, last, details.errorInstance) : undefined
  const seconds = Math.round((performance.now() - began) / 100) / 10
  return { seed, histories: done, ...sums, seconds, ...(failure && { failure }) }
}

/** One history again, as a failure printed it. */
export function replay(one: History): Promise<Outcome> {
  return withLives((live) => live(one))
}

function failureOf(shortest: History | undefined, last: Failure | undefined, error: unknown): Failure {
  if (!shortest) throw new Error('failed without a history', { cause: error })
  if (last && JSON.stringify(last.history) === JSON.stringify(shortest)) return last
  return { history: shortest, violations: [{ kind: 'fault', about: traceOf(error) }] }
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

async function withLives<T>(work: (one: (drawn: History) => Promise<Outcome>) => Promise<T>): Promise<T> {
  const activity = new Activity()
  const dear = cheapPins()
  const template = await makeTemplate(activity)
  try {
    return await work((drawn) => live(drawn, template, activity))
  } finally {
    template.remove()
    dear()
  }
}
