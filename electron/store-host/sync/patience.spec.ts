import { describe, expect, it } from 'vitest'
import { AppError, type ErrorCode } from '#domain/errors'
import { patiently } from './patience'

/** Asks for answers in turn; time passes as soon as it is waited for. */
function asking(answers: (ErrorCode | AppError | 'fine')[]) {
  const waits: number[] = []
  const paused: string[] = []
  const off = new AbortController()
  const timers = {
    set(ms: number, run: () => void) {
      waits.push(ms)
      queueMicrotask(run)
      return () => undefined
    },
  }
  const ask = () => {
    const answer = answers.shift() ?? 'fine'
    if (answer === 'fine') return Promise.resolve(answer)
    return Promise.reject(answer instanceof AppError ? answer : new AppError(answer))
  }
  const patience = { signal: off.signal, onPause: (code: string) => void paused.push(code) }
  return { run: () => patiently({ timers, random: () => 0.5 }, patience, ask), waits, paused, off, answers }
}

describe('patience', () => {
  it('lasts as long as the line is down, with pauses that do not grow for ever', async () => {
    const { run, waits } = asking(Array.from({ length: 30 }, () => 'CORE_UNREACHABLE' as const))
    expect(await run()).toBe('fine')
    expect(waits).toHaveLength(30)
    expect(Math.max(...waits)).toBe(4000)
  })

  it('heeds the wish of a core that is busy', async () => {
    const { run, waits } = asking([new AppError('CORE_BUSY', { retryAfter: 9 })])
    expect(await run()).toBe('fine')
    expect(waits[0]).toBeGreaterThanOrEqual(9000)
  })

  it('ends with a core that only answers wrongly, and begins anew after a line that was down', async () => {
    const faults = ['CORE_FAULT', 'CORE_ANSWER_MALFORMED', 'CORE_FAULT'] as const
    const good = asking([...faults, 'CORE_TIMEOUT', ...faults])
    expect(await good.run()).toBe('fine')
    const bad = asking([...faults, 'CORE_FAULT'])
    await expect(bad.run()).rejects.toMatchObject({ code: 'CORE_FAULT' })
    expect(bad.paused).toEqual(faults)
  })

  it.each(['VERIFICATION_EXPIRED', 'NOT_SIGNED_IN', 'REPORT_TOTALS_DIFFER'] as const)(
    'has none with %s',
    async (code) => {
      const { run, waits } = asking([code])
      await expect(run()).rejects.toMatchObject({ code })
      expect(waits).toEqual([])
    },
  )

  it('ends when it is called off', async () => {
    const { run, off, answers } = asking(['CORE_UNREACHABLE'])
    off.abort(new AppError('REPORT_CANCELLED'))
    await expect(run()).rejects.toMatchObject({ code: 'REPORT_CANCELLED' })
    expect(answers).toEqual([])
  })
})
