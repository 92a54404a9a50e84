import { beforeEach, describe, expect, it } from 'vitest'
import { idleLockSeconds, watchForLock } from './lock'
import { ManualTime } from '../testing/time'

let time: ManualTime
let locks: number
let systemIdle: number
let input: () => void
let suspend: () => void

beforeEach(() => {
  time = new ManualTime()
  locks = 0
  systemIdle = 0
  watchForLock({
    clock: time,
    timers: time,
    idleSeconds: idleLockSeconds,
    lock: () => void locks++,
    sources: {
      systemIdleSeconds: () => systemIdle,
      onInput: (listener) => (input = listener),
      onSuspend: (listener) => (suspend = listener),
    },
  })
})

describe('watchForLock', () => {
  it('locks after three minutes without input anywhere', () => {
    systemIdle = 10_000
    time.advance(179_000)
    expect(locks).toBe(0)
    time.advance(1_000)
    expect(locks).toBe(1)
  })

  it('takes input to our window for work, whatever the system says', () => {
    systemIdle = 10_000
    time.advance(170_000)
    input()
    time.advance(170_000)
    expect(locks).toBe(0)
  })

  it('takes work in another program for work', () => {
    systemIdle = 5
    time.advance(600_000)
    expect(locks).toBe(0)
  })

  it('locks at once when the machine sleeps', () => {
    suspend()
    expect(locks).toBe(1)
  })
})
