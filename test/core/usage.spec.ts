import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addDays, addMonths } from '#domain/calendar'
import { usageFromTmf, type TmfUsage } from '#domain/core/usage'
import { addToTotals, type UsageRow, type UsageTotals } from '#domain/usage'
import type { UsageBounds } from '#domain/core/office'
import { isoAt } from './clock'
import { codeOf, Counter, office, startSmallCore, usagePath } from './harness'
import type { KnownPerson } from './generator/facts'
import { localDateAt, startOfLocalDay } from './localTime'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
const today = localDateAt(Date.now())
const startOf = (date: string): string => isoAt(startOfLocalDay(date))
const tomorrow = startOf(addDays(today, 1))
const earliest = addMonths(today, -36)
beforeAll(async () => {
  core = await startSmallCore()
  counter = await Counter.signedIn(core)
})
afterAll(() => core.stop())

async function bounds(person: KnownPerson, from: string, to: string): Promise<UsageBounds> {
  const answer = await counter.get<UsageBounds>(`${office}/usage-bounds`, { 'product.id': person.productId, from, to })
  expect(answer.status).toBe(200)
  return answer.body
}

async function readAll(person: KnownPerson, from: string, to: string, limit: number): Promise<UsageRow[]> {
  const rows: UsageRow[] = []
  for (;;) {
    const answer = await page(person, from, to, rows.length, limit)
    rows.push(...answer.body.map(usageFromTmf))
    expect(answer.headers.get('x-result-count')).toBe(String(answer.body.length))
    if (answer.body.length < limit) {
      expect(answer.headers.get('x-total-count')).toBe(String(rows.length))
      return rows
    }
  }
}

function page(person: KnownPerson, from: string, to: string, offset: number, limit: number) {
  const query = { 'ratedProductUsage.productRef.id': person.productId, 'usageDate.gte': from, 'usageDate.lt': to }
  return counter.get<TmfUsage[]>(usagePath, { ...query, offset, limit })
}

const none: UsageTotals = { rows: 0, totalTiyn: 0, topUpsTiyn: 0 }

