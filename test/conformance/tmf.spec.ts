import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endpoints, type EndpointId } from '#domain/core/endpoints'
import type { OrderLine, ProductOrder } from '#domain/core/order'
import { Counter, ended, evidenceOrder, orderOf, orderPath, startSmallCore } from '#test/core/harness'
import { DAY, isoAt } from '#test/core/clock'
import type { RunningCore } from '#test/core/server'
import { findTmfSpecs, TmfSchemas } from './tmfSchemas'

const folder = findTmfSpecs()
if (folder === undefined) process.stderr.write('TM Forum schemas not found (TMF_SPECS): conformance is not checked\n')

describe.skipIf(folder === undefined)('TM Forum v4 (skipped where TMF_SPECS names no folder with its schemas)', () => {
  const schemas = new TmfSchemas(folder ?? '')
  let core: RunningCore
  let counter: Counter
  let verificationId: string | undefined
  beforeAll(async () => {
    core = await startSmallCore()
    counter = await Counter.signedIn(core)
    verificationId = (await counter.verify(core.facts.people.main)).body.verificationId
  })
  afterAll(() => core.stop())

  function conforms(endpoint: EndpointId, answer: unknown): void {
    const found = endpoints[endpoint]
    if (!('tmf' in found)) throw new Error(`${endpoint} is no resource of TM Forum`)
    const values: unknown[] = Array.isArray(answer) ? answer : [answer]
    expect(values.length).toBeGreaterThan(0)
    for (const value of values) expect(schemas.problems(found.tmf.api, found.tmf.resource, value)).toEqual([])
  }

  it('judges: a wrong value is found', () => {
    expect(schemas.problems('TMF622', 'ProductOrder', { productOrderItem: [{ id: '1' }] })).not.toEqual([])
    expect(schemas.problems('TMF637', 'Product', { status: 'blocked' })).not.toEqual([])
  })

  describe('what the reference core answers', () => {
    it('product, before and after verification', async () => {
      const { main } = core.facts.people
      const query = { productSerialNumber: main.msisdn }
      conforms('productByNumber', (await counter.get(endpoints.productByNumber.path, query)).body)
      conforms('product', (await counter.get(`${endpoints.productByNumber.path}/${main.productId}`)).body)
    })

    it('individual', async () => {
      const { individualId } = core.facts.people.main
      conforms('individual', (await counter.get(endpoints.individual.path.replace('{id}', individualId))).body)
    })

    it('buckets', async () => {
      const query = { 'product.id': core.facts.people.main.productId }
      conforms('buckets', (await counter.get(endpoints.buckets.path, query)).body)
    })

    it('usage of every type', async () => {
      const answer = await counter.get<{ usageType: string }[]>(endpoints.usage.path, {
        'ratedProductUsage.productRef.id': core.facts.people.main.productId,
        'usageDate.gte': isoAt(Date.now() - 900 * DAY),
        'usageDate.lt': isoAt(Date.now()),
        limit: 1000,
      })
      expect(new Set(answer.body.map((row) => row.usageType)).size).toBe(9)
      conforms('usage', answer.body)
    })

    it('resource', async () => {
      const value = core.facts.sims.free20[0]?.iccid ?? ''
      conforms('sim', (await counter.get(endpoints.sim.path, { value })).body)
    })

    it('errors of every kind', async () => {
      const answers = [
        await counter.get(`${endpoints.productByNumber.path}/prod-other`),
        await counter.get(endpoints.productByNumber.path, { productSerialNumber: 'x' }),
        await new Counter(core.url).get(endpoints.orders.path),
      ]
      expect(answers.map((answer) => answer.status)).toEqual([403, 400, 401])
      for (const { body } of answers) expect(schemas.problems('TMF637', 'Error', body)).toEqual([])
    })
  })

  describe('orders, as the client builds them and as the core answers them', () => {
    const { tmf } = endpoints.placeOrder
    const lines: Record<string, () => Promise<OrderLine[]>> = {
      unblock: async () => [unblock()],
      simReissue: async () => [await reissue(0)],
      identityUpdate: async () => [identityUpdate()],
      detailization: async () => [await detailization()],
      composite: async () => [unblock(), await reissue(1), identityUpdate()],
    }

    const unblock = (): OrderLine => ({
      operation: 'unblock',
      blockIds: core.facts.people.main.blocks.map((block) => block.id),
    })
    const identityUpdate = (): OrderLine => ({
      operation: 'identityUpdate',
      document: core.facts.people.main.document,
    })
    const reissue = async (index: number): Promise<OrderLine> => {
      const sim = core.facts.sims.free19[index]
      if (!sim) throw new Error('no SIM left')
      const reason = 'LOST_STOLEN'
      const fee = await counter.quote(core.facts.people.main, { operation: 'simReissue', reason })
      return { operation: 'simReissue', reason, ...sim, fee }
    }
    const detailization = async (): Promise<OrderLine> => {
      const period = { from: isoAt(Date.now() - 100 * DAY), to: isoAt(Date.now()) }
      const fee = await counter.quote(core.facts.people.main, { operation: 'detailization', ...period })
      return { operation: 'detailization', ...period, form: 'expanded', fee }
    }

    it.each(Object.keys(lines))('%s', async (name) => {
      const order = orderOf(core, core.facts.people.main, verificationId, (await lines[name]?.()) ?? [])
      expect(schemas.problems(tmf.api, tmf.create, order)).toEqual([])
      const placed = await counter.post<ProductOrder>(orderPath, order)
      // A lost SIM may not be unblocked alone: there is no order to look at, only the error.
      if (name === 'unblock') return expect(schemas.problems(tmf.api, 'Error', placed.body)).toEqual([])
      conforms('placeOrder', placed.body)
      conforms('order', await ended(counter, placed.body.id))
      conforms('orders', (await counter.get(orderPath, { externalId: order.externalId })).body)
    })

    it('filed on evidence, done and rejected', async () => {
      const { voluntary, debt } = core.facts.people
      for (const [person, state] of [
        [voluntary, 'completed'],
        [debt, 'rejected'],
      ] as const) {
        const order = evidenceOrder(core, person)
        expect(schemas.problems(tmf.api, tmf.create, order)).toEqual([])
        const placed = await counter.post<ProductOrder>(orderPath, order)
        conforms('placeOrder', placed.body)
        const done = await ended(counter, placed.body.id)
        expect(done.state).toBe(state)
        conforms('order', done)
      }
      const query = { 'channel.id': core.facts.office.id, 'orderDate.gte': isoAt(Date.now() - DAY) }
      conforms('orders', (await counter.get(orderPath, query)).body)
    })

    it('a failed one', async () => {
      core.setFaults([{ match: { endpoint: 'placeOrder' }, fault: { kind: 'orderFails', code: 'ORDER_FAILED' } }])
      const order = orderOf(core, core.facts.people.main, verificationId, [await reissue(2)])
      const { body } = await counter.post<ProductOrder>(orderPath, order)
      const failed = await ended(counter, body.id)
      expect(failed.state).toBe('failed')
      conforms('order', failed)
    })
  })
})
