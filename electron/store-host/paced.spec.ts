import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { paced } from './paced'

/** A timer that ends when told to, and work that does too. */
function held() {
  const pauses: (() => void)[] = []
  const runs: (() => void)[] = []
  const gaps: number[] = []
  const timers = {
    set: (ms: number, run: () => void) => {
      gaps.push(ms)
      pauses.push(run)
      return () => undefined
    },
  }
  const wake = paced(() => new Promise<void>((done) => void runs.push(done)), 100, timers)
  const end = async (of: (() => void)[]) => {
    of.at(-1)?.()
    await nextTurn()
  }
  return { wake, runs, pauses, gaps, end }
}

it('runs at once, then for all calls since once more, not before the pause is over', async () => {
  const { wake, runs, pauses, gaps, end } = held()
  wake()
  expect(runs).toHaveLength(1)
  wake()
  await end(runs)
  wake()
  expect(runs).toHaveLength(1)
  await end(pauses)
  expect(runs).toHaveLength(2)
  expect(gaps).toEqual([100, 100])
})

it('never runs twice at a time, however long a run takes, and rests when nobody has called', async () => {
  const { wake, runs, pauses, end } = held()
  wake()
  await end(pauses)
  wake()
  expect(runs).toHaveLength(1)
  await end(runs)
  expect(runs).toHaveLength(2)
  await end(runs)
  await end(pauses)
  expect(runs).toHaveLength(2)
  wake()
  expect(runs).toHaveLength(3)
})
