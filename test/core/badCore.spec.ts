import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { FeedItem } from '#domain/core/feed'
import type { OrderLine, ProductOrder } from '#domain/core/order'
import type { Fault } from './faults'
import { codeOf, Counter, ended, enrolment, office, orderOf, orderPath, productPath, startSmallCore } from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore()
  counter = await Counter.signedIn(core)
})
afterEach(() => core.setFaults([]))
afterAll(() => core.stop())

interface Page {
  items: FeedItem[]
  next: string
  more: boolean
}

function once(fault: Fault): void {
  core.setFaults([{ match: {}, times: 1, fault }])
}

function atOrder(fault: Fault): void {
  core.setFaults([{ match: { endpoint: 'placeOrder' }, times: 1, fault }])
}

async function reissueOrder(index: number) {
  const { main } = core.facts.people
  const { verificationId } = (await counter.verify(main)).body
  const fee = await counter.quote(main, { operation: 'simReissue', reason: 'LOST_STOLEN' })
  const sim = core.facts.sims.free19[index]
  if (!sim) throw new Error('no SIM left')
  const line: OrderLine = { operation: 'simReissue', reason: 'LOST_STOLEN', ...sim, fee }
  return { iccid: sim.iccid, body: orderOf(core, main, verificationId, [line]) }
}

async function endOfFeed(who = counter): Promise<string> {
  return (await who.get<Page>(`${office}/feed`, { limit: 1000 })).body.next
}

async function leasesAfter(cursor: string, who = counter) {
  const { items } = (await who.get<Page>(`${office}/feed`, { after: cursor, limit: 1000 })).body
  return items.filter((item) => item.kind === 'simLease')
}

describe('revoked tokens', () => {
  it('of all devices: one renewal helps', async () => {
    const own = new Counter(core.url)
    const { clientId: client_id, clientSecret: client_secret } = (
      await own.post<{ clientId: string; clientSecret: string }>(`${office}/enrolment`, enrolment(core.enrolmentCode))
    ).body
    const renew = async () => {
      const credentials = { grant_type: 'client_credentials', client_id, client_secret }
      const { access_token } = (await own.post<{ access_token: string }>('/oauth2/token', credentials)).body
      own.setHeader('Authorization', `Bearer ${access_token}`)
    }
    await renew()
    once({ kind: 'revoked', tokens: 'device' })
    expect(codeOf(await own.get(`${office}/feed`))).toBe('TOKEN_INVALID')
    await renew()
    expect((await own.get(`${office}/feed`)).status).toBe(200)
    counter = await Counter.signedIn(core)
  })

  it('of all clerks: they sign in anew', async () => {
    const ask = () => counter.get(productPath, { productSerialNumber: core.facts.people.main.msisdn })
    once({ kind: 'revoked', tokens: 'clerk' })
    expect(codeOf(await ask())).toBe('CLERK_TOKEN_INVALID')
    const { id, pin } = core.facts.clerks.clerk
    counter.setHeader('X-Clerk', (await counter.signIn(id, pin)).body.clerkToken)
    expect((await ask()).status).toBe(200)
  })

  it('of a counter that was signed off: no renewal any more, another counter goes on', async () => {
    const own = new Counter(core.url)
    const { deviceId, clientId, clientSecret } = await own.enrol(core.enrolmentCode)
    await core.change.revoke.device(deviceId)
    expect(codeOf(await own.get(`${office}/feed`))).toBe('TOKEN_INVALID')
    const credentials = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }
    expect(codeOf(await own.post('/oauth2/token', credentials))).toBe('DEVICE_REFUSED')
    expect((await counter.get(`${office}/feed`)).status).toBe(200)
  })

  it('of customers: the session has ended', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    await core.change.revoke.customerTokens()
    expect(codeOf(await counter.get(`${productPath}/${main.productId}`))).toBe('NO_CUSTOMER_SESSION')
  })
})

