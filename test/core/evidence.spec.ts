import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderProblem, type OrderLine, type ProductOrder, type ProductOrderCreate } from '#domain/core/order'
import { readProduct, type Product } from '#domain/core/resources'
import { DAY, isoAt } from './clock'
import type { KnownPerson } from './generator/facts'
import {
  codeOf,
  Counter,
  ended,
  evidenceOrder,
  orderOf,
  orderPath,
  presented,
  productPath,
  startSmallCore,
} from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore()
})
beforeEach(async () => {
  core.setFaults([])
  counter = await Counter.signedIn(core)
})
afterAll(() => core.stop())

/** Accepted whatever comes of it; gives state, code and effects of the end. */
async function outcome(body: ProductOrderCreate): Promise<[string, string | undefined, string[]]> {
  const placed = await counter.post<ProductOrder>(orderPath, body)
  expect([placed.status, placed.body.state]).toEqual([201, 'acknowledged'])
  const order = await ended(counter, placed.body.id)
  const effects = core.history().flatMap((e) => (e.entry === 'effect' && e.commandId === body.externalId ? e.kind : []))
  return [order.state, orderProblem(order), effects.slice(1)]
}

const rejected = (code: string) => ['rejected', code, ['orderRejected']]

async function blocksOf(person: KnownPerson): Promise<string[]> {
  await counter.verify(person)
  const { blocks } = readProduct((await counter.get<Product>(`${productPath}/${person.productId}`)).body)
  return blocks.map((block) => block.code)
}

describe('an unblock on evidence', () => {
  it('is accepted by the number alone, compared and done', async () => {
    const { voluntary } = core.facts.people
    expect(await outcome(evidenceOrder(core, voluntary))).toEqual([
      'completed',
      undefined,
      ['blockLifted', 'orderApplied'],
    ])
    expect(await blocksOf(voluntary)).toEqual([])
    expect(await outcome(evidenceOrder(core, voluntary))).toEqual(rejected('NOTHING_TO_UNBLOCK'))
  })

  it('is one order however often it comes, and another body is refused', async () => {
    const { foreigner } = core.facts.people
    const body = evidenceOrder(core, foreigner)
    const sent = await Promise.all([1, 2, 3].map(() => counter.post<ProductOrder>(orderPath, body)))
    expect(new Set(sent.map((answer) => answer.body.id)).size).toBe(1)
    expect((await ended(counter, sent[0]?.body.id ?? '')).state).toBe('completed')
    const lifted = core.history().filter((e) => e.entry === 'effect' && e.commandId === body.externalId)
    expect(lifted.map((e) => 'kind' in e && e.kind)).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
    const other = { ...body, requestedStartDate: isoAt(Date.now() - 5000) }
    expect(codeOf(await counter.post(orderPath, other))).toBe('COMMAND_ID_REUSED')
  })

  it('may name the blocks, and the product by its id', async () => {
    const { residence } = core.facts.people
    const blockIds = residence.blocks.map((block) => block.id)
    const body = evidenceOrder(core, residence, { lines: [{ operation: 'unblock', blockIds }] })
    for (const item of body.productOrderItem) {
      item.product = { id: residence.productId, productCharacteristic: item.product.productCharacteristic }
    }
    expect((await outcome(body))[0]).toBe('completed')
  })

  it('is rejected on a wrong document, which costs an attempt, and then locks', async () => {
    const { idData } = core.facts.people
    const evidence = { ...presented(idData), iin: core.facts.people.main.iin }
    const wrong = () => outcome(evidenceOrder(core, idData, { evidence }))
    expect(await wrong()).toEqual(rejected('IDENTITY_MISMATCH'))
    const other = await counter.verify(idData, { iin: core.facts.people.main.iin })
    expect(other.body.attemptsLeft).toBe(1)
    expect(await wrong()).toEqual(rejected('IDENTITY_MISMATCH'))
    expect(await outcome(evidenceOrder(core, idData))).toEqual(rejected('IDENTITY_MISMATCH'))
    expect((await counter.verify(idData)).body.result).toBe('locked')
  })

  it.each([
    ['main', 'NEW_SIM_REQUIRED'],
    ['several', 'NEW_SIM_REQUIRED'],
    ['debt', 'BLOCK_NOT_LIFTABLE'],
    ['active', 'NOTHING_TO_UNBLOCK'],
    ['expiredDocument', 'DOCUMENT_EXPIRED'],
    ['lostDocument', 'DOCUMENT_LOST'],
    ['deceased', 'OWNER_DECEASED'],
    ['biometrics', 'BIOMETRICS_NEEDED'],
    ['company', 'IDENTITY_MISMATCH'],
  ] as const)('of %s is rejected with %s', async (name, code) => {
    expect(await outcome(evidenceOrder(core, core.facts.people[name]))).toEqual(rejected(code))
  })

  it('leaves other blocks and what is not the clerk’s alone', async () => {
    const { lostDebt } = core.facts.people
    const debt = lostDebt.blocks.filter((block) => block.code === 'DEBT').map((block) => block.id)
    const lines: OrderLine[] = [{ operation: 'unblock', blockIds: debt }]
    expect(await outcome(evidenceOrder(core, lostDebt, { lines }))).toEqual(rejected('BLOCK_NOT_LIFTABLE'))
    expect(await blocksOf(lostDebt)).toEqual(['LOST_STOLEN', 'DEBT'])
  })

  it('takes a renewed card and a document that was valid when it was shown', async () => {
    const { renewed, expiredDocument } = core.facts.people
    expect(await outcome(evidenceOrder(core, renewed))).toEqual(rejected('NEW_SIM_REQUIRED'))
    const intentAt = `${expiredDocument.document.validUntil}T06:00:00.000Z`
    expect(await outcome(evidenceOrder(core, expiredDocument, { intentAt }))).toEqual(rejected('NOTHING_TO_UNBLOCK'))
  })

  it('is refused at once for anything but an unblock and for an unknown number', async () => {
    const { main } = core.facts.people
    const lines: OrderLine[] = [
      { operation: 'unblock', blockIds: [] },
      { operation: 'identityUpdate', document: main.document },
    ]
    const more = await counter.post(orderPath, evidenceOrder(core, main, { lines }))
    expect([more.status, codeOf(more)]).toEqual([403, 'VERIFICATION_EXPIRED'])
    const unknown = await counter.post(orderPath, evidenceOrder(core, { ...main, msisdn: '77009999999' }))
    expect([unknown.status, codeOf(unknown)]).toEqual([422, 'NUMBER_UNKNOWN'])
  })

  it('can fail like any other order', async () => {
    const { manyNumbers } = core.facts.people
    const third = manyNumbers.numbers[2]
    if (!third) throw new Error('no third number')
    core.setFaults([{ match: { endpoint: 'placeOrder' }, fault: { kind: 'orderFails', code: 'ORDER_FAILED' } }])
    const body = evidenceOrder(core, { ...manyNumbers, ...third })
    expect(await outcome(body)).toEqual(['failed', 'ORDER_FAILED', ['orderFailed']])
  })
})

