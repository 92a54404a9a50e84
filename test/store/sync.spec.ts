import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { v7 } from 'uuid'
import { openWriter } from '#db/connection'
import { claimDue } from '#db/outbox/outbox'
import { feedCursor } from '#db/repositories/reference'
import { startSmallCore } from '#test/core/harness'
import type { CoreOptions } from '#test/core/server'
import { blockIdsOf, effectsOf, Office, requestsOf, startTestCore, tempDir } from './office'

/** A core that can be stopped and started again with its data at the same address. */
async function durableCore(options: CoreOptions = {}) {
  const db = join(tempDir(), 'core.sqlite')
  const first = await startSmallCore({ db, ...options })
  const port = Number(new URL(first.url).port)
  return {
    first,
    async again() {
      const core = await startSmallCore({ db, port, ...options })
      onTestFinished(() => core.stop())
      return core
    },
  }
}

async function peek<T>(
  office: Office,
  read: Parameters<Awaited<ReturnType<typeof openWriter>>['read']>[0],
): Promise<T> {
  const store = await openWriter(office.location)
  try {
    return (await store.read(read)) as T
  } finally {
    await store.close()
  }
}

describe('an unsent order', () => {
  it('outlives a restart of the counter while the core is down, and is sent once when it is back', async () => {
    const { first, again } = await durableCore()
    const before = await Office.signedIn(first)
    const person = first.facts.people.voluntary
    const visitId = await before.visitOf(first, person)
    await first.stop()
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    const offline = before.next('status', ({ core }) => core === 'offline')
    await before.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    await offline
    expect(await before.api.status({})).toMatchObject({ core: 'offline', unsent: 1 })
    await before.api.close({})

    const after = await Office.open(before.dir)
    expect(await after.api.order({ id: commandId })).toMatchObject({ state: expect.stringMatching(/pending|sending/) })
    const done = after.orderIn(commandId, 'done', 'rejected', 'dead')
    const core = await again()
    expect(await done).toMatchObject({ state: 'done' })
    expect(effectsOf(core, commandId)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
    expect(await after.api.status({})).toMatchObject({ core: 'online', unsent: 0, kind: 'training' })
  })

  it('that the core had before the crash is not sent again', async () => {
    const { first, again } = await durableCore()
    const before = await Office.signedIn(first)
    const person = first.facts.people.voluntary
    const visitId = await before.visitOf(first, person)
    first.setFaults([
      { match: { endpoint: 'placeOrder' }, fault: { kind: 'answerLost' } },
      { match: { endpoint: 'orders' }, fault: { kind: 'down' } },
    ])
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    const lost = before.orderIn(commandId, 'pending')
    await before.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    await lost
    await before.api.close({})
    expect(effectsOf(first, commandId)).toContain('orderAccepted')
    await first.stop()

    const core = await again()
    const after = await Office.open(before.dir)
    expect(await after.orderIn(commandId, 'done', 'rejected', 'dead')).toMatchObject({ state: 'done' })
    expect(requestsOf(core, 'placeOrder')).toBe(0)
  })
})

describe('an order of which nobody knows whether the core has it', () => {
  it('is not refused because the question is: it is asked again, and then a person is told and asks once more', async () => {
    const core = await startTestCore({ orderDelayMs: 20 })
    const office = await Office.signedIn(core)
    const person = core.facts.people.voluntary
    const visitId = await office.visitOf(core, person)
    core.setFaults([
      { match: { endpoint: 'placeOrder' }, times: 1, fault: { kind: 'answerLost' } },
      { match: { endpoint: 'orders' }, fault: { kind: 'status', status: 403, code: 'NO_RIGHT' } },
    ])
    const id = await office.unblock(person, visitId)
    expect(await office.orderIn(id, 'done', 'rejected', 'dead')).toMatchObject({ state: 'dead', error: 'NO_RIGHT' })
    expect(requestsOf(core, 'placeOrder')).toBe(1)
    expect(requestsOf(core, 'orders')).toBe(4)
    const [item] = await office.api.attention({})
    expect(item).toMatchObject({ order: { id }, coreCode: 'NO_RIGHT' })
    expect(item?.choices).toContain('retry')
    core.setFaults([])
    await office.api.retryOrder({ id, clerkId: core.facts.clerks.clerk.id })
    expect(await office.orderIn(id, 'done', 'rejected')).toMatchObject({ state: 'done' })
    expect(effectsOf(core, id)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
  })
})

describe('an order that was on its way when the counter died', () => {
  it('is taken up at the next start, long before its lease ends', async () => {
    const core = await startTestCore()
    const before = await Office.signedIn(core)
    const person = core.facts.people.voluntary
    const visitId = await before.visitOf(core, person)
    core.setFaults([{ match: { path: '/tmf-api/productOrderingManagement' }, fault: { kind: 'down' } }])
    const commandId = v7()
    const lines = [{ operation: 'unblock' as const, blockIds: blockIdsOf(person) }]
    await before.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    await before.api.close({})
    const store = await openWriter(before.location)
    const claim = { now: '2100-01-01T00:00:00.000Z', leaseUntil: '2100-01-01T01:00:00.000Z', limit: 1 }
    expect(await store.write((tx) => claimDue(tx, claim))).toHaveLength(1)
    await store.close()
    core.setFaults([])
    const after = await Office.open(before.dir)
    expect(await after.orderIn(commandId, 'done', 'rejected', 'dead')).toMatchObject({ state: 'done' })
    expect(effectsOf(core, commandId)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
  })
})

describe('the feed', () => {
  it('goes on after a restart where it stopped', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const options = await office.api.reissueOptions({})
    expect(options.reasons.map(({ code }) => code)).toContain('LOST_STOLEN')
    expect(options.stock.length).toBeGreaterThan(5)
    await office.api.close({})
    const cursor = await peek<string>(office, feedCursor)
    expect(cursor).toMatch(/\.\d+$/)

    const again = await Office.open(office.dir)
    await again.logged(({ fields }) => fields['endpoint'] === 'feed' && fields['code'] === 'ok')
    expect(await again.api.reissueOptions({})).toEqual(options)
    await again.api.close({})
    expect(again.log.filter(({ event }) => event === 'feed.applied')).toEqual([])
    expect(await peek<string>(again, feedCursor)).toBe(cursor)
  })

  it('begins anew when the core has lost its place, and local work stays', async () => {
    const core = await startTestCore({ orderDelayMs: 60_000 })
    const office = await Office.signedIn(core)
    const person = core.facts.people.active
    const visitId = await office.visitOf(core, person)
    const iccid = core.facts.sims.free19[0]?.iccid ?? ''
    const commandId = v7()
    const lines = [await office.reissueLine(person, iccid)]
    await office.api.placeOrder({ commandId, visitId, msisdn: person.msisdn, lines })
    await office.orderIn(commandId, 'sent')
    await office.api.close({})
    const before = await peek<object[]>(office, (tx) =>
      tx('sim_stock').orderBy('iccid').select('iccid', 'state', 'reserved_by'),
    )

    core.setFaults([
      {
        match: { endpoint: 'feed' },
        times: 1,
        fault: { kind: 'status', status: 410, body: { code: 'FEED_GONE', reason: 'gone' } },
      },
    ])
    const again = await Office.open(office.dir)
    await again.logged(({ event }) => event === 'feed.applied')
    await again.api.close({})
    expect(again.log.map(({ event }) => event)).toEqual(expect.arrayContaining(['feed.anew', 'feed.applied']))
    const after = await peek<object[]>(again, (tx) =>
      tx('sim_stock').orderBy('iccid').select('iccid', 'state', 'reserved_by'),
    )
    expect(after).toEqual(before)
    expect(after).toContainEqual({ iccid, state: 'reserved', reservedBy: commandId })
  })
})