describe('what changes between quote and order', () => {
  it('priceChanges: refused with the new price, which then holds', async () => {
    const { body } = await reissueOrder(0)
    atOrder({ kind: 'priceChanges', feeId: 'fee.simReissue.LOST_STOLEN', tiyn: 123_400 })
    const refused = await counter.post(orderPath, body)
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { code: 'PRICE_CHANGED', params: { amountTiyn: 123_400 } },
    ])
    const again = await counter.post<ProductOrder>(orderPath, (await reissueOrder(0)).body)
    expect(again.status).toBe(201)
    await ended(counter, again.body.id)
  })

  it('leaseLost: the SIM is another office’s now, as both feeds say', async () => {
    const neighbour = new Counter(core.url)
    await neighbour.enrol(core.facts.enrolment.otherOfficeOneTime[0] ?? '')
    const [mine, theirs] = [await endOfFeed(), await endOfFeed(neighbour)]
    const { iccid, body } = await reissueOrder(1)
    atOrder({ kind: 'leaseLost' })
    const refused = await counter.post(orderPath, body)
    expect([refused.status, codeOf(refused)]).toEqual([422, 'ICCID_OTHER_OFFICE'])
    const moved = { id: iccid, body: { officeId: core.facts.otherOffice.id, state: 'leased' } }
    expect(await leasesAfter(mine)).toMatchObject([moved])
    expect(await leasesAfter(theirs, neighbour)).toMatchObject([moved])
  })

  it('fenceStale: refused, and the feed brings the new fence', async () => {
    const cursor = await endOfFeed()
    const { iccid, body } = await reissueOrder(2)
    atOrder({ kind: 'fenceStale' })
    const refused = await counter.post(orderPath, body)
    expect([refused.status, codeOf(refused)]).toEqual([409, 'FENCE_STALE'])
    const fence = (core.facts.sims.free19[2]?.fence ?? 0) + 1
    expect(await leasesAfter(cursor)).toMatchObject([{ id: iccid, body: { fence } }])
  })
})

describe('protocol', () => {
  it('answers another range', async () => {
    once({ kind: 'protocol', min: 3, max: 4 })
    expect((await counter.get(`${office}/about`)).body).toMatchObject({ protocol: { min: 3, max: 4 } })
    expect((await counter.get(`${office}/about`)).body).toMatchObject({ protocol: { min: 1, max: 1 } })
  })
})

describe('the feed', () => {
  it('comes backwards or twice, with the same cursor', async () => {
    const right = (await counter.get<Page>(`${office}/feed`, { limit: 9 })).body
    const seqs = right.items.map((item) => item.seq)
    once({ kind: 'feedReorders' })
    const reordered = (await counter.get<Page>(`${office}/feed`, { limit: 9 })).body
    expect([reordered.items.map((item) => item.seq), reordered.next]).toEqual([seqs.toReversed(), right.next])
    once({ kind: 'feedRepeats' })
    const repeated = (await counter.get<Page>(`${office}/feed`, { limit: 9 })).body
    expect(repeated.items.map((item) => item.seq)).toEqual([...seqs, ...seqs.toReversed()])
  })
})

describe('clockOffset', () => {
  it.each([300, -1800])('shifts Date, time and what is judged by time by %i seconds', async (seconds) => {
    core.setFaults([{ match: {}, fault: { kind: 'clockOffset', seconds } }])
    const answer = await counter.get<{ time: string }>(`${office}/about`)
    const off = (time: string | null) => Math.round((Date.parse(time ?? '') - Date.now()) / 1000)
    expect(Math.abs(off(answer.headers.get('date')) - seconds)).toBeLessThanOrEqual(2)
    expect(Math.abs(off(answer.body.time) - seconds)).toBeLessThanOrEqual(2)
    const { expiresAt } = (await counter.verify(core.facts.people.main)).body
    expect(Math.abs(off(expiresAt ?? '') - seconds - 600)).toBeLessThanOrEqual(2)
  })

  it('ends a customer session where the core runs ahead', async () => {
    const { main } = core.facts.people
    await counter.verify(main)
    core.setFaults([{ match: {}, fault: { kind: 'clockOffset', seconds: 1800 } }])
    expect(codeOf(await counter.get(`${productPath}/${main.productId}`))).toBe('VERIFICATION_EXPIRED')
  })
})
