import { describe, expect, it } from 'vitest'
import { Collecting, collected, readCollecting } from './collecting'

/** Time that passes as soon as it is waited for. */
function waiting() {
  const waits: number[] = []
  const overdue: number[] = []
  const timers = {
    set(ms: number, run: () => void) {
      waits.push(ms)
      queueMicrotask(run)
      return () => undefined
    },
  }
  return { waits, overdue, options: { timers, onOverdue: (change: number) => void overdue.push(change) } }
}

describe('what the core collects first', () => {
  it('is asked for as often as it wishes, by the name of the last answer', async () => {
    const { waits, overdue, options } = waiting()
    const answers = [new Collecting('job-2', 7), 'the answer']
    const asked: string[] = []
    const ask = (job: string) => {
      asked.push(job)
      return Promise.resolve(answers.shift())
    }
    expect(await collected(options, new Collecting('job-1', 2), ask)).toBe('the answer')
    expect([asked, waits, overdue]).toEqual([
      ['job-1', 'job-2'],
      [2000, 7000],
      [1, -1],
    ])
  })

  it('is given up after five minutes', async () => {
    const { waits, overdue, options } = waiting()
    const ask = () => Promise.resolve(new Collecting('job', 30))
    await expect(collected(options, new Collecting('job', 30), ask)).rejects.toMatchObject({ code: 'CORE_SLOW' })
    expect([waits.length, overdue]).toEqual([10, [1, -1]])
  })

  it('is no longer waited for when it is called off', async () => {
    const { overdue, options } = waiting()
    const off = new AbortController()
    const ask = () => {
      off.abort(new Error('off'))
      return Promise.resolve(new Collecting('job', 1))
    }
    await expect(collected(options, new Collecting('job', 1), ask, off.signal)).rejects.toThrow('off')
    expect(overdue).toEqual([1, -1])
  })

  it('is told by its job and the seconds to wait, within bounds', () => {
    const read = (after?: string) => {
      const headers = new Headers(after === undefined ? {} : { 'Retry-After': after })
      return readCollecting({ job: 'job-1' }, headers)?.retryAfter
    }
    expect([read(), read('0'), read('12'), read('4000')]).toEqual([1, 1, 12, 30])
    expect(readCollecting({ rows: 1 }, new Headers())).toBeUndefined()
  })
})