describe('the orders of an office', () => {
  it('are listed with their states since a time, page by page', async () => {
    const since = isoAt(Date.now() - DAY)
    const list = (offset: number, limit: number, from = since) =>
      counter.get<ProductOrder[]>(orderPath, {
        'channel.id': core.facts.office.id,
        'orderDate.gte': from,
        offset,
        limit,
      })
    const all = await list(0, 1000)
    expect(all.body.length).toBeGreaterThan(10)
    expect(new Set(all.body.map((order) => order.state))).toEqual(new Set(['completed', 'rejected', 'failed']))
    expect(all.headers.get('x-total-count')).toBe(String(all.body.length))
    const paged = [...(await list(0, 7)).body, ...(await list(7, 1000)).body]
    expect(paged.map((order) => order.id)).toEqual(all.body.map((order) => order.id))
    for (const { iin, document } of Object.values(core.facts.people)) {
      expect(JSON.stringify(all.body)).not.toContain(iin)
      expect(JSON.stringify(all.body)).not.toContain(document.number)
    }
    expect((await list(0, 10, isoAt(Date.now() + DAY))).body).toEqual([])
    const theirs = await counter.get(orderPath, { 'channel.id': core.facts.otherOffice.id })
    expect(theirs.body).toEqual([])
  })
})

describe('an unblock with a verification and without ids', () => {
  it('takes what a clerk may lift and is refused at once where that is nothing', async () => {
    const { main, debt } = core.facts.people
    const lines: OrderLine[] = [{ operation: 'unblock', blockIds: [] }]
    const refusal = async (person: KnownPerson) => {
      const { verificationId } = (await counter.verify(person)).body
      return codeOf(await counter.post(orderPath, orderOf(core, person, verificationId, lines)))
    }
    expect(await refusal(debt)).toBe('BLOCK_NOT_LIFTABLE')
    expect(await refusal(main)).toBe('NEW_SIM_REQUIRED')
  })
})
