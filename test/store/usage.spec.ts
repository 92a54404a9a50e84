import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { openReader } from '#db/connection'
import { usageBatches } from '#db/repositories/usage'
import { addToTotals } from '#domain/usage'
import { answersOf, codeOf, cutLine, Office, requestsOf, startTestCore, tempDir } from './office'

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
  const { rows, totalTiyn, topUpsTiyn } = bounds
  const input = { fetchId: v7(), visitId, msisdn, period, rows, totalTiyn, topUpsTiyn }
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

/** A folder with the store as it is on the disk just now. */
function leftByCrash(office: Office): string {
  const dir = tempDir()
  for (const end of ['', '-wal']) copyFileSync(`${office.location.file}${end}`, join(dir, `office.db${end}`))
  return dir
}

const againOf = (office: Office) => office.log.filter(({ event }) => event === 'usage.again').length

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

  it('waits for a line that drops, however often, and asks for no page again that it has', async () => {
    const { core, office, bounds, input } = await officeWithPeriod()
    core.setFaults([{ match: { endpoint: 'usage' }, after: 2, fault: { kind: 'down' } }])
    const fetching = office.api.fetchUsage(input)
    for (const drop of [2, 6]) {
      await office.logged(({ event }) => event === 'usage.again' && againOf(office) >= drop)
      expect(await office.api.status({})).toMatchObject({ core: 'offline' })
    }
    core.setFaults([])
    await fetching
    const answered = answersOf(core, 'usage')
    expect(answered).toBe(Math.ceil(bounds.rows / 1000))
    const { rows, totalTiyn, topUpsTiyn } = bounds
    expect(await stored(office, input.fetchId)).toEqual({ rows, totalTiyn, topUpsTiyn })
  })

  it('outlives a few faults of the core, gives up on a core that only has faults, and goes on from there', async () => {
    const { core, office, bounds, input } = await officeWithPeriod()
    const fault = { kind: 'status', status: 500 } as const
    core.setFaults([
      { match: { endpoint: 'usage' }, times: 1, fault },
      { match: { endpoint: 'usage' }, after: 4, fault },
    ])
    expect(await codeOf(office.api.fetchUsage(input))).toBe('CORE_FAULT')
    core.setFaults([])
    const before = answersOf(core, 'usage')
    expect(before).toBeGreaterThan(0)
    // Another press of the key: another id.
    const again = { ...input, fetchId: v7() }
    const first = office.next('usage', ({ fetchId }) => fetchId === again.fetchId)
    await office.api.fetchUsage(again)
    expect((await first).done).toBeGreaterThan(0)
    expect(answersOf(core, 'usage') - before).toBeLessThan(Math.ceil(bounds.rows / 1000))
    const { rows, totalTiyn, topUpsTiyn } = bounds
    expect(await stored(office, again.fetchId)).toEqual({ rows, totalTiyn, topUpsTiyn })
  })

  it('has at most three pages under way', async () => {
    const { core, office, input } = await officeWithPeriod(9000)
    core.setFaults([{ match: { endpoint: 'usage' }, fault: { kind: 'latency', ms: 200 } }])
    await office.api.fetchUsage(input)
    expect(input.rows).toBeGreaterThan(6000)
    expect(office.pages.most).toBe(3)
  })

  it('waits for a core that has to collect a period first, and says that it takes its time', async () => {
    const { core, office, bounds, input } = await officeWithPeriod()
    core.setFaults([{ match: { endpoint: 'usageBounds' }, fault: { kind: 'collects', ms: 1500 } }])
    const slow = office.next('status', (status) => status.slow)
    const asked = office.api.usageBounds({ msisdn: input.msisdn, period: input.period })
    await slow
    expect(await asked).toEqual(bounds)
    expect(requestsOf(core, 'usageBounds')).toBe(2)
    expect(requestsOf(core, 'usageJob')).toBeGreaterThan(0)
    expect(await office.api.status({})).toMatchObject({ slow: false })
  })

  it('can be called off while the line is down', async () => {
    const { core, office, input } = await officeWithPeriod()
    cutLine(core)
    const fetching = codeOf(office.api.fetchUsage(input))
    await office.logged(({ event }) => event === 'usage.again')
    await office.api.cancelFetch({ fetchId: input.fetchId })
    expect(await fetching).toBe('REPORT_CANCELLED')
  })

  it('is worth nothing when its sums are not those of the core: the next begins anew', async () => {
    const { core, office, bounds, input } = await officeWithPeriod()
    const wrong = { ...input, totalTiyn: input.totalTiyn + 1 }
    const refused = office.api.fetchUsage(wrong)
    await expect(refused).rejects.toMatchObject({ code: 'REPORT_TOTALS_DIFFER', params: { field: 'totalTiyn' } })
    expect(await stored(office, input.fetchId)).toMatchObject({ rows: 0 })
    const before = answersOf(core, 'usage')
    await office.api.fetchUsage({ ...input, fetchId: v7() })
    expect(answersOf(core, 'usage') - before).toBe(Math.ceil(bounds.rows / 1000))
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

  it('goes on after a crash, in a new visit of the number, from the pages that were kept', async () => {
    const { core, office, bounds, input } = await officeWithPeriod()
    core.setFaults([{ match: { endpoint: 'usage' }, after: 2, fault: { kind: 'down' } }])
    const arrived = office.next('usage', ({ done }) => done === 2000)
    const cut = codeOf(office.api.fetchUsage(input))
    await arrived
    await office.api.cancelFetch({ fetchId: input.fetchId })
    expect(await cut).toBe('REPORT_CANCELLED')
    core.setFaults([])
    const kept = answersOf(core, 'usage')

    const after = await Office.open(leftByCrash(office))
    await after.signIn(core)
    const visitId = await after.visitOf(core, core.facts.people.main)
    const again = { ...input, visitId, fetchId: v7() }
    await after.api.fetchUsage(again)
    expect(kept).toBe(2)
    expect(answersOf(core, 'usage')).toBe(Math.ceil(bounds.rows / 1000))
    const { rows, totalTiyn, topUpsTiyn } = bounds
    expect(await stored(after, again.fetchId)).toEqual({ rows, totalTiyn, topUpsTiyn })
    await after.api.endVisit({ visitId, reason: 'finished' })
    expect(await stored(after, again.fetchId)).toMatchObject({ rows: 0 })
  })

  it('leaves nothing of it a day after a crash', async () => {
    const { office, input } = await officeWithPeriod()
    await office.api.fetchUsage(input)
    const dir = leftByCrash(office)
    const before = await Office.open(dir)
    expect((await stored(before, input.fetchId)).rows).toBe(input.rows)
    await before.api.close({})
    const later = await Office.open(dir, 25 * 3600 * 1000)
    expect(await stored(later, input.fetchId)).toMatchObject({ rows: 0 })
  })

  it('notices a core that has fewer rows than it counted', async () => {
    const { office, input } = await officeWithPeriod()
    expect(await codeOf(office.api.fetchUsage({ ...input, rows: input.rows + 1 }))).toBe('REPORT_TOTALS_DIFFER')
  })
})
