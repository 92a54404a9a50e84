import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { feedBodies, isFeedKind, type FeedItem } from '#domain/core/feed'
import type { ProductOrder } from '#domain/core/order'
import { codeOf, Counter, ended, office, orderOf, orderPath, startSmallCore } from './harness'
import type { RunningCore } from './server'

interface Page {
  items: FeedItem[]
  next: string
  more: boolean
}

let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore()
  counter = await Counter.signedIn(core)
})
afterAll(() => core.stop())

async function readAll(who: Counter, after: string, limit: number): Promise<{ items: FeedItem[]; next: string }> {
  const items: FeedItem[] = []
  for (let cursor = after; ;) {
    const { body } = await who.get<Page>(`${office}/feed`, { limit, ...(cursor === '' ? {} : { after: cursor }) })
    items.push(...body.items)
    cursor = body.next
    if (!body.more) return { items, next: cursor }
  }
}

describe('the feed', () => {
  it('gives every kind of reference data, page by page, in the contract’s form', async () => {
    const { items } = await readAll(counter, '', 7)
    const kinds = new Set(items.map((item) => item.kind))
    expect(kinds).toEqual(new Set(['blockReason', 'reissueReason', 'fee', 'vat', 'policy', 'clerk', 'simLease']))
    for (const item of items) if (isFeedKind(item.kind)) feedBodies[item.kind].parse(item.body)
    expect(items.map((item) => item.seq)).toEqual(items.map((item) => item.seq).sort((a, b) => a - b))
  })

  it('gives an office its own leases and clerks only', async () => {
    const other = new Counter(core.url)
    await other.enrol(core.facts.enrolment.otherOfficeOneTime[0] ?? '')
    const idsOf = (items: FeedItem[]) =>
      items.flatMap(({ kind, id }) => (kind === 'simLease' || kind === 'clerk' ? [id] : []))
    const [mine, theirs] = [
      idsOf((await readAll(counter, '', 1000)).items),
      idsOf((await readAll(other, '', 1000)).items),
    ]
    expect(mine).toContain(core.facts.clerks.clerk.id)
    expect(theirs).toContain(core.facts.sims.otherOffice.iccid)
    expect(mine.filter((id) => theirs.includes(id))).toEqual([])
  })

  it('tells an order’s states, the used lease and the changed number after the cursor', async () => {
    const { next } = await readAll(counter, '', 1000)
    const { active } = core.facts.people
    const { verificationId } = (await counter.verify(active)).body
    const sim = core.facts.sims.free20[0]
    if (!sim) throw new Error('no SIM')
    const fee = await counter.quote(active, { operation: 'simReissue', reason: 'DAMAGED' })
    const line = { operation: 'simReissue' as const, reason: 'DAMAGED', ...sim, fee }
    const placed = await counter.post<ProductOrder>(orderPath, orderOf(core, active, verificationId, [line]))
    await ended(counter, placed.body.id)
    const { items } = await readAll(counter, next, 1000)
    const states = items.flatMap((item) => (item.kind === 'orderChanged' ? [item.body] : []))
    expect(states).toMatchObject([{ state: 'acknowledged' }, { state: 'inProgress' }, { state: 'completed' }])
    expect(items.find((item) => item.kind === 'simLease')).toMatchObject({
      id: sim.iccid,
      version: 2,
      body: { state: 'used' },
    })
    expect(items.find((item) => item.kind === 'productChanged')?.body).toEqual({
      productId: active.productId,
      msisdn: active.msisdn,
    })
  })

  it('sends away a cursor of another data set', async () => {
    const answer = await counter.get(`${office}/feed`, { after: 'abc.12' })
    expect([answer.status, codeOf(answer)]).toEqual([410, 'FEED_GONE'])
  })
})
