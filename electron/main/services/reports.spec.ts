import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#domain/errors'
import type { ReportApi } from '#electron/link/report-api'
import { deferred } from '../deferred'
import { clerk, customer, msisdn } from '../testing/bridge'
import {
  type Answers,
  asked,
  type Desk,
  detailCounter,
  fee,
  id,
  inputOf,
  newDesk,
  orderId,
  orderThatIs,
  otherId,
  start,
  summary,
  sums,
} from '../testing/detail'
import { outcomeOf } from '../testing/host'
import { orderView } from '../testing/store'
import { settle } from '../testing/time'

let desk: Desk
beforeEach(() => {
  desk = newDesk()
})

const counter = (answers?: Answers, host?: Partial<ReportApi>) => detailCounter(desk, answers, host)

describe('detail.start', () => {
  it('fetches and compares, registers and writes while it is ordered, and seals what is paid', async () => {
    const world = counter()
    await world.detail['detail.start'](start, asked)
    await settle()
    expect(world.methods()).toEqual([
      'paidReport',
      'usageBounds',
      'fetchUsage',
      'customer',
      'vatRates',
      'prepareSigning',
      'registerReport',
      'order',
      'placeOrder',
      'order',
      'sealReport',
    ])
    expect(desk.seen.map(({ phase }) => phase)).toEqual(['fetching', 'ordering', 'writing', 'sealing', 'done'])
    const result = { number: 'NUMBER1', file: `/spool/${id}.pdf`, pages: 2, ...sums }
    expect(desk.seen.at(-1)).toMatchObject({ id, visitId: customer.visitId, msisdn, from: '2026-01-01', result })
  })

  it('orders whole local days and fetches up to now, so that its own fee is not among the rows', async () => {
    const world = counter()
    await world.detail['detail.start'](start, asked)
    await settle()
    const from = '2025-12-31T19:00:00.000Z'
    expect(inputOf(world, 'placeOrder')).toEqual({
      commandId: orderId,
      visitId: customer.visitId,
      msisdn,
      lines: [{ operation: 'detailization', from, to: '2026-11-23T19:00:00.000Z', form: 'expanded', fee }],
    })
    const period = { from, to: '2026-11-23T05:00:00.000Z' }
    expect(inputOf(world, 'fetchUsage')).toEqual({ fetchId: id, visitId: customer.visitId, msisdn, period, ...sums })
    expect(inputOf(world, 'registerReport')).toMatchObject({ period })
    expect(world.written).toMatchObject([{ head: { periodFrom: from, periodTo: period.to, training: true } }])
  })

  it('costs nothing when the rows are not what the core counted', async () => {
    const world = counter({}, { summarize: async () => ({ summary: { ...summary, totalTiyn: 701 }, rowsSha256: '' }) })
    await world.detail['detail.start'](start, asked)
    await settle()
    expect(desk.seen.at(-1)).toMatchObject({ phase: 'failed', error: 'REPORT_TOTALS_DIFFER' })
    expect(world.methods()).not.toContain('placeOrder')
  })

  it('waits for the core to complete the order', async () => {
    const world = counter(orderThatIs('pending'))
    await world.detail['detail.start'](start, asked)
    await settle()
    world.orders.changed(orderView(orderId, { state: 'sent' }))
    await settle()
    expect(desk.seen.at(-1)?.phase).toBe('ordering')
    expect(world.reports.finished(id)).toBeUndefined()
    expect(world.methods()).not.toContain('sealReport')
    world.orders.changed(orderView(orderId, { state: 'done' }))
    await settle()
    expect(desk.seen.at(-1)?.phase).toBe('done')
  })

  it("fails with the order's own error, and what was drawn meanwhile is called off", async () => {
    const writing = deferred<never>()
    const cancel = async () => writing.reject(new AppError('REPORT_CANCELLED'))
    const world = counter(orderThatIs('pending'), { writeDetailization: () => writing.promise, cancel })
    await world.detail['detail.start'](start, asked)
    await settle()
    world.orders.changed(orderView(orderId, { state: 'rejected', error: 'PRICE_CHANGED' }))
    await expect(writing.promise).rejects.toThrow('REPORT_CANCELLED')
    await settle()
    expect(desk.seen.at(-1)).toMatchObject({ phase: 'failed', error: 'PRICE_CHANGED' })
    expect(world.methods()).not.toContain('sealReport')
  })

  it('writes nothing any more when the order is refused before the paper has its number', async () => {
    const registered = deferred<{ number: string; code: string }>()
    const world = counter({ ...orderThatIs('pending'), registerReport: () => registered.promise })
    await world.detail['detail.start'](start, asked)
    await settle()
    world.orders.changed(orderView(orderId, { state: 'rejected', error: 'PRICE_CHANGED' }))
    await settle()
    registered.resolve({ number: 'NUMBER1', code: 'CODE1' })
    await settle()
    expect(desk.seen.at(-1)).toMatchObject({ phase: 'failed', error: 'PRICE_CHANGED' })
    expect(world.written).toEqual([])
  })

  it('draws again, once it is paid, what could not be drawn while the line was down', async () => {
    const line = { down: true }
    const registerReport = async () => {
      if (line.down) throw new AppError('CORE_UNREACHABLE')
      return { number: 'NUMBER1', code: 'CODE1' }
    }
    const world = counter({ ...orderThatIs('pending'), registerReport })
    await world.detail['detail.start'](start, asked)
    await settle()
    expect(desk.seen.at(-1)?.phase).toBe('ordering')
    line.down = false
    world.orders.changed(orderView(orderId, { state: 'done' }))
    await settle()
    expect(desk.seen.at(-1)).toMatchObject({ phase: 'done', result: { number: 'NUMBER1' } })
    expect(world.written).toHaveLength(1)
  })

  it('makes one report at a time', async () => {
    const world = counter({ fetchUsage: () => deferred<void>().promise })
    const both = [
      world.detail['detail.start'](start, asked),
      world.detail['detail.start']({ ...start, commandId: otherId }, asked),
    ]
    expect(await Promise.all(both.map(outcomeOf))).toEqual(['ok {}', 'REPORT_BUSY'])
    expect(await outcomeOf(world.detail['detail.start'](start, asked))).toBe('ok {}')
    expect(world.methods().filter((method) => method === 'fetchUsage')).toHaveLength(1)
  })

  it('is free for the next one after a refusal', async () => {
    const world = counter()
    const early = { ...start, from: '2024-01-31' }
    expect(await outcomeOf(world.detail['detail.start'](early, asked))).toBe('PERIOD_BEFORE_OWNERSHIP')
    expect(await outcomeOf(world.detail['detail.start']({ ...start, commandId: otherId }, asked))).toBe('ok {}')
  })

  it('does not begin for a customer who left while the core was asked', async () => {
    const world = counter()
    const starting = world.detail['detail.start'](start, asked)
    desk.isCustomerHere = false
    await expect(starting).rejects.toThrow('NO_CUSTOMER_SESSION')
    await settle()
    expect(desk.seen).toEqual([])
  })

  it('tells progress at most ten times a second, and the newest', async () => {
    const world = counter({ fetchUsage: () => deferred<void>().promise })
    await world.detail['detail.start'](start, asked)
    await settle()
    for (const done of [1, 2, 3]) world.reports.progress(id, 'fetching', done)
    world.reports.progress(id, 'writing', 9)
    expect(desk.seen.map(({ done }) => done)).toEqual([0])
    desk.time.advance(100)
    expect(desk.seen.map(({ done }) => done)).toEqual([0, 3])
  })
})

