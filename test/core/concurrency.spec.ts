import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import type { FeedItem } from '#domain/core/feed'
import type { OrderLine, ProductOrder } from '#domain/core/order'
import { readSim, type SimResource } from '#domain/core/resources'
import type { KnownPerson } from './generator/facts'
import {
  codeOf,
  Counter,
  ended,
  enrolment,
  office,
  orderOf,
  orderPath,
  startSmallCore,
  verification,
  type Answer,
} from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
/** Ten numbers that one verification covers. */
let numbers: KnownPerson[]
let verificationId: string
beforeAll(async () => {
  core = await startSmallCore()
  counter = await Counter.signedIn(core)
  const { dozen } = core.facts.people
  const matched = await counter.post<{ verificationId: string; token: string; products: { id: string }[] }>(
    `${office}/verification`,
    verification(dozen, { msisdn: null }),
  )
  verificationId = matched.body.verificationId
  counter.setHeader('X-Verification', matched.body.token)
  const listed = matched.body.products.map((product) => product.id)
  numbers = dozen.numbers.filter((own) => listed.includes(own.productId)).map((own) => ({ ...dozen, ...own }))
})
afterAll(() => core.stop())

const times = (count: number) => Array.from({ length: count }, (_, index) => index)
const statuses = (answers: Answer[]) => answers.map((answer) => answer.status).sort()

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sample data lack it')
  return value
}

function place(person: KnownPerson, line: OrderLine): Promise<Answer<ProductOrder>> {
  return counter.post<ProductOrder>(orderPath, orderOf(core, person, verificationId, [line]))
}

/** Changes nothing that another order would need. */
const update = (person: KnownPerson): OrderLine => ({ operation: 'identityUpdate', document: person.document })

async function reissue(person: KnownPerson, sim: { iccid: string; fence: number }): Promise<OrderLine> {
  const fee = await counter.quote(person, { operation: 'simReissue', reason: 'DAMAGED' })
  return { operation: 'simReissue', reason: 'DAMAGED', ...sim, fee }
}

async function simOf(iccid: string) {
  const path = '/tmf-api/resourceInventoryManagement/v4/resource'
  return readSim(must((await counter.get<SimResource[]>(path, { value: iccid })).body[0]))
}

function effects(kind: string) {
  return core.history().flatMap((e) => (e.entry === 'effect' && e.kind === kind ? [e] : []))
}

