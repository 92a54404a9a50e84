import { beforeEach, describe, expect, it } from 'vitest'
import { fakeForks, outcomeOf } from '../testing/host'
import { recordingLog, type RecordedLog } from '../testing/log'
import { ManualTime, settle } from '../testing/time'
import { HostSupervisor } from './supervisor'

interface TestApi {
  open(o: object): Promise<void>
  add(o: { n: number }): Promise<number>
  close(o: object): Promise<void>
}
interface TestEvents {
  tick: number
}

let time: ManualTime
let log: RecordedLog
let forks: ReturnType<typeof fakeForks>
let host: HostSupervisor<TestApi, TestEvents>

beforeEach(() => {
  time = new ManualTime()
  log = recordingLog()
  forks = fakeForks()
  host = new HostSupervisor({
    name: 'test-host',
    fork: forks.fork,
    prepare: (api) => api.open({}),
    log,
    clock: time,
    timers: time,
  })
  host.start()
})

async function opened() {
  forks.last().answer('open')
  await settle()
}

describe('HostSupervisor', () => {
  it('lets calls wait until the process is prepared', async () => {
    const sum = host.api.add({ n: 1 })
    await settle()
    expect(forks.last().methods()).toEqual(['open'])
    await opened()
    forks.last().answer('add', 2)
    expect(await sum).toBe(2)
  })

  it('gives calls in flight HOST_RESTARTED, opens the new process and serves the next call', async () => {
    await opened()
    const lost = host.api.add({ n: 1 })
    await settle()
    forks.last().crash()
    expect(await outcomeOf(lost)).toBe('HOST_RESTARTED')
    const next = host.api.add({ n: 2 })
    time.advance(0)
    expect(forks.made).toHaveLength(2)
    await opened()
    forks.last().answer('add', 3)
    expect(await next).toBe(3)
    expect(log.events()).toEqual(['host.ready', 'host.exit', 'host.ready'])
  })

  it('goes on listening to the new process and says that it is new', async () => {
    const ticks: number[] = []
    let restarts = 0
    host.on('tick', (n) => void ticks.push(n))
    host.onRestarted(() => void restarts++)
    await opened()
    forks.last().emit('tick', 1)
    expect(restarts).toBe(0)
    forks.last().crash()
    time.advance(0)
    forks.last().emit('tick', 2)
    await opened()
    expect(ticks).toEqual([1, 2])
    expect(restarts).toBe(1)
  })

  it('lets who waits for the first start go on waiting when that start crashes', async () => {
    const ready = host.ready()
    forks.last().crash()
    expect(await outcomeOf(ready)).toBe('waiting')
    time.advance(0)
    await opened()
    expect(await outcomeOf(ready)).toBe('ok undefined')
  })

  it('waits longer after every crash in a row and then fails calls at once', async () => {
    const waits: number[] = []
    for (let crash = 0; crash < 4; crash++) {
      const before = forks.made.length
      forks.last().crash()
      const start = time.now()
      while (forks.made.length === before) time.advance(100)
      waits.push(time.now() - start)
    }
    expect(waits).toEqual([100, 500, 2_000, 10_000])
    const ready = host.ready()
    forks.last().crash()
    expect(await outcomeOf(ready)).toBe('HOST_RESTARTED')
    expect(await outcomeOf(host.api.add({ n: 1 }))).toBe('HOST_RESTARTED')
    time.advance(30_000)
    await opened()
    expect(await outcomeOf(host.ready())).toBe('ok undefined')
  })

  it('begins the back-off anew after a healthy while', async () => {
    for (let crash = 0; crash < 3; crash++) {
      forks.last().crash()
      time.advance(2_000)
    }
    await opened()
    time.advance(60_000)
    forks.last().crash()
    time.advance(0)
    expect(forks.made).toHaveLength(5)
  })

  it('gives every call what kept the process from being prepared', async () => {
    forks.last().fail('open', 'STORE_NEWER')
    await settle()
    expect(await outcomeOf(host.ready())).toBe('STORE_NEWER')
    expect(await outcomeOf(host.api.add({ n: 1 }))).toBe('STORE_NEWER')
    expect(forks.made).toHaveLength(1)
  })

  it('drains at the end and takes the exit for meant', async () => {
    await opened()
    const stopped = host.stop(5_000, (api) => api.close({}))
    expect(await outcomeOf(host.api.add({ n: 1 }))).toBe('SHUTTING_DOWN')
    expect(forks.last().killed).toBe(false)
    forks.last().answer('close')
    await stopped
    expect(forks.last().killed).toBe(true)
    time.advance(100_000)
    expect(forks.made).toHaveLength(1)
    expect(log.events()).toEqual(['host.ready'])
  })

  it('does not wait for ever for a process that does not close', async () => {
    await opened()
    const inFlight = host.api.add({ n: 1 })
    await settle()
    const stopped = host.stop(5_000, (api) => api.close({}))
    await settle()
    time.advance(5_000)
    await stopped
    expect(forks.last().killed).toBe(true)
    expect(await outcomeOf(inFlight)).toBe('SHUTTING_DOWN')
    expect(log.events()).toContain('host.drain')
  })
})