describe('a period that is paid for already', () => {
  const paidFor: Answers = {
    paidReport: async () => ({ orderId: otherId, orderedAt: '2026-11-20T05:00:00.000Z' }),
    order: async ({ id: order }) => orderView(order, { state: 'done' }),
  }
  const written = async (job: { file: string }) => {
    return { file: job.file, ...sums, pages: 2, rowsSha256: '', fileSha256: 'f'.repeat(64), missingGlyphs: 0 }
  }

  it('is made by the order that paid for it, after a writer died as in a later visit', async () => {
    const world = counter(paidFor, { writeDetailization: written })
    await world.detail['detail.start']({ ...start, paid: true }, asked)
    await settle()
    const period = { from: '2025-12-31T19:00:00.000Z', to: '2026-11-23T19:00:00.000Z' }
    expect(inputOf(world, 'paidReport')).toEqual({ msisdn, period })
    expect(desk.seen.at(-1)).toMatchObject({ phase: 'done', result: { file: `/spool/${id}.pdf` } })
    expect(world.methods()).not.toContain('placeOrder')
    expect(world.reports.finished(id)?.orderId).toBe(otherId)
  })

  it('is said with the price, and charged only with the clerk knowing', async () => {
    const quote = async () => ({ quoteId: 'q1' }) as never
    const dates = { msisdn, from: start.from, to: start.to }
    const world = counter({ ...paidFor, quote })
    expect(await world.detail['detail.bounds'](dates, asked)).toMatchObject({ paidAt: '2026-11-20T05:00:00.000Z' })
    expect(await counter({ quote }).detail['detail.bounds'](dates, asked)).not.toHaveProperty('paidAt')
    const unpaid = counter()
    expect(await outcomeOf(unpaid.detail['detail.start']({ ...start, paid: true }, asked))).toBe('PRICE_CHANGED')
    expect(unpaid.methods()).toEqual(['paidReport'])
  })
})

describe('a report', () => {
  it('is not for a proxy whose paper does not name it', async () => {
    const world = counter()
    const proxy = { clerk, customer: { ...customer, covers: ['unblock' as const] } }
    await expect(world.detail['detail.start'](start, proxy)).rejects.toThrow('AUTHORITY_NOT_COVERING')
    expect(world.methods()).toEqual([])
  })
})

