import { describe, expect, it } from 'vitest'
import type { CustomerView } from '#domain/contract/views'
import type { Operation } from '#domain/core/order'
import { clerk, customer, msisdn, supervisor } from '../testing/bridge'
import { fakeStore, orderView } from '../testing/store'
import { quoteService } from './quote'
import { reissueService } from './reissue'
import { unblockService } from './unblock'

const commandId = '0193a1b2-7c00-7000-8000-000000000001'
const iccid = '8999701000000000015'
const fee = { quoteId: 'q1', feeId: 'fee.simReissue.WORN', tiyn: 100_000, taxRate: 16 }
const block = { code: 'VOLUNTARY', since: '2026-01-01T00:00:00.000Z', requiresNewSim: false }
const blocks = [
  { ...block, id: 'mine', liftableBy: 'clerk' },
  { ...block, id: 'lost', liftableBy: 'clerk', requiresNewSim: true },
  { ...block, id: 'risky', liftableBy: 'supervisor' },
  { ...block, id: 'court', liftableBy: 'core' },
]

function counter() {
  return fakeStore({
    order: async () => null,
    customer: async () => ({ blocks }) as unknown as CustomerView,
    placeOrder: async ({ commandId: id }) => orderView(id),
    reissueOptions: async () => ({ reasons: [], stock: [{ iccid, simKind: 'physical', formFactor: 'nano' }] }),
    checkSim: async (sim) => ({ iccid: sim.iccid, simKind: 'physical', formFactor: 'nano', fence: 42 }),
  })
}

function placed({ calls }: ReturnType<typeof counter>): unknown {
  return calls.find(({ method }) => method === 'placeOrder')?.input
}

describe('unblock.submit', () => {
  const submit = (world: ReturnType<typeof counter>, blockIds: string[], who = clerk) =>
    unblockService(world)['unblock.submit']({ commandId, msisdn, blockIds }, { clerk: who, customer })

  it('orders the blocks this clerk may lift', async () => {
    const world = counter()
    await submit(world, ['mine'])
    const lines = [{ operation: 'unblock', blockIds: ['mine'] }]
    expect(placed(world)).toEqual({ commandId, visitId: customer.visitId, msisdn, lines })
  })

  it.each([
    ['NOTHING_TO_UNBLOCK', ['gone']],
    ['BLOCK_NOT_LIFTABLE', ['mine', 'risky']],
    ['BLOCK_NOT_LIFTABLE', ['court']],
    ['NEW_SIM_REQUIRED', ['mine', 'lost']],
  ])('refuses with %s for %j', async (code, blockIds) => {
    const world = counter()
    await expect(submit(world, blockIds)).rejects.toThrow(code)
    expect(placed(world)).toBeUndefined()
  })

  it("lets a supervisor lift a supervisor's block", async () => {
    const world = counter()
    await submit(world, ['risky'], supervisor)
    expect(placed(world)).toMatchObject({ lines: [{ blockIds: ['risky'] }] })
  })

  it('answers the first order to a repeat, though its block is gone by now', async () => {
    const first = orderView(commandId, { state: 'done' })
    const world = fakeStore({ order: async () => first })
    expect(await submit(world as ReturnType<typeof counter>, ['gone'])).toBe(first)
    expect(world.methods()).toEqual(['order'])
  })
})

describe('a proxy', () => {
  const covered = (...covers: Operation[]) => ({ clerk, customer: { ...customer, covers } })
  const reissue = (blockIds: string[]) => ({ commandId, msisdn, iccid, reason: 'WORN', blockIds, ...fee })

  it('does what the paper names', async () => {
    const world = counter()
    await unblockService(world)['unblock.submit']({ commandId, msisdn, blockIds: ['mine'] }, covered('unblock'))
    expect(placed(world)).toBeDefined()
  })

  it('does nothing else', async () => {
    const world = counter()
    const unblocks = unblockService(world)['unblock.submit']({ commandId, msisdn, blockIds: ['mine'] }, covered())
    await expect(unblocks).rejects.toThrow('AUTHORITY_NOT_COVERING')
    const both = reissueService(world)['reissue.submit'](reissue(['lost']), covered('simReissue'))
    await expect(both).rejects.toThrow('AUTHORITY_NOT_COVERING')
    const quote = { msisdn, operation: 'detailization' as const, period: { from: '2026-01-01', to: '2026-01-02' } }
    const asked = quoteService({ ...world, zone: 'Asia/Almaty' })['order.quote'](quote, covered('simReissue'))
    await expect(asked).rejects.toThrow('AUTHORITY_NOT_COVERING')
    expect(world.methods()).toEqual([])
  })
})

describe('a correction', () => {
  it('names the order it stands for', async () => {
    const replaces = '0193a1b2-7c00-7000-8000-0000000000ff'
    const world = counter()
    await unblockService(world)['unblock.submit'](
      { commandId, msisdn, blockIds: ['mine'], replaces },
      { clerk, customer },
    )
    expect(placed(world)).toMatchObject({ commandId, replaces })
  })
})

describe('reissue.submit', () => {
  const submit = (world: ReturnType<typeof counter>, blockIds: string[]) =>
    reissueService(world)['reissue.submit'](
      { commandId, msisdn, iccid, reason: 'WORN', blockIds, ...fee },
      { clerk, customer },
    )

  it('orders the SIM with its fence and the agreed price', async () => {
    const world = counter()
    await submit(world, [])
    expect(placed(world)).toMatchObject({ lines: [{ operation: 'simReissue', reason: 'WORN', iccid, fence: 42, fee }] })
  })

  it('lifts a block that demands a new SIM in the same order', async () => {
    const world = counter()
    await submit(world, ['lost'])
    expect(placed(world)).toMatchObject({
      lines: [{ operation: 'simReissue' }, { operation: 'unblock', blockIds: ['lost'] }],
    })
  })

  it("places nothing when a block is not this clerk's", async () => {
    const world = counter()
    await expect(submit(world, ['court'])).rejects.toThrow('BLOCK_NOT_LIFTABLE')
    expect(placed(world)).toBeUndefined()
  })
})

describe('reissue.checkSim', () => {
  const check = (text: string) =>
    reissueService(counter())['reissue.checkSim']({ msisdn, iccid: text }, { clerk, customer })

  it.each([
    ['grouped as printed', '8999 7010 0000 0000 015'],
    ['without its check digit, found in the stock', iccid.slice(0, 18)],
  ])('takes an ICCID %s', async (_how, text) => {
    expect(await check(text)).toMatchObject({ iccid })
  })

  it.each([
    ['ICCID_CHECK_DIGIT', '8999701000000000016'],
    ['ICCID_MALFORMED', '12345'],
    ['ICCID_UNKNOWN', '899970100000000009'],
  ])('refuses with %s', async (code, text) => {
    await expect(check(text)).rejects.toThrow(code)
  })
})