describe('many counters at once', () => {
  it('are one order where they send the same one', async () => {
    const person = must(numbers[0])
    const line = await reissue(person, must(core.facts.sims.free20[0]))
    const body = orderOf(core, person, verificationId, [line])
    const answers = await Promise.all(times(20).map(() => counter.post<ProductOrder>(orderPath, body)))
    expect(new Set(statuses(answers))).toEqual(new Set([201]))
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    await ended(counter, must(answers[0]).body.id)
    for (const kind of ['orderAccepted', 'orderApplied']) {
      expect(effects(kind).filter((effect) => effect.commandId === body.externalId)).toHaveLength(1)
    }
  })

  it('are counted one by one where each tries a wrong PIN', async () => {
    const { id } = core.facts.clerks.secondClerk
    const tries = () => counter.post(`${office}/session`, { commandId: v7(), clerkId: id, pin: '0000' })
    const answers = await Promise.all(times(8).map(tries))
    expect(statuses(answers)).toEqual([401, 401, 401, 401, 423, 423, 423, 423])
  })

  it('are one attempt where they repeat the same verification', async () => {
    const { fraud } = core.facts.people
    const command = verification(fraud, { iin: core.facts.people.main.iin })
    const answers = await Promise.all(times(10).map(() => counter.post(`${office}/verification`, command)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect(answers[0]?.body).toMatchObject({ result: 'mismatched', attemptsLeft: 2 })
  })

  it('are one counter where they repeat the same enrolment, and use a one-time code once', async () => {
    const [repeated, code] = core.facts.enrolment.oneTime.slice(1).map(must)
    const command = enrolment(must(repeated))
    const same = await Promise.all(times(8).map(() => counter.post(`${office}/enrolment`, command)))
    expect(new Set(same.map((answer) => JSON.stringify(answer.body))).size).toBe(1)
    expect(same[0]?.status).toBe(201)
    const answers = await Promise.all(times(8).map(() => counter.post(`${office}/enrolment`, enrolment(must(code)))))
    expect(statuses(answers)).toEqual([201, ...times(7).map(() => 409)])
  })

  it('get a SIM for one customer only', async () => {
    const sim = must(core.facts.sims.free19[0])
    const lines = await Promise.all(numbers.map((person) => reissue(person, sim)))
    const answers = await Promise.all(numbers.map((person, index) => place(person, must(lines[index]))))
    expect(statuses(answers)).toEqual([201, ...times(9).map(() => 422)])
    expect(new Set(answers.filter((answer) => answer.status === 422).map(codeOf))).toEqual(new Set(['ICCID_USED']))
    await ended(counter, must(answers.find((answer) => answer.status === 201)).body.id)
  })

  it('either reserve a SIM or lose its lease, never both', async () => {
    for (const [index, sim] of core.facts.sims.free19.slice(1, 9).entries()) {
      const person = must(numbers[index])
      const line = await reissue(person, sim)
      const [placed] = await Promise.all([place(person, line), core.change.moveLease(sim.iccid)])
      const { fence } = await simOf(sim.iccid)
      const outcome = placed.status === 201 ? [201, sim.fence] : [placed.status, codeOf(placed), sim.fence + 1]
      expect([
        [201, fence],
        [422, 'ICCID_OTHER_OFFICE', fence],
      ]).toContainEqual(outcome)
      if (placed.status === 201) await ended(counter, placed.body.id)
    }
  })

  it('have the orders of one number done in the order in which they were accepted', async () => {
    const person = must(numbers[1])
    const placed = await Promise.all(times(12).map(() => place(person, update(person))))
    expect(new Set(statuses(placed))).toEqual(new Set([201]))
    const ids = placed.map((answer) => answer.body.id)
    await Promise.all(ids.map((id) => ended(counter, id)))
    const orderOfEffects = (kind: string) => effects(kind).flatMap(({ id = '' }) => (ids.includes(id) ? [id] : []))
    expect(orderOfEffects('orderAccepted')).toHaveLength(12)
    expect(orderOfEffects('orderApplied')).toEqual(orderOfEffects('orderAccepted'))
  })
})

interface Page {
  items: FeedItem[]
  next: string
  more: boolean
}

async function readOn(cursor: string, to: FeedItem[]): Promise<string> {
  for (let after = cursor; ;) {
    const { body } = await counter.get<Page>(`${office}/feed`, { after, limit: 5 })
    to.push(...body.items)
    after = body.next
    if (!body.more) return after
  }
}

describe('a feed that is read while it is written', () => {
  it('skips nothing and gives each item’s versions in order', async () => {
    const before: FeedItem[] = []
    let cursor = await readOn('', before)
    const seen: FeedItem[] = []
    let writing = true
    const reader = (async () => {
      while (writing) cursor = await readOn(cursor, seen)
    })()
    const ids = await Promise.all(
      numbers.map(async (person) => {
        const placed: string[] = []
        for (const _ of times(5)) placed.push((await place(person, update(person))).body.id)
        return placed
      }),
    )
    await Promise.all(ids.flat().map((id) => ended(counter, id)))
    writing = false
    await reader
    await readOn(cursor, seen)
    const all: FeedItem[] = []
    await readOn('', all)
    expect(seen.map((item) => item.seq)).toEqual(all.slice(before.length).map((item) => item.seq))
    const mine = seen.filter((item) => item.kind === 'orderChanged')
    expect(mine).toHaveLength(ids.flat().length * 3)
    for (const id of ids.flat()) {
      expect(mine.filter((item) => item.id === id).map((item) => item.version)).toEqual([1, 2, 3])
    }
  })
})
