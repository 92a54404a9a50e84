import { beforeEach, describe, expect, it } from 'vitest'
import { fakeForks, outcomeOf } from '../testing/host'
import { recordingLog } from '../testing/log'
import { ManualTime, settle } from '../testing/time'
import { OnDemandHost } from './on-demand'

interface TestApi {
  write(o: object): Promise<string>
}
interface TestEvents {
  progress: number
}

let time: ManualTime
let forks: ReturnType<typeof fakeForks>
let host: OnDemandHost<TestApi, TestEvents>
let progress: number[]

beforeEach(() => {
  time = new ManualTime()
  forks = fakeForks()
  progress = []
  host = new OnDemandHost({
    name: 'report-host',
    fork: forks.fork,
    log: recordingLog(),
    timers: time,
    idleMs: 1_000,
    listeners: { progress: (n) => void progress.push(n) },
  })
})

describe('OnDemandHost', () => {
  it('starts with the first call and ends after an idle while', async () => {
    expect(forks.made).toHaveLength(0)
    const written = host.api.write({})
    forks.last().emit('progress', 5)
    time.advance(10_000)
    expect(forks.last().killed).toBe(false)
    forks.last().answer('write', 'done')
    expect(await written).toBe('done')
    expect(progress).toEqual([5])
    time.advance(999)
    expect(forks.last().killed).toBe(false)
    time.advance(1)
    expect(forks.last().killed).toBe(true)
  })

  it('starts anew after a crash', async () => {
    const lost = host.api.write({})
    forks.last().crash()
    expect(await outcomeOf(lost)).toBe('HOST_RESTARTED')
    const next = host.api.write({})
    await settle()
    forks.last().answer('write', 'again')
    expect(await next).toBe('again')
    expect(forks.made).toHaveLength(2)
  })

  it('fails what runs when the application stops', async () => {
    const lost = host.api.write({})
    host.stop()
    expect(await outcomeOf(lost)).toBe('SHUTTING_DOWN')
    expect(forks.last().killed).toBe(true)
  })
})
