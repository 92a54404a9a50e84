import { beforeEach, describe, expect, it } from 'vitest'
import type { CustomerView } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import { deferred } from '../deferred'
import { msisdn } from '../testing/bridge'
import { asked, detailCounter, id, inputOf, newDesk, otherId, start, type Answers, type Desk } from '../testing/detail'
import { recordingLog } from '../testing/log'
import { fakeStore } from '../testing/store'
import { ManualTime, settle } from '../testing/time'
import { GatheringAhead, type AheadWish } from './ahead'

const sums = { rows: 3, totalTiyn: 700, topUpsTiyn: 500 }
const wish: AheadWish = {
  fetchId: 'f1',
  visitId: 'v1',
  msisdn: '77010000001',
  period: { from: '2026-01-01', to: '2026-11-22' },
  covered: { from: '2025-12-31T19:00:00.000Z', to: '2026-11-22T19:00:00.000Z' },
  bounds: { ...sums, earliestAvailable: '2023-11-22T18:00:00.000Z', ownedSince: '2024-02-10T09:30:00.000Z' },
}

let time: ManualTime
beforeEach(() => {
  time = new ManualTime()
})

function world(found = sums, warmUp = async () => undefined as void) {
  const fake = fakeStore({
    fetchUsage: async () => undefined,
    cancelFetch: async () => undefined,
    customer: async () => ({ name: 'N' }) as CustomerView,
    vatRates: async () => [{ from: '2009-01-01', percent: 12 }],
  })
  const log = recordingLog()
  const ahead = new GatheringAhead({
    store: fake.store,
    reportHost: { warmUp, summarize: async () => ({ summary: found, rowsSha256: 'a' }) } as never,
    location: async () => ({ file: '/store', keyHex: '00' }),
    letterhead: async () => ({ operator: 'Activ', office: 'O', timeZone: 'Asia/Almaty', training: true }),
    clock: time,
    log,
  })
  return { ...fake, ahead, log }
}

it('has the rows of the period for the order, once', async () => {
  const { ahead, methods } = world()
  ahead.begin(wish)
  const taken = ahead.take(wish)
  expect(taken).toMatchObject({ fetchId: 'f1', covered: wish.covered, bounds: wish.bounds })
  expect(await taken?.gathered).toMatchObject({ subscriber: 'N', rowsSha256: 'a' })
  expect(ahead.take(wish)).toBeUndefined()
  ahead.drop()
  expect(methods(), 'what was taken is not cancelled any more').toEqual(['fetchUsage', 'customer', 'vatRates'])
})

it.each<[string, Partial<AheadWish>]>([
  ['visit', { visitId: 'v2' }],
  ['number', { msisdn: '77010000002' }],
  ['first day', { period: { ...wish.period, from: '2026-01-02' } }],
  ['last day', { period: { ...wish.period, to: '2026-11-21' } }],
])('has nothing for another %s', (_what, other) => {
  const { ahead } = world()
  ahead.begin(wish)
  expect(ahead.take({ ...wish, ...other })).toBeUndefined()
})

it('ends the fetch of a period that is looked at no more', async () => {
  const { ahead, calls } = world()
  ahead.begin(wish)
  ahead.begin({ ...wish, fetchId: 'f2' })
  await settle()
  expect(calls.filter(({ method }) => method === 'cancelFetch').map(({ input }) => input)).toEqual([{ fetchId: 'f1' }])
  expect(ahead.take(wish)?.fetchId).toBe('f2')
})

it('is too old after two minutes, as rows may have come', () => {
  const { ahead } = world()
  ahead.begin(wish)
  time.advance(120_001)
  expect(ahead.take(wish)).toBeUndefined()
})

it('does not burden the core with what may not be ordered, but starts the report host', () => {
  let started = 0
  const { ahead, methods } = world(sums, async () => void started++)
  ahead.begin({ ...wish, bounds: { ...wish.bounds, rows: 5_001 } })
  expect(methods()).toEqual([])
  expect(started).toBe(1)
  expect(ahead.take(wish)).toBeUndefined()
})

