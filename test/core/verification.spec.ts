import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { v7 } from 'uuid'
import { readMaskedProduct, readProduct, type Bucket, type Individual, type Product } from '#domain/core/resources'
import { isoAt, MINUTE } from './clock'
import { codeOf, Counter, office, productPath, startSmallCore, verification } from './harness'
import type { RunningCore } from './server'

let offset = 0
const clock = { now: () => Date.now() + offset, iso: () => isoAt(Date.now() + offset) }
let core: RunningCore
let counter: Counter
beforeAll(async () => {
  core = await startSmallCore({ clock })
  counter = await Counter.signedIn(core)
})
afterAll(() => core.stop())

describe('a number before verification', () => {
  it('shows its status and who may lift its blocks, nothing else', async () => {
    const { lostDebt } = core.facts.people
    const answer = await counter.get<Product[]>(productPath, { productSerialNumber: lostDebt.msisdn })
    const [found] = answer.body
    expect(Object.keys(found ?? {}).sort()).toEqual(['id', 'productCharacteristic', 'status'])
    if (!found) throw new Error('not found')
    expect(readMaskedProduct(found)).toEqual({
      id: lostDebt.productId,
      status: 'suspended',
      blocks: [
        { id: lostDebt.blocks[0]?.id, liftableBy: 'clerk', requiresNewSim: true },
        { id: lostDebt.blocks[1]?.id, liftableBy: 'core', requiresNewSim: false },
      ],
    })
    const text = JSON.stringify(answer.body)
    for (const secret of [lostDebt.familyName, lostDebt.iin, 'DEBT', 'LOST_STOLEN', lostDebt.iccid]) {
      expect(text).not.toContain(secret)
    }
  })

  it('is an empty list for an unknown number and an error for a malformed one', async () => {
    const unknown = await counter.get(productPath, { productSerialNumber: '77009999999' })
    expect([unknown.body, unknown.headers.get('x-total-count')]).toEqual([[], '0'])
    const malformed = await counter.get(productPath, { productSerialNumber: '8701' })
    expect(malformed.body).toMatchObject({ code: 'BAD_REQUEST', params: { field: 'productSerialNumber' } })
    expect(JSON.stringify(malformed.body)).not.toContain('8701')
  })
})

describe('verification', () => {
  it('opens the customer, the number and the balance on a match', async () => {
    const { main } = core.facts.people
    const verified = await counter.verify(main)
    expect(verified.body).toMatchObject({ result: 'matched', mismatched: [], individualId: main.individualId })
    expect(verified.body.products).toEqual([{ id: main.productId, msisdn: main.msisdn }])
    const { body: number } = await counter.get<Product>(`${productPath}/${main.productId}`)
    expect(readProduct(number)).toMatchObject({ msisdn: main.msisdn, iccid: main.iccid, blocks: main.blocks })
    const { body: person } = await counter.get<Individual>(`/tmf-api/party/v4/individual/${main.individualId}`)
    expect(person).toMatchObject({ familyName: main.familyName, externalReference: [{ name: main.iin }] })
    const { body: buckets } = await counter.get<Bucket[]>('/tmf-api/prepayBalanceManagement/v4/bucket', {
      'product.id': main.productId,
    })
    expect(buckets[0]?.remainingValue).toEqual({ amount: main.balanceTiyn / 100, units: 'KZT' })
  })

  it('names the fields that differ, never the right values, and locks at the third', async () => {
    const { voluntary } = core.facts.people
    const wrong = { ...voluntary.document, number: '999999999', validUntil: '2031-01-01' }
    const first = await counter.verify(voluntary, { document: wrong })
    expect(first.body).toEqual({ result: 'mismatched', mismatched: ['documentNumber', 'validUntil'], attemptsLeft: 2 })
    expect((await counter.verify(voluntary, { iin: core.facts.people.main.iin })).body).toEqual({
      result: 'mismatched',
      mismatched: ['iin'],
      attemptsLeft: 1,
    })
    expect((await counter.verify(voluntary, { document: wrong })).body.result).toBe('locked')
    expect((await counter.verify(voluntary)).body).toEqual({ result: 'locked', mismatched: [], attemptsLeft: 0 })
    offset += 31 * MINUTE
    expect((await counter.verify(voluntary)).body).toMatchObject({ result: 'matched', attemptsLeft: 3 })
  })

  it('counts attempts by number, whatever the counter, and a repeated command once', async () => {
    const { debt } = core.facts.people
    const command = verification(debt, { iin: core.facts.people.main.iin })
    const first = await counter.post(`${office}/verification`, command)
    expect((await counter.post(`${office}/verification`, command)).body).toEqual(first.body)
    const neighbour = await Counter.signedIn(core, core.facts.clerks.supervisor)
    const next = await neighbour.verify(debt, { iin: core.facts.people.main.iin })
    expect(next.body.attemptsLeft).toBe(1)
    const reused = await counter.post(`${office}/verification`, { ...command, visitId: v7() })
    expect([reused.status, codeOf(reused)]).toEqual([409, 'COMMAND_ID_REUSED'])
    const attempts = core.history().filter((e) => e.entry === 'effect' && e.kind === 'verificationAttempt')
    expect(attempts.filter((e) => 'id' in e && e.id === debt.productId)).toHaveLength(2)
  })

  it('knows a renewed card by the state register and takes any other number as wrong', async () => {
    const { renewed } = core.facts.people
    const other = { ...renewed.document, number: '012345678' }
    expect((await counter.verify(renewed, { document: other })).body).toMatchObject({
      result: 'mismatched',
      attemptsLeft: 2,
    })
    const changed = await counter.verify(renewed)
    expect(changed.body).toMatchObject({ result: 'documentChanged', mismatched: [], attemptsLeft: 3 })
    expect(changed.body.token).toBeDefined()
    const old = await counter.verify(renewed, { document: renewed.registerDocument })
    expect(old.body.result).toBe('documentExpired')
  })

  it.each([
    ['lostDocument', 'documentLost'],
    ['expiredDocument', 'documentExpired'],
    ['deceased', 'ownerDeceased'],
    ['biometrics', 'biometricsNeeded'],
    ['foreigner', 'matched'],
    ['minor', 'matched'],
  ] as const)('answers %s with %s', async (name, result) => {
    const answer = await counter.verify(core.facts.people[name])
    expect(answer.body.result).toBe(result)
    expect(answer.body.token === undefined).toBe(result !== 'matched')
  })

  it('refuses an unknown number and an unknown document type', async () => {
    const stranger = { ...core.facts.people.main, msisdn: '77009999999' }
    expect(codeOf(await counter.verify(stranger))).toBe('NUMBER_UNKNOWN')
    const odd = { ...verification(core.facts.people.main), msisdn: 'x' }
    expect((await counter.post(`${office}/verification`, odd)).body).toMatchObject({ params: { field: 'msisdn' } })
  })
})
