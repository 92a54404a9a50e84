import { AppError } from '#domain/errors'
import type { WriteTx } from './connection'
import { storeFault } from './faults'

type Work<T> = (tx: WriteTx) => Promise<T>
export type Transact = <T>(work: Work<T>) => Promise<T>

/** So that the first of a group does not wait long for the last. */
const mostTogether = 16

interface Waiting {
  work: Work<unknown>
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
  /** Ends the wait for a turn. */
  begins: () => void
}

/**
 * Commits together what waits for the one writer: the sync to disk at the end, dearer than the work itself, is shared.
 * Each work still is all or nothing, sees those before it, and is answered only after the commit. A work that has no turn
 * within `patienceMs`, as one inside another that waits for itself, is refused with INTERNAL.
 */
export function groupCommit(transact: Transact, patienceMs: number): Transact {
  const waiting: Waiting[] = []
  let busy = false

  async function serve(): Promise<void> {
    if (busy) return
    busy = true
    while (waiting.length > 0) await commit(transact, waiting.splice(0, mostTogether))
    busy = false
  }

  return <T>(work: Work<T>) =>
    new Promise<T>((resolve, reject) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(own), 1)
        reject(new AppError('INTERNAL', { fault: 'WriterBusy' }))
      }
      const timer = busy ? setTimeout(giveUp, patienceMs) : undefined
      const own: Waiting = {
        work,
        resolve: resolve as (value: unknown) => void,
        reject,
        begins: () => clearTimeout(timer),
      }
      waiting.push(own)
      void serve()
    })
}

/** Never rejects: each of the group is told of its own outcome. */
async function commit(transact: Transact, group: readonly Waiting[]): Promise<void> {
  for (const { begins } of group) begins()
  const [only] = group
  if (only && group.length === 1) return await transact(only.work).then(only.resolve, only.reject)
  const tell: (() => void)[] = []
  try {
    await transact(async (tx) => {
      for (const own of group) tell.push(await outcomeOf(tx, own))
    })
    for (const told of tell) told()
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}

/** Runs one work by itself within the transaction. Throws when that is gone, as on a full disk: then nobody's work is kept. */
async function outcomeOf(tx: WriteTx, { work, resolve, reject }: Waiting): Promise<() => void> {
  await tx.raw('SAVEPOINT work')
  try {
    const value = await work(tx)
    await tx.raw('RELEASE work')
    return () => resolve(value)
  } catch (error) {
    await tx.raw('ROLLBACK TO work').catch(() => {
      throw error
    })
    await tx.raw('RELEASE work')
    return () => reject(storeFault(error))
  }
}