describe('usage', () => {
  it('gives on its pages exactly the count and sums of its bounds', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    const period = [startOf(earliest), tomorrow] as const
    const { rows, totalTiyn, topUpsTiyn } = await bounds(main, ...period)
    const all = await readAll(main, ...period, 333)
    expect(all.reduce(addToTotals, none)).toEqual({ rows, totalTiyn, topUpsTiyn })
    expect(rows).toBe(1500)
    expect(topUpsTiyn).toBeGreaterThan(0)
  })

  it('gives the same bounds as a job, once that is ready, to whom they belong', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    const period = [startOf(earliest), tomorrow] as const
    const query = { 'product.id': main.productId, from: period[0], to: period[1] }
    core.setFaults([{ match: { endpoint: 'usageBounds' }, times: 2, fault: { kind: 'collects', ms: 60_000 } }])
    const first = await counter.get<{ job: string }>(`${office}/usage-bounds`, query)
    expect([first.status, first.headers.get('retry-after')]).toEqual([202, '60'])
    const job = (name: string) => counter.get<UsageBounds>(`${office}/usage-job/${name}`)
    expect(await job(first.body.job)).toMatchObject({ status: 202, body: first.body })
    core.setFaults([{ match: { endpoint: 'usageBounds' }, times: 1, fault: { kind: 'collects', ms: 0 } }])
    const ready = await counter.get<{ job: string }>(`${office}/usage-bounds`, query)
    expect((await job(ready.body.job)).body).toEqual(await bounds(main, ...period))
    expect(await job('nonsense')).toMatchObject({ status: 404 })
    await counter.verify(core.facts.people.young)
    expect((await job(ready.body.job)).status).toBeGreaterThanOrEqual(400)
  })

  it('keeps one order by time and id', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    const all = await readAll(main, startOf(earliest), tomorrow, 1000)
    const keys = all.map((row) => `${row.at} ${row.id}`)
    expect(keys).toEqual([...keys].sort())
    expect(new Set(all.map((row) => row.at)).size).toBeLessThan(all.length)
  })

  it('is half open: neighbouring periods share no row and miss none', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    const [from, middle, to] = ['2024-02-20', '2024-03-01', '2024-03-10'].map(startOf) as [string, string, string]
    const [left, right, both] = await Promise.all([
      bounds(main, from, middle),
      bounds(main, middle, to),
      bounds(main, from, to),
    ])
    expect(left.rows + right.rows).toBe(both.rows)
    expect(left.totalTiyn + right.totalTiyn).toBe(both.totalTiyn)
    const ends = (await readAll(main, from, middle, 1000)).at(-1)?.at ?? ''
    expect(Date.parse(middle) - Date.parse(ends)).toBeLessThanOrEqual(60_000)
  })

  it('withholds the rows of an earlier owner', async () => {
    const { young } = core.facts.people
    await counter.verify(young)
    const ownedOn = localDateAt(Date.parse(young.ownedSince))
    const first = (await readAll(young, startOf(ownedOn), tomorrow, 1000))[0]
    expect(first?.at).toBe(young.ownedSince)
    const before = startOf(addDays(ownedOn, -1))
    const refused = await page(young, before, tomorrow, 0, 10)
    expect(refused.status).toBe(403)
    expect(refused.body).toMatchObject({ code: 'PERIOD_BEFORE_OWNERSHIP', params: { date: ownedOn } })
  })

  it('refuses what it no longer keeps, what is reversed and what is to come', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    const early = await page(main, startOf(addDays(earliest, -1)), tomorrow, 0, 10)
    expect([early.status, early.body]).toMatchObject([
      422,
      { code: 'PERIOD_BEFORE_EARLIEST', params: { date: earliest } },
    ])
    expect(codeOf(await page(main, tomorrow, startOf(today), 0, 10))).toBe('PERIOD_REVERSED')
    expect(codeOf(await page(main, startOf(today), startOf(addDays(today, 2)), 0, 10))).toBe('PERIOD_FUTURE')
    expect(codeOf(await page(main, startOf(today), tomorrow, 0, 1001))).toBe('BAD_REQUEST')
  })
})

describe('quote', () => {
  it('prices a reissue by its reason', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    const price = async (reason: string) => (await counter.quote(main, { operation: 'simReissue', reason })).tiyn
    expect(await price('LOST_STOLEN')).toBe(100_000)
    expect(await price('DAMAGED')).toBe(50_000)
    expect(await price('DEFECT')).toBe(0)
    const odd = await counter.get(`${office}/quote`, {
      operation: 'simReissue',
      'product.id': main.productId,
      reason: 'X',
    })
    expect(codeOf(odd)).toBe('REASON_UNKNOWN')
  })

  it('prices a detailization by started 31 days, with the VAT of the day', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    const quote = (from: string, to: string) =>
      counter.get<{ quantity: number }>(`${office}/quote`, {
        operation: 'detailization',
        'product.id': main.productId,
        from: startOf(from),
        to: startOf(to),
      })
    expect((await quote('2026-01-01', '2026-02-01')).body).toMatchObject({ quantity: 1, taxRate: 16, payer: 'balance' })
    expect((await quote('2026-01-01', '2026-02-02')).body.quantity).toBe(2)
    // 31 local days of which one has 25 hours
    expect((await quote('2024-02-10', '2024-03-12')).body.quantity).toBe(1)
  })

  it('sends to the cash desk what the balance does not cover', async () => {
    const { lostDebt } = core.facts.people
    await counter.verify(lostDebt)
    const query = { operation: 'simReissue', reason: 'LOST_STOLEN', 'product.id': lostDebt.productId }
    expect((await counter.get(`${office}/quote`, query)).body).toMatchObject({ payer: 'cashDesk' })
  })
})