it('leaves it to the order to say what went wrong, and notes it', async () => {
  const { ahead, log } = world({ ...sums, totalTiyn: 701 }, () => Promise.reject(new AppError('HOST_RESTARTED')))
  ahead.begin(wish)
  await expect(ahead.take(wish)?.gathered).rejects.toThrow('REPORT_TOTALS_DIFFER')
  const codes = log.lines.map((line) => (JSON.parse(line) as { code: string }).code)
  expect(log.events()).toEqual(['report.ahead', 'report.ahead'])
  expect(codes).toEqual(['HOST_RESTARTED', 'REPORT_TOTALS_DIFFER'])
})

describe('a period whose price was looked at', () => {
  let desk: Desk
  beforeEach(() => {
    desk = newDesk()
  })
  const counter = (answers: Answers) => detailCounter(desk, answers)
  const looked = { quote: async () => ({ quoteId: 'q1' }) as never }
  const dates = { msisdn, from: start.from, to: start.to }

  it('has its rows when it is ordered, and is counted once', async () => {
    const world = counter(looked)
    await world.detail['detail.bounds'](dates, asked)
    await settle()
    const { fetchId } = inputOf(world, 'fetchUsage') as { fetchId: string }
    desk.time.advance(5_000)
    await world.detail['detail.start'](start, asked)
    await settle()
    expect(desk.seen.at(-1)).toMatchObject({ id, phase: 'done', result: sums })
    const asks = world.methods().filter((method) => method === 'fetchUsage' || method === 'usageBounds')
    expect(asks).toEqual(['usageBounds', 'fetchUsage'])
    const period = { from: '2025-12-31T19:00:00.000Z', to: '2026-11-23T05:00:00.000Z' }
    expect(inputOf(world, 'registerReport'), 'up to when it was counted').toMatchObject({ period })
    expect(world.written).toMatchObject([{ fetchId, head: { periodTo: period.to } }])
  })

  it('is fetched by the order where that failed', async () => {
    let tries = 0
    const fetchUsage = async () => {
      if (tries++ === 0) throw new AppError('CORE_UNREACHABLE')
    }
    const world = counter({ ...looked, fetchUsage })
    await world.detail['detail.bounds'](dates, asked)
    await world.detail['detail.start'](start, asked)
    await settle()
    expect(desk.seen.at(-1)?.phase).toBe('done')
    expect(tries).toBe(2)
  })

  it('is cancelled with its rows still on their way, at no cost', async () => {
    const fetching = deferred<void>()
    const cancelFetch = async () => fetching.reject(new AppError('REPORT_CANCELLED'))
    const world = counter({ ...looked, fetchUsage: () => fetching.promise, cancelFetch })
    await world.detail['detail.bounds'](dates, asked)
    await world.detail['detail.start'](start, asked)
    const { fetchId } = inputOf(world, 'fetchUsage') as { fetchId: string }
    world.reports.progress(fetchId, 'fetching', 2)
    await world.detail['detail.cancel']({ commandId: otherId, msisdn, reportId: id }, asked)
    expect(inputOf(world, 'cancelFetch')).toEqual({ fetchId })
    expect(desk.seen.at(-1)).toMatchObject({ phase: 'cancelled', done: 2 })
    expect(world.methods()).not.toContain('placeOrder')
  })

  it('is gathered no longer when the visit ends', async () => {
    const world = counter({ ...looked, fetchUsage: () => deferred<void>().promise })
    await world.detail['detail.bounds'](dates, asked)
    const { fetchId } = inputOf(world, 'fetchUsage') as { fetchId: string }
    await world.reports.endVisit()
    expect(inputOf(world, 'cancelFetch')).toEqual({ fetchId })
  })
})