describe('detail.cancel', () => {
  it('while fetching costs nothing', async () => {
    const fetching = deferred<void>()
    const world = counter({
      fetchUsage: () => fetching.promise,
      cancelFetch: async () => fetching.reject(new AppError('REPORT_CANCELLED')),
    })
    await world.detail['detail.start'](start, asked)
    await world.detail['detail.cancel']({ commandId: otherId, msisdn, reportId: id }, asked)
    expect(desk.seen.at(-1)?.phase).toBe('cancelled')
    expect(world.methods()).not.toContain('placeOrder')
  })

  it('while fetching costs nothing even when the last row came first', async () => {
    const fetching = deferred<void>()
    const world = counter({ fetchUsage: () => fetching.promise, cancelFetch: async () => fetching.resolve() })
    await world.detail['detail.start'](start, asked)
    await world.detail['detail.cancel']({ commandId: otherId, msisdn, reportId: id }, asked)
    expect(desk.seen.at(-1)?.phase).toBe('cancelled')
    expect(world.methods()).not.toContain('placeOrder')
  })

  it('while ordering ends the waiting', async () => {
    const world = counter(orderThatIs('pending'))
    await world.detail['detail.start'](start, asked)
    await settle()
    await world.detail['detail.cancel']({ commandId: otherId, msisdn, reportId: id }, asked)
    expect(desk.seen.at(-1)?.phase).toBe('cancelled')
    expect(await outcomeOf(world.detail['detail.start']({ ...start, commandId: otherId }, asked))).toBe('ok {}')
  })

  it('while writing stops the writer', async () => {
    const writing = deferred<never>()
    const world = counter(
      {},
      {
        writeDetailization: () => writing.promise,
        cancel: async () => writing.reject(new AppError('REPORT_CANCELLED')),
      },
    )
    await world.detail['detail.start'](start, asked)
    await settle()
    await world.detail['detail.cancel']({ commandId: otherId, msisdn, reportId: id }, asked)
    expect(desk.seen.at(-1)?.phase).toBe('cancelled')
    expect(world.methods()).not.toContain('sealReport')
  })

  it('knows only the reports of this visit', async () => {
    const world = counter()
    const cancel = () => world.detail['detail.cancel']({ commandId: otherId, msisdn, reportId: id }, asked)
    await expect(cancel()).rejects.toThrow('REPORT_UNKNOWN')
    await world.detail['detail.start'](start, asked)
    await settle()
    expect(await world.reports.endVisit()).toEqual([id])
    await expect(cancel()).rejects.toThrow('REPORT_UNKNOWN')
  })
})

describe('a paper to look at', () => {
  it('is a finished report only', async () => {
    const fetching = deferred<void>()
    const world = counter({ fetchUsage: () => fetching.promise })
    await world.detail['detail.start'](start, asked)
    expect(world.reports.finished(id)).toBeUndefined()
    fetching.resolve()
    await settle()
    const { visitId } = customer
    expect(world.reports.finished(id)).toEqual({ msisdn, visitId, file: `/spool/${id}.pdf`, pages: 2, orderId })
    await world.reports.endVisit()
    expect(world.reports.finished(id)).toBeUndefined()
  })
})

describe('the seal', () => {
  function counterWithoutLine() {
    const line = { down: true, tries: 0 }
    const world = counter({
      sealReport: async () => {
        line.tries++
        if (line.down) throw new AppError('CORE_UNREACHABLE')
      },
    })
    return { line, world }
  }

  it('is tried until the core has it, and the paper waits for it', async () => {
    const { line, world } = counterWithoutLine()
    await world.detail['detail.start'](start, asked)
    for (const wait of [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]) {
      await settle()
      expect(desk.seen.at(-1)?.phase).toBe('sealing')
      expect(world.reports.finished(id), 'not to be looked at or printed before').toBeUndefined()
      desk.time.advance(wait)
    }
    await settle()
    expect(line.tries).toBe(7)
    line.down = false
    desk.time.advance(15_000)
    await settle()
    expect(desk.seen.at(-1)?.phase).toBe('done')
    expect(world.methods().filter((each) => each === 'placeOrder')).toHaveLength(1)
  })

  it('can be given up; the next try is a paper of its own, paid once', async () => {
    const { line, world } = counterWithoutLine()
    await world.detail['detail.start'](start, asked)
    await settle()
    await world.detail['detail.cancel']({ commandId: otherId, msisdn, reportId: id }, asked)
    expect(desk.seen.at(-1)?.phase).toBe('cancelled')
    line.down = false
    desk.time.advance(60_000)
    await world.detail['detail.start']({ ...start, commandId: otherId }, asked)
    await settle()
    expect(desk.seen.at(-1)?.phase).toBe('done')
    expect(world.methods().filter((each) => each === 'placeOrder')).toHaveLength(1)
    const entries = world.calls.filter(({ method }) => method === 'registerReport').map(({ input }) => input)
    expect(entries[0]).not.toEqual(entries[1])
  })

  it('that the core refuses fails the paper', async () => {
    const world = counter({ sealReport: () => Promise.reject(new AppError('COMMAND_ID_REUSED')) })
    await world.detail['detail.start'](start, asked)
    await settle()
    expect(desk.seen.at(-1)).toMatchObject({ phase: 'failed', error: 'COMMAND_ID_REUSED' })
  })
})
