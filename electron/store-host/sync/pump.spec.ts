import { describe, expect, it } from 'vitest'
import { backOff, backOffAfter, jitter } from './backoff'
import { createPump, type Timers } from './pump'

/** Timers that run when told, and the delays that were asked for. */
function handTimers() {
  const asked: number[] = []
  let due: (() => void) | undefined
  const timers: Timers = {
    set(ms, run) {
      asked.push(ms)
      due = run
      return () => (due = undefined)
    },
  }
  const fire = () => {
    const run = due
    due = undefined
    run?.()
  }
  return { timers, asked, fire, isDue: () => due !== undefined }
}

/** A step that waits to be let go. */
function heldStep(next: number | undefined) {
  const begun: (() => void)[] = []
  const step = () => new Promise<number | undefined>((resolve) => void begun.push(() => resolve(next)))
  return { step, begun }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const noFault = (error: unknown) => {
  throw error
}

describe('the pump', () => {
  it('runs again after the time the step asks for, and not before it is started', async () => {
    const { timers, asked, fire, isDue } = handTimers()
    const pump = createPump(() => Promise.resolve(700), timers, noFault)
    pump.wake()
    expect(isDue()).toBe(false)
    pump.start()
    fire()
    await settled()
    expect(asked).toEqual([0, 700])
  })

  it('never runs two steps at a time, and runs once more when woken during one', async () => {
    const { timers, asked, fire, isDue } = handTimers()
    const { step, begun } = heldStep(undefined)
    const pump = createPump(step, timers, noFault)
    pump.start()
    fire()
    pump.wake()
    pump.wake()
    expect([begun.length, isDue()]).toEqual([1, false])
    begun[0]?.()
    await settled()
    expect(asked).toEqual([0, 0])
    fire()
    begun[1]?.()
    await settled()
    expect([begun.length, isDue()]).toEqual([2, false])
  })

  it('stops after the running step', async () => {
    const { timers, fire, isDue } = handTimers()
    const { step, begun } = heldStep(5)
    const pump = createPump(step, timers, noFault)
    pump.start()
    fire()
    let stopped = false
    const stopping = pump.stop().then(() => (stopped = true))
    await settled()
    expect(stopped).toBe(false)
    begun[0]?.()
    await stopping
    pump.wake()
    expect(isDue()).toBe(false)
  })

  it('tells a fault and goes on', async () => {
    const { timers, asked, fire } = handTimers()
    const faults: unknown[] = []
    const pump = createPump(
      () => Promise.reject(new Error('mistake')),
      timers,
      (error) => faults.push(error),
    )
    pump.start()
    fire()
    await settled()
    expect(faults).toHaveLength(1)
    expect(asked).toEqual([0, 5000])
  })
})

describe('backing off', () => {
  it('doubles its limit up to a minute, anywhere below it', () => {
    expect([1, 2, 3, 7, 50].map((attempt) => backOff(attempt, () => 1))).toEqual([1000, 2000, 4000, 60_000, 60_000])
    expect(backOff(5, () => 0)).toBe(0)
    expect(backOff(3, () => 0.25)).toBe(1000)
  })

  it('waits at least as long as the core wishes', () => {
    expect(backOffAfter(1, 30, () => 0)).toBe(30_000)
    expect(backOffAfter(1, undefined, () => 0.5)).toBe(500)
  })

  it('spreads by a fifth to both sides', () => {
    expect([0, 0.5, 1].map((value) => jitter(1000, () => value))).toEqual([800, 1000, 1200])
  })
})
