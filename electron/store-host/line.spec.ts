import { describe, expect, it } from 'vitest'
import { stoppedClock } from '#db/spec/tempStore'
import { createLine } from './line'

const about = {
  protocol: { min: 1, max: 1 },
  core: 'test',
  kind: 'training' as const,
  time: '2026-11-23T09:00:00Z',
  operator: 'Activ',
  reportPublicKey: 'key',
  rootCertificate: '',
}

function lineOf() {
  const clock = stoppedClock()
  const changes: string[] = []
  return { clock, changes, line: createLine(clock, (before) => changes.push(before)) }
}

describe('the line', () => {
  it('changes with real answers only, and knows since when', () => {
    const { clock, changes, line } = lineOf()
    clock.advance(1000)
    line.answered(undefined)
    clock.advance(1000)
    line.answered(undefined)
    expect(line.state).toMatchObject({ core: 'online', since: '2026-11-23T09:00:01.000Z' })
    clock.advance(1000)
    line.missed()
    line.missed()
    expect(line.state).toMatchObject({ core: 'offline', since: '2026-11-23T09:00:03.000Z' })
    expect(changes).toEqual(['unknown', 'online'])
  })

  it('is slow as long as any answer is overdue', () => {
    const { changes, line } = lineOf()
    line.overdue(1)
    line.overdue(1)
    line.overdue(-1)
    expect([line.state.slow, changes.length]).toEqual([true, 1])
    line.overdue(-1)
    expect([line.state.slow, changes.length]).toEqual([false, 2])
  })

  it('follows the clock of the core when the two differ', () => {
    const { clock, line } = lineOf()
    line.answered(clock.now() + 1500)
    expect(line.coreIso()).toBe(clock.iso())
    line.answered(clock.now() - 600_000)
    expect(line.coreIso()).toBe('2026-11-23T08:50:00.000Z')
    clock.advance(60_000)
    expect(line.coreIso()).toBe('2026-11-23T08:51:00.000Z')
  })

  it('tells of a clock that is wrong by two minutes or more, and does not waver with the way', () => {
    const { clock, changes, line } = lineOf()
    line.answered(clock.now() - 119_000)
    expect(line.state.clockSeconds).toBe(0)
    line.answered(clock.now() - 300_400)
    expect(line.state.clockSeconds).toBe(300)
    const told = changes.length
    line.answered(clock.now() - 303_000)
    expect([line.state.clockSeconds, changes.length]).toEqual([300, told])
    line.answered(clock.now() + 1_800_000)
    expect(line.state.clockSeconds).toBe(-1800)
    line.answered(clock.now())
    expect(line.state.clockSeconds).toBe(0)
  })

  it('tells why the core is not used although it answers, the sign-off before the protocol', () => {
    const { changes, line } = lineOf()
    line.answered(undefined)
    line.learn({ ...about, protocol: { min: 2, max: 3 } })
    expect(line.state).toMatchObject({ coreProblem: 'CORE_PROTOCOL', protocols: { ours: '1', core: '2–3' } })
    line.device(false)
    expect(line.state.coreProblem).toBe('DEVICE_REFUSED')
    line.device(true)
    expect(line.state.coreProblem).toBe('CORE_PROTOCOL')
    const told = changes.length
    line.device(true)
    expect(changes.length).toBe(told)
    line.learn(about)
    expect(line.state).not.toHaveProperty('coreProblem')
    expect(line.state).not.toHaveProperty('protocols')
  })

  it('lets nothing be written to a core of another protocol', () => {
    const { line } = lineOf()
    line.learn(about)
    expect([line.mayWrite, line.state.kind]).toEqual([true, 'training'])
    line.learn({ ...about, protocol: { min: 2, max: 3 } })
    expect(line.mayWrite).toBe(false)
  })
})
