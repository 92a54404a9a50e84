import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OrderLine, ProductOrder } from '#domain/core/order'
import { DAY, isoAt } from './clock'
import { codeOf, Counter, ended, letterOf, office, orderOf, orderPath, proxyOf, startSmallCore } from './harness'
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

const everything = ['unblock', 'simReissue', 'identityUpdate', 'detailization']

describe('a proxy', () => {
  it('with a full power of attorney may do everything; a subscriber in person has no such list', async () => {
    const { main } = core.facts.people
    const { body } = await counter.verify(main, { proxy: proxyOf(core, 'full') })
    expect(body).toMatchObject({ result: 'matched', covers: everything, individualId: main.individualId })
    expect((await counter.verify(main)).body.covers).toBeUndefined()
  })

  it('may order what the authority names and nothing else', async () => {
    const { voluntary } = core.facts.people
    const { verificationId, covers } = (await counter.verify(voluntary, { proxy: proxyOf(core, 'unblockOnly') })).body
    expect(covers).toEqual(['unblock'])
    const sim = core.facts.sims.free19[0]
    if (!sim) throw new Error('no SIM')
    const fee = await counter.quote(voluntary, { operation: 'simReissue', reason: 'DAMAGED' })
    const reissue: OrderLine = { operation: 'simReissue', reason: 'DAMAGED', ...sim, fee }
    const refused = await counter.post(orderPath, orderOf(core, voluntary, verificationId, [reissue]))
    expect([refused.status, refused.body]).toMatchObject([
      403,
      { code: 'AUTHORITY_NOT_COVERING', params: { operation: 'simReissue' } },
    ])
    const period = { from: isoAt(Date.now() - 9 * DAY), to: isoAt(Date.now()) }
    const rows = await counter.get(`${office}/usage-bounds`, { 'product.id': voluntary.productId, ...period })
    expect([rows.status, codeOf(rows)]).toEqual([403, 'AUTHORITY_NOT_COVERING'])
    const unblock: OrderLine = { operation: 'unblock', blockIds: [] }
    const placed = await counter.post<ProductOrder>(orderPath, orderOf(core, voluntary, verificationId, [unblock]))
    expect((await ended(counter, placed.body.id)).state).toBe('completed')
  })

  it('may do no more than paper and register both say', async () => {
    const proxy = proxyOf(core, 'full')
    const less = { ...proxy, authority: { ...proxy.authority, covers: ['detailization' as const] } }
    expect((await counter.verify(core.facts.people.main, { proxy: less })).body.covers).toEqual(['detailization'])
    const limited = proxyOf(core, 'unblockOnly')
    const more = {
      ...limited,
      authority: { ...limited.authority, covers: ['unblock' as const, 'simReissue' as const] },
    }
    expect((await counter.verify(core.facts.people.voluntary, { proxy: more })).body.covers).toEqual(['unblock'])
  })

  it('is refused where the authority has ended, is not known, or binds other people', async () => {
    const { active, main, debt } = core.facts.people
    const refusal = async (...asked: Parameters<Counter['verify']>) => {
      const { status, body } = await counter.verify(...asked)
      return [status, body]
    }
    const expired = (why: string) => [422, { code: 'AUTHORITY_EXPIRED', params: { why } }]
    expect(await refusal(active, { proxy: proxyOf(core, 'expired') })).toMatchObject(expired('ended'))
    expect(await refusal(debt, { proxy: proxyOf(core, 'full') })).toMatchObject(expired('unknown'))
    const full = proxyOf(core, 'full')
    const forged = { ...full, authority: { ...full.authority, number: 'D-0000000' } }
    expect(await refusal(main, { proxy: forged })).toMatchObject(expired('unknown'))
  })

  it('shows a right document, and so does the paper for the subscriber', async () => {
    const { main } = core.facts.people
    const proxy = proxyOf(core, 'full')
    const wrong = { ...proxy, person: { ...proxy.person, document: main.document } }
    expect((await counter.verify(main, { proxy: wrong })).body).toMatchObject({
      result: 'mismatched',
      attemptsLeft: 2,
    })
    const other = { proxy, iin: core.facts.people.active.iin }
    expect((await counter.verify(main, other)).body).toMatchObject({ mismatched: ['iin'], attemptsLeft: 1 })
    expect((await counter.verify(main, { proxy })).body.result).toBe('matched')
  })

  it('is a minor’s parent until the coming of age', async () => {
    const { minor } = core.facts.people
    const proxy = proxyOf(core, 'parent')
    expect(proxy.authority.until).toBe(`${Number(minor.birthDate.slice(0, 4)) + 18}${minor.birthDate.slice(4)}`)
    expect((await counter.verify(minor, { proxy })).body).toMatchObject({ result: 'matched', covers: everything })
    const notary = { ...proxy, kind: 'powerOfAttorney' as const }
    expect(codeOf(await counter.verify(minor, { proxy: notary }))).toBe('AUTHORITY_EXPIRED')
  })

  it('comes with an authority that is made or revoked in the meantime', async () => {
    const { fraud, attorney } = core.facts.people
    const { kind, person, authority } = proxyOf(core, 'full')
    const fresh = { ...authority, number: 'D-7777777' }
    await core.change.authority.add({ kind, authority: fresh }, fraud.iin, attorney.iin)
    const proxy = { kind, person, authority: fresh }
    expect((await counter.verify(fraud, { proxy })).body.result).toBe('matched')
    await core.change.authority.end(fresh.number)
    expect(codeOf(await counter.verify(fraud, { proxy }))).toBe('AUTHORITY_EXPIRED')
  })

  it('does not come with a company’s letter at once', async () => {
    const both = { proxy: proxyOf(core, 'full'), organization: letterOf(core) }
    expect(codeOf(await counter.verify(core.facts.people.main, both))).toBe('BAD_REQUEST')
  })
})
