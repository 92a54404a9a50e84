import { readdirSync, truncateSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { createStoreHost } from '#electron/store-host/host'
import { systemTimers } from '#electron/store-host/sync/pump'
import type { StoreApi } from '#electron/link/store-api'
import type { OrderLine } from '#domain/core/order'
import { migrations } from '#db/migrations/index'
import { codeOf, cutLine, effectsOf, Office, requestsOf, startTestCore } from './office'

/** Calls that need no open store, as the application makes them from its recovery screen. */
function closedApi(): StoreApi {
  const clock = { now: () => Date.now(), iso: () => new Date().toISOString() }
  const ports = { clock, ids: { uuid: () => v7() }, fetch, log: () => undefined, timers: systemTimers, random: () => 0 }
  return createStoreHost(ports).api
}

const hour = 3_600_000

/**
 * When the backup is taken one order is done and one, whose answer was lost, waits although the core has it; afterwards
 * that one ends, another is placed and done. `aheadMs`: how far the counter's clock was ahead in the morning.
 */
async function lostAfternoon(aheadMs = 0) {
  const core = await startTestCore({ orderDelayMs: 20 })
  const { voluntary, technical, active } = core.facts.people
  const morning = await Office.signedIn(core, undefined, aheadMs)
  const done = await morning.unblock(voluntary, await morning.visitOf(core, voluntary))
  await morning.orderIn(done, 'done')
  core.setFaults([
    { match: { endpoint: 'placeOrder' }, fault: { kind: 'answerLost' } },
    { match: { endpoint: 'orders' }, fault: { kind: 'down' } },
  ])
  const visit = await morning.visitOf(core, active)
  const iccids = core.facts.sims.free19.map(({ iccid }) => iccid)
  const lines = [await paperLine(morning, active.msisdn)]
  const waiting = v7()
  const lost = morning.orderIn(waiting, 'pending')
  await morning.api.placeOrder({ commandId: waiting, visitId: visit, msisdn: active.msisdn, lines })
  await lost
  await morning.api.close({})
  core.setFaults([])

  const afternoon = await Office.open(morning.dir)
  await afternoon.orderIn(waiting, 'done')
  await afternoon.signIn(core)
  const visitId = await afternoon.visitOf(core, technical)
  const later = v7()
  const later2 = [await afternoon.reissueLine(technical, iccids[1] ?? '')]
  await afternoon.api.placeOrder({ commandId: later, visitId, msisdn: technical.msisdn, lines: later2 })
  await afternoon.orderIn(later, 'done', 'rejected')
  await afternoon.api.close({})
  return { core, office: afternoon, done, waiting, later, people: core.facts.people }
}

async function paperLine(office: Office, msisdn: string): Promise<OrderLine> {
  const dayAgo = (days: number) => `${new Date(Date.now() - days * 24 * hour).toISOString().slice(0, 10)}T19:00:00.000Z`
  const period = { from: dayAgo(40), to: dayAgo(30) }
  const { feeId, quoteId, tiyn, taxRate } = await office.api.quote({ msisdn, operation: 'detailization', period })
  return { operation: 'detailization', ...period, form: 'expanded', fee: { feeId, quoteId, tiyn, taxRate } }
}

const placeOf = ({ location, backupDir }: Office) => ({ location, backupDir })

describe('a store that is put back from its backup', () => {
  it('first learns what the core has and sends nothing before', async () => {
    const { core, office, done, waiting, later, people } = await lostAfternoon()
    const state = await closedApi().recoveryState({ ...placeOf(office), problem: 'STORE_CORRUPT' })
    expect(state).toMatchObject({ problem: 'STORE_CORRUPT', ballast: true, backups: [{ usable: true }] })
    const tail = people.technical.msisdn.slice(-4)
    expect(state.missing).toMatchObject({
      readable: true,
      since: state.backups[0]?.takenAt,
      operations: [{ msisdnTail: tail, operations: ['simReissue'] }],
    })
    await closedApi().restoreBackup({ ...placeOf(office), backupId: state.backups[0]?.id ?? '' })
    expect(readdirSync(office.dir).some((name) => name.includes('.damaged-'))).toBe(true)

    cutLine(core)
    const sent = requestsOf(core, 'placeOrder')
    const back = await Office.open(office.dir)
    await back.logged(({ event }) => event === 'puller.again')
    expect(await back.api.status({})).toMatchObject({ core: 'offline', unsent: 1 })
    expect(await back.api.order({ id: waiting })).toMatchObject({ state: 'pending' })
    expect(await back.api.order({ id: later })).toBeNull()
    cutLine(core, false)
    await back.logged(({ event }) => event === 'store.reconciled')
    expect(await back.api.order({ id: done })).toMatchObject({ state: 'done' })
    expect(await back.api.order({ id: waiting })).toMatchObject({ state: 'done', orderState: 'completed' })
    const found = { msisdn: people.technical.msisdn, operations: ['simReissue'], state: 'done' }
    expect(await back.api.order({ id: later })).toMatchObject(found)
    expect(requestsOf(core, 'placeOrder'), 'nothing was sent again').toBe(sent)
    for (const id of [done, waiting, later]) {
      expect(effectsOf(core, id).filter((kind) => kind === 'orderApplied')).toHaveLength(1)
    }
    await back.api.close({})
    const next = await Office.open(office.dir)
    expect(
      next.log.some(({ event }) => event === 'store.reconciled'),
      'once',
    ).toBe(false)
    expect(await next.api.status({})).toMatchObject({ unsent: 0, attention: 0 })
  })

  it.each([72 * hour, -72 * hour])('goes by no clock of its own when it asks: one was %i ms off', async (aheadMs) => {
    const { core, office, waiting, later } = await lostAfternoon(aheadMs)
    const { backups } = await closedApi().recoveryState({ ...placeOf(office), problem: 'STORE_CORRUPT' })
    await closedApi().restoreBackup({ ...placeOf(office), backupId: backups[0]?.id ?? '' })
    const back = await Office.open(office.dir)
    await back.logged(({ event }) => event === 'store.reconciled')
    for (const id of [waiting, later]) expect(await back.api.order({ id })).toMatchObject({ state: 'done' })
    for (const id of [waiting, later]) {
      expect(effectsOf(core, id).filter((kind) => kind === 'orderApplied')).toHaveLength(1)
    }
  })

  it('promises no SIM and takes no fee before it knows what was promised and paid', async () => {
    const { core, office, people } = await lostAfternoon()
    const { backups } = await closedApi().recoveryState({ ...placeOf(office), problem: 'STORE_CORRUPT' })
    await closedApi().restoreBackup({ ...placeOf(office), backupId: backups[0]?.id ?? '' })
    core.setFaults([{ match: { endpoint: 'orders' }, fault: { kind: 'down' } }])
    const back = await Office.open(office.dir)
    await back.logged(({ event }) => event === 'puller.again')
    await back.signIn(core)
    const person = people.active
    const { msisdn } = person
    const visitId = await back.visitOf(core, person)
    const reissue = await back.reissueLine(person, core.facts.sims.free19[3]?.iccid ?? '')
    const place = (line: OrderLine) => codeOf(back.api.placeOrder({ commandId: v7(), visitId, msisdn, lines: [line] }))
    expect(await place(reissue)).toBe('STORE_RECONCILING')
    const paper = await paperLine(back, msisdn)
    expect(await place(paper)).toBe('STORE_RECONCILING')
    const { from, to } = { from: '', to: '', ...paper }
    expect(await codeOf(back.api.paidReport({ msisdn, period: { from, to } }))).toBe('STORE_RECONCILING')
    expect(await back.api.visitOrders({ visitId })).toEqual([])
    core.setFaults([])
    await back.logged(({ event }) => event === 'store.reconciled')
    expect(await place(reissue)).toBe('no error')
  })

  it('is not put back while it is open, nor from what is no backup', async () => {
    const core = await startTestCore()
    const office = await Office.signedIn(core)
    const place = placeOf(office)
    expect(await codeOf(office.api.restoreBackup({ ...place, backupId: 'any' }))).toBe('BAD_REQUEST')
    await office.api.close({})
    expect(await codeOf(office.api.restoreBackup({ ...place, backupId: 'any' }))).toBe('BACKUP_UNUSABLE')
  })
})

it('a torn store is told apart and its backups are offered', async () => {
  const core = await startTestCore()
  const office = await Office.signedIn(core)
  await office.api.close({})
  truncateSync(office.location.file, 5000)
  expect(await codeOf(closedApi().open(placeOf(office)))).toBe('STORE_CORRUPT')
  const state = await closedApi().recoveryState({ ...placeOf(office), problem: 'STORE_CORRUPT' })
  expect(state).toMatchObject({ backups: [{ usable: true }], missing: { readable: false, operations: [] } })
  await closedApi().restoreBackup({ ...placeOf(office), backupId: state.backups[0]?.id ?? '' })
  const back = await Office.open(office.dir)
  expect(await back.api.info({})).toMatchObject({ enrolled: true })
})

it('the figures hold counts, states and sizes, and nothing of a customer', async () => {
  const core = await startTestCore({ orderDelayMs: 20 })
  const office = await Office.signedIn(core)
  const person = core.facts.people.voluntary
  await office.orderIn(await office.unblock(person, await office.visitOf(core, person)), 'done')
  const figures = await office.api.figures({})
  const known = {
    schemaVersion: migrations.length,
    'outbox.done': 1,
    'visit.open': 1,
    ballastBytes: 4096,
    core: 'online',
    backups: 0,
  }
  expect(figures).toMatchObject(known)
  expect(Number(figures['storeBytes']) + Number(figures['logBytes'])).toBeGreaterThan(50_000)
  const text = JSON.stringify(figures)
  expect([person.msisdn, person.iin, person.familyName].filter((canary) => text.includes(canary))).toEqual([])
})
