import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readProduct, type Bucket, type Individual, type Product } from '#domain/core/resources'
import type { ProductOrder } from '#domain/core/order'
import { codeOf, Counter, ended, office, orderOf, orderPath, productPath, startSmallCore } from './harness'
import type { RunningCore } from './server'

let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore()
})
beforeEach(async () => {
  counter = await Counter.signedIn(core)
})
afterAll(() => core.stop())

describe('a person who does not know the number', () => {
  it('gets the own numbers after a match, and the session covers all of them', async () => {
    const { manyNumbers } = core.facts.people
    const { body } = await counter.verify(manyNumbers, { msisdn: null })
    expect(body).toMatchObject({ result: 'matched', individualId: manyNumbers.individualId })
    expect(body.products).toEqual(manyNumbers.numbers.map(({ productId: id, msisdn }) => ({ id, msisdn })))
    for (const { productId, msisdn, blocks } of manyNumbers.numbers) {
      const number = readProduct((await counter.get<Product>(`${productPath}/${productId}`)).body)
      expect(number).toMatchObject({ msisdn, blocks })
      const buckets = await counter.get<Bucket[]>('/tmf-api/prepayBalanceManagement/v4/bucket', {
        'product.id': productId,
      })
      expect(buckets.status).toBe(200)
    }
    const { active } = core.facts.people
    expect(codeOf(await counter.get(`${productPath}/${active.productId}`))).toBe('NO_CUSTOMER_SESSION')
  })

  it('may have a third number unblocked by that verification, and a foreign one not', async () => {
    const { manyNumbers, voluntary } = core.facts.people
    const { verificationId } = (await counter.verify(manyNumbers, { msisdn: null })).body
    const third = manyNumbers.numbers[2]
    if (!third) throw new Error('no third number')
    const line = { operation: 'unblock' as const, blockIds: [] }
    const order = orderOf(core, { ...manyNumbers, ...third }, verificationId, [line])
    const placed = await counter.post<ProductOrder>(orderPath, order)
    expect((await ended(counter, placed.body.id)).state).toBe('completed')
    const foreign = await counter.post(orderPath, orderOf(core, voluntary, verificationId, [line]))
    expect(codeOf(foreign)).toBe('VERIFICATION_EXPIRED')
  })

  it('gets ten numbers at most, and any of them by the SIM in hand', async () => {
    const { dozen } = core.facts.people
    expect(dozen.numbers).toHaveLength(12)
    expect((await counter.verify(dozen, { msisdn: null })).body.products).toHaveLength(10)
    const last = dozen.numbers[11]
    const narrowed = (await counter.verify(dozen, { msisdn: null, oldIccid: last?.iccid ?? '' })).body
    expect(narrowed.products).toEqual([{ id: last?.productId, msisdn: last?.msisdn }])
    const foreign = { msisdn: null, oldIccid: core.facts.people.main.iccid }
    expect((await counter.verify(dozen, foreign)).body.products).toEqual([])
  })

  it('has attempts by IIN, beside those of the number; an unknown IIN is a mismatch like any', async () => {
    const { debt, fraud } = core.facts.people
    const wrong = { msisdn: null, document: { ...debt.document, number: '000000000' } }
    expect((await counter.verify(debt, wrong)).body).toMatchObject({
      mismatched: ['documentNumber'],
      attemptsLeft: 2,
    })
    await counter.verify(debt, wrong)
    expect((await counter.verify(debt, wrong)).body.result).toBe('locked')
    expect((await counter.verify(debt, { msisdn: null })).body.result).toBe('locked')
    expect((await counter.verify(debt)).body.result).toBe('matched')
    expect((await counter.verify(fraud, { msisdn: null })).body.result).toBe('matched')
    const nobody = await counter.verify(fraud, { msisdn: null, iin: '900101300017' })
    expect(nobody.body).toEqual({ result: 'mismatched', mismatched: ['iin'], attemptsLeft: 2 })
    expect(JSON.stringify(core.history())).not.toContain(debt.iin)
  })
})

describe('a company’s number', () => {
  it('opens to its representative with the letter, who sees it and not the own numbers', async () => {
    const { company } = core.facts.people
    const { organization } = core.facts
    const letter = { bin: organization.bin, letterNumber: '17-04', letterDate: '2026-01-10', representative: 'X' }
    for (const msisdn of [company.msisdn, null]) {
      const { body } = await counter.verify(company, { msisdn, organization: letter })
      expect(body).toMatchObject({ result: 'matched', products: [{ msisdn: company.msisdn }] })
      const person = await counter.get<Individual>(`/tmf-api/party/v4/individual/${company.individualId}`)
      expect(person.body.familyName).toBe(company.familyName)
    }
    expect((await counter.verify(company, { msisdn: null })).body.products).toEqual([])
  })

  it('does not without the letter, with another organization or for another person', async () => {
    const { company, active } = core.facts.people
    const letter = { letterNumber: '1', letterDate: '2026-01-10', representative: 'X' }
    expect((await counter.verify(company)).body).toMatchObject({ result: 'mismatched', mismatched: ['iin'] })
    const unknown = await counter.verify(company, { organization: { ...letter, bin: '100440000001' } })
    expect([unknown.status, codeOf(unknown)]).toEqual([422, 'ORGANIZATION_UNKNOWN'])
    const own = { ...letter, bin: core.facts.organization.bin }
    expect(codeOf(await counter.verify(active, { organization: own }))).toBe('ORGANIZATION_UNKNOWN')
    const stranger = await counter.verify(active, { msisdn: company.msisdn, organization: own })
    expect(stranger.body).toMatchObject({ result: 'mismatched', mismatched: ['iin'] })
  })

  it('is refused where a request is malformed', async () => {
    const odd = await counter.post(`${office}/verification`, { person: {} })
    expect(codeOf(odd)).toBe('BAD_REQUEST')
  })
})
