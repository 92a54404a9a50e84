import { beforeEach, describe, expect, it } from 'vitest'
import type { OrderView } from '#domain/contract/views'
import { AppError } from '#domain/errors'
import type { SlipHead } from '#reports/documents/slip/model'
import { clerk, msisdn } from '../testing/bridge'
import { fakeStore, orderView } from '../testing/store'
import { ManualTime } from '../testing/time'
import { attentionService } from './attention'
import { offlineService } from './offline'
import { makeSlips } from './slips'

const commandId = '0193a1b2-7c00-7000-8000-000000000001'
const orderId = '0193a1b2-7c00-7000-8000-00000000beef'
const person = {
  document: { type: 'idCard', number: ' 012 345 678', validUntil: '2031-05-01' },
  iin: '880101300123',
  method: 'typed',
} as const
const asked = { clerk }

let order: OrderView | null
let written: SlipHead[]

beforeEach(() => {
  order = null
  written = []
})

function counter() {
  const time = new ManualTime()
  const world = fakeStore({
    order: async () => order,
    fileUnblock: async (o) => (order = orderView(o.commandId, { evidence: true })),
  })
  const slips = makeSlips({
    reportHost: {
      writeSlip: async ({ head, file }: { head: SlipHead; file: string }) => (written.push(head), { file }),
    } as never,
    spool: { place: async (name: string) => `/spool/${name}.pdf` } as never,
    letterhead: async () => ({ operator: 'Activ', office: 'O', timeZone: 'Asia/Almaty', training: true }),
    now: () => time.iso(),
  })
  const service = offlineService({ ...world, slips, clock: time, zone: 'Asia/Almaty' })
  return { ...world, ...service, slips }
}

describe('offline.unblock', () => {
  const file = (world: ReturnType<typeof counter>, change: object = {}) =>
    world['offline.unblock']({ commandId, number: '8 701 000 00 01', ...person, ...change }, asked)

  it('files the request with the document in its one written form', async () => {
    const world = counter()
    await file(world)
    const known = { ...person, document: { ...person.document, number: '012345678' } }
    expect(world.calls.at(-1)).toEqual({
      method: 'fileUnblock',
      input: { commandId, clerkId: clerk.id, msisdn, person: known },
    })
  })

  it('answers a repeat with the first request, though the core is back', async () => {
    order = orderView(commandId, { evidence: true, state: 'sent' })
    const world = counter()
    expect(await file(world)).toBe(order)
    expect(world.methods()).toEqual(['order'])
  })

  it('says which rejected request it corrects', async () => {
    const world = counter()
    await file(world, { replaces: orderId })
    expect(world.calls.at(-1)?.input).toMatchObject({ replaces: orderId })
  })

  it.each([
    ['MSISDN_FOREIGN', { number: '+1 212 555 01 00' }],
    ['IIN_CHECK_DIGIT', { iin: '880101300121' }],
    ['DOCUMENT_EXPIRED', { document: { ...person.document, validUntil: '2026-11-22' } }],
    ['DOCUMENT_NUMBER_MALFORMED', { document: { ...person.document, number: 'ABCD' } }],
  ])('refuses with %s before anything is filed', async (code, change) => {
    const world = counter()
    await expect(file(world, change)).rejects.toThrow(code)
    expect(world.calls).toEqual([])
  })
})

describe('offline.slip', () => {
  const slip = (world: ReturnType<typeof counter>) => world['offline.slip']({ commandId, orderId }, asked)

  it('is written into the spool and known to be its clerk’s', async () => {
    order = orderView(orderId, { evidence: true })
    const world = counter()
    await slip(world)
    expect(world.slips.find(orderId)).toEqual({ file: `/spool/slip-${orderId}.pdf`, clerkId: clerk.id })
    expect(written).toMatchObject([
      { msisdn, clerk: clerk.name, acceptedAt: order.createdAt, reference: '0193a1b2-beef', training: true },
    ])
    expect(world.slips.end()).toEqual([`slip-${orderId}`])
    expect(world.slips.end()).toEqual([])
    expect(world.slips.find(orderId)).toBeUndefined()
  })

  it.each([
    ['ORDER_UNKNOWN', null],
    ['ORDER_UNKNOWN', orderView(orderId)],
    ['ORDER_NOT_WAITING', orderView(orderId, { evidence: true, state: 'done' })],
    ['ORDER_NOT_WAITING', orderView(orderId, { evidence: true, state: 'rejected' })],
  ])('answers %s for an order without one', async (code, found) => {
    order = found
    await expect(slip(counter())).rejects.toThrow(code)
    expect(written).toEqual([])
  })
})

describe('the list "needs attention"', () => {
  it('names the clerk who decides', async () => {
    const world = fakeStore({
      attention: async () => [],
      retryOrder: async ({ id }) => orderView(id),
      withdrawOrder: async () => Promise.reject(new AppError('ORDER_NOT_WAITING')),
    })
    const service = attentionService(world)
    expect(await service['attention.list']({}, asked)).toEqual([])
    expect(await service['attention.retry']({ commandId, orderId }, asked)).toMatchObject({ id: orderId })
    const withdraw = service['attention.withdraw']({ commandId, orderId, reason: 'asked twice' }, asked)
    await expect(withdraw).rejects.toThrow('ORDER_NOT_WAITING')
    expect(world.calls.slice(1).map(({ input }) => input)).toEqual([
      { id: orderId, clerkId: clerk.id },
      { id: orderId, clerkId: clerk.id, reason: 'asked twice' },
    ])
  })
})
