import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { openReader } from '#db/connection'
import { usageBatches } from '#db/repositories/usage'
import { addToTotals } from '#domain/usage'
import { codeOf, Office, requestsOf, startTestCore } from './office'

async function officeWithPeriod(usageRows = 4200) {
  const core = await startTestCore({ usageRows })
  const office = await Office.signedIn(core)
  const person = core.facts.people.main
  const { msisdn } = person
  const visitId = await office.visitOf(core, person)
  const to = new Date(Date.now() - 24 * 3600 * 1000).toISOString()
  const from = new Date(Date.now() - 1000 * 24 * 3600 * 1000).toISOString()
  const period = { from, to }
  const bounds = await office.api.usageBounds({ msisdn, period })
  const input = { fetchId: v7(), visitId, msisdn, period, rows: bounds.rows }
  return { core, office, bounds, input }
}

async function stored(office: Office, fetchId: string) {
  const reader = await openReader(office.location)
  let totals = { rows: 0, totalTiyn: 0, topUpsTiyn: 0 }
  let last = ''
  for await (const batch of usageBatches(reader, fetchId)) {
    for (const row of batch) {
      expect(row.at + row.id > last).toBe(true)
      last = row.at + row.id
      totals = addToTotals(totals, row)
    }
  }
  await reader.close()
  return totals
}

describe('fetching usage', () => {
  it('stores every row once, in order, with the totals of the core', async () => {
    const { office, bounds, input } = await officeWithPeriod()
    const progress: number[] = []
    office.host.on('usage', ({ done, total }) => {
      progress.push(done)
      expect(total).toBe(bounds.rows)
    })
    await office.api.fetchUsage(input)
    expect(bounds.rows).toBeGreaterThan(3000)
    expect(progress).toEqual([1000, 2000, 3000, bounds.rows])
    const { rows, totalTiyn, topUpsTiyn } = bounds
    expect(await stored(office, input.fetchId)).toEqual({ rows, totalTiyn, topUpsTiyn })
  })

  it('goes on where it broke off', async () => {
    const { core, office, bounds, input } = await officeWithPeriod()
    core.setFaults([{ match: { endpoint: 'usage' }, after: 2, times: 6, fault: { kind: 'status', status: 500 } }])
    expect(await codeOf(office.api.fetchUsage(input))).toBe('CORE_FAULT')
    core.setFaults([])
    const before = requestsOf(core, 'usage')
    await office.api.fetchUsage(input)
    expect(requestsOf(core, 'usage') - before).toBeLessThan(Math.ceil(bounds.rows / 1000))
    const { rows, totalTiyn, topUpsTiyn } = bounds
    expect(await stored(office, input.fetchId)).toEqual({ rows, totalTiyn, topUpsTiyn })
  })

  it('can be called off while it runs and taken up again', async () => {
    const { core, office, bounds, input } = await officeWithPeriod()
    core.setFaults([{ match: { endpoint: 'usage' }, after: 1, fault: { kind: 'latency', ms: 300 } }])
    const first = office.next('usage', () => true)
    const fetching = codeOf(office.api.fetchUsage(input))
    await first
    await office.api.cancelFetch({ fetchId: input.fetchId })
    expect(await fetching).toBe('REPORT_CANCELLED')
    core.setFaults([])
    await office.api.fetchUsage(input)
    expect((await stored(office, input.fetchId)).rows).toBe(bounds.rows)
  })

  it('ends with the visit', async () => {
    const { core, office, input } = await officeWithPeriod()
    core.setFaults([{ match: { endpoint: 'usage' }, fault: { kind: 'latency', ms: 300 } }])
    const fetching = codeOf(office.api.fetchUsage(input))
    await office.api.endVisit({ visitId: input.visitId, reason: 'locked' })
    expect(await fetching).toBe('REPORT_CANCELLED')
    expect((await stored(office, input.fetchId)).rows).toBe(0)
  })

  it('notices a core that has fewer rows than it counted', async () => {
    const { office, input } = await officeWithPeriod()
    expect(await codeOf(office.api.fetchUsage({ ...input, rows: input.rows + 1 }))).toBe('REPORT_TOTALS_DIFFER')
  })
})
