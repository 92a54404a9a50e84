import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usageTypes, type UsageRow } from '#domain/usage'
import { inBatches, sampleHead, sampleRows, summaryOf, totalsOf } from './sample'
import { firstDifference, maxNames, sumUp, type DetailizationSummary } from './sums'

const head = { ...sampleHead, periodFrom: '2025-11-30T19:00:00.000Z', periodTo: '2026-02-28T19:00:00.000Z' }
const first = Date.parse(head.periodFrom)
const last = Date.parse(head.periodTo) - 1

const anyRows = fc
  .array(
    fc.record(
      {
        at: fc.oneof(
          fc.integer({ min: first, max: last }),
          // Around midnight of the first day of the new rate in Almaty, and of the last day of January.
          fc.integer({ min: -2000, max: 2000 }).map((ms) => Date.parse('2025-12-31T19:00:00.000Z') + ms),
          fc.integer({ min: -2000, max: 2000 }).map((ms) => Date.parse('2026-01-31T19:00:00.000Z') + ms),
        ),
        type: fc.constantFrom(...usageTypes),
        amountTiyn: fc.integer({ min: -(10 ** 12), max: 10 ** 12 }),
        durationSeconds: fc.integer({ min: 0, max: 90_000 }),
        volumeBytes: fc.integer({ min: 0, max: 2 ** 41 }),
        roaming: fc.boolean(),
        country: fc.constantFrom('TR', 'AE', 'KZ'),
        otherName: fc.constantFrom('A', 'Ә', 'Kaspi.kz'),
      },
      { requiredKeys: ['at', 'type', 'amountTiyn'] },
    ),
    { maxLength: 80 },
  )
  .map((loose) =>
    loose
      .sort((a, b) => a.at - b.at)
      .map(
        ({ at, ...row }, i) => ({ id: String(i).padStart(4, '0'), at: new Date(at).toISOString(), ...row }) as UsageRow,
      ),
  )

/** Another way to the local day than the engine's. */
const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Almaty', dateStyle: 'short' })
const localDay = (row: UsageRow): string => day.format(new Date(row.at))
const exact = (rows: UsageRow[]): number => Number(rows.reduce((sum, { amountTiyn }) => sum + BigInt(amountTiyn), 0n))

function expectRight(summary: DetailizationSummary, rows: UsageRow[]): void {
  const charged = rows.filter(({ type }) => type !== 'topup')
  const topUps = rows.filter(({ type }) => type === 'topup')
  expect(summary).toMatchObject({ rows: rows.length, topUpRows: topUps.length })
  expect(summary.totalTiyn).toBe(exact(charged))
  expect(summary.topUpsTiyn).toBe(0 - exact(topUps))
  expect(summary.months.map(({ month }) => month)).toEqual(['2025-12', '2026-01', '2026-02'])
  for (const { month, tiyn, topUpsTiyn, allRows } of summary.months) {
    const own = rows.filter((row) => localDay(row).startsWith(month))
    expect(allRows).toBe(own.length)
    expect(tiyn).toBe(exact(own.filter(({ type }) => type !== 'topup')))
    expect(topUpsTiyn).toBe(0 - exact(own.filter(({ type }) => type === 'topup')))
  }
  for (const { from, tiyn } of summary.vat) {
    const old = from === '2009-01-01'
    expect(tiyn).toBe(exact(charged.filter((row) => localDay(row) < '2026-01-01' === old)))
  }
  for (const { type, tiyn } of summary.types) expect(tiyn).toBe(exact(charged.filter((row) => row.type === type)))
  const abroad = charged.filter(({ roaming }) => roaming)
  expect(summary.roaming.reduce((sum, each) => sum + each.tiyn, 0)).toBe(exact(abroad))
  const named = charged.filter(({ type }) => type === 'fee' || type === 'service' || type === 'correction')
  expect(summary.fees.reduce((sum, each) => sum + each.tiyn, 0)).toBe(exact(named))
}

describe('sums of a report', () => {
  it('are those of plain arithmetic, by local month and rate', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => expectRight(await summaryOf(rows, head), rows)),
      { numRuns: 60 },
    )
  })

  it('put the first local second of a year under the new rate', async () => {
    const rows = ['2025-12-31T18:59:59.999Z', '2025-12-31T19:00:00.000Z'].map((at, i): UsageRow => ({
      id: String(i),
      at,
      type: 'sms',
      amountTiyn: 1_000 + i,
    }))
    const { vat, months } = await summaryOf(rows, head)
    expect(vat).toEqual([
      { from: '2009-01-01', percent: 12, tiyn: 1_000 },
      { from: '2026-01-01', percent: 16, tiyn: 1_001 },
    ])
    expect(months.map(({ allRows }) => allRows)).toEqual([1, 1, 0])
  })

  it('take names beyond the limit together, so that a list cannot grow with the rows', async () => {
    const rows = Array.from({ length: 3 * maxNames }, (_, i): UsageRow => ({
      id: String(i).padStart(4, '0'),
      at: head.periodFrom,
      type: i % 2 ? 'fee' : 'topup',
      otherName: `name ${i}`,
      amountTiyn: i % 2 ? 100 : -100,
    }))
    const { fees, otherFees, topUps, otherTopUps } = await summaryOf(rows, head)
    expect([fees.length, topUps.length]).toEqual([maxNames, maxNames])
    expect(otherFees).toEqual({ name: '', rows: maxNames / 2, tiyn: (maxNames / 2) * 100 })
    expect(otherTopUps).toEqual(otherFees)
  })

  it('refuse a charge on a day whose rate is not known', async () => {
    const row: UsageRow = { id: '1', at: head.periodFrom, type: 'sms', amountTiyn: 1 }
    const unknown = { ...head, vat: [{ from: '2026-01-01', percent: 16 }] }
    await expect(sumUp(unknown, inBatches([row]))).rejects.toMatchObject({
      code: 'REPORT_VAT_UNKNOWN',
      params: { row: 1 },
    })
    await expect(sumUp(unknown, inBatches([{ ...row, amountTiyn: 0 }]))).resolves.toMatchObject({ totalTiyn: 0 })
  })

  it('of rows out of order are not made', async () => {
    const rows = sampleRows(3).reverse()
    await expect(sumUp(sampleHead, inBatches(rows))).rejects.toMatchObject({ code: 'REPORT_ROWS_OUT_OF_ORDER' })
  })
})

it('names the first field in which two summaries differ', async () => {
  const summary = await summaryOf(sampleRows(200))
  expect(summary).toMatchObject(totalsOf(sampleRows(200)))
  expect(firstDifference(summary, structuredClone(summary))).toBeUndefined()
  const other = structuredClone(summary)
  const month = other.months[3]
  if (month) month.volumeBytes++
  expect(firstDifference(summary, other)).toBe('months.3.volumeBytes')
  expect(firstDifference(summary, { ...summary, vat: [] })).toBe('vat.0')
})
