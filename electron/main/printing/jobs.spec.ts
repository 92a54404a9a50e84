import { beforeEach, describe, expect, it } from 'vitest'
import type { PrintJobView } from '#domain/contract/printing'
import { AppError } from '#domain/errors'
import { deferred } from '../deferred'
import { recordingLog } from '../testing/log'
import { fakeStore } from '../testing/store'
import { ManualTime, settle } from '../testing/time'
import { PrintJobs, type PrintWish } from './jobs'
import type { JobStatus, Printer, PrintOrder } from './printer'

const jobId = '0193a1b2-7c00-7000-8000-0000000000c1'
const otherJob = '0193a1b2-7c00-7000-8000-0000000000c2'
const paperId = '0193a1b2-7c00-7000-8000-0000000000b1'
const wish: PrintWish = {
  ...{ jobId, paperId, clerkId: 'c1', file: '/spool/p.pdf', pageCount: 9 },
  ...{ printer: 'Desk', copies: 2, duplex: true, pages: '1-3' },
}

let time: ManualTime
let seen: PrintJobView[]
let status: JobStatus
let orders: PrintOrder[]

beforeEach(() => {
  time = new ManualTime()
  seen = []
  orders = []
  status = { state: 'queued', troubles: [] }
})

function counter(printer: Partial<Printer> = {}, journalPrint: () => Promise<void> = async () => undefined) {
  const world = fakeStore({ journalPrint, reportHandedOut: async () => undefined })
  const inputsOf = (name: string) => world.calls.filter(({ method }) => method === name).map(({ input }) => input)
  const jobs = new PrintJobs({
    ...{ store: world.store, clock: time, timers: time, log: recordingLog(), changed: (view) => void seen.push(view) },
    printer: {
      printers: async () => ({ printers: [] }),
      print: async (order) => (orders.push(order), '7'),
      status: async () => status,
      cancel: async () => void (status = { state: 'cancelled', troubles: [] }),
      ...printer,
    },
  })
  return { jobs, journal: () => inputsOf('journalPrint'), handedOut: () => inputsOf('reportHandedOut') }
}

async function becomes(next: JobStatus): Promise<void> {
  status = next
  time.advance(300)
  await settle()
}

describe('a print job', () => {
  it('is journaled, handed over under a name without personal data, and followed to its end', async () => {
    const { jobs, journal } = counter()
    expect(await jobs.start(wish)).toMatchObject({ id: jobId, paperId, state: 'queued' })
    expect(orders).toEqual([
      { printer: 'Desk', file: wish.file, title: 'Activ Office 000000c1', copies: 2, duplex: true, pages: [[1, 3]] },
    ])
    await becomes({ state: 'printing', troubles: [] })
    await becomes({ state: 'done', troubles: [] })
    expect(seen.map(({ state }) => state)).toEqual(['printing', 'done'])
    expect(journal()).toEqual([
      { jobId, clerkId: 'c1', event: 'paperPrinted', facts: { paperId, copies: 2, pages: 3 } },
      { jobId, clerkId: 'c1', event: 'printEnded', facts: { paperId, state: 'done' } },
    ])
    expect(time.pending(), 'and looked at no more').toBe(0)
  })

  it('keeps in mind what was the matter when it failed', async () => {
    const { jobs, journal } = counter()
    await jobs.start(wish)
    await becomes({ state: 'printing', troubles: ['offline'] })
    await becomes({ state: 'failed', troubles: [] })
    expect(seen.at(-1)).toMatchObject({ state: 'failed', troubles: ['offline'], error: 'PRINT_FAILED' })
    expect(journal().at(-1)).toMatchObject({ facts: { paperId, state: 'failed', error: 'PRINT_FAILED' } })
  })

  it('needs a reason for a paper printed before, which the journal gets', async () => {
    const { jobs, journal } = counter()
    await jobs.start(wish)
    await expect(jobs.start({ ...wish, jobId: otherJob })).rejects.toThrow('PRINT_REASON_NEEDED')
    expect(orders).toHaveLength(1)
    await jobs.start({ ...wish, jobId: otherJob, reason: 'damaged' })
    expect(journal().at(-1)).toMatchObject({ jobId: otherJob, event: 'paperReprinted', facts: { reason: 'damaged' } })
  })

  it.each(['failed', 'cancelled'] as const)('needs none when the earlier one %s', async (state) => {
    const { jobs } = counter()
    await jobs.start(wish)
    await becomes({ state, troubles: [] })
    expect(await jobs.start({ ...wish, jobId: otherJob })).toMatchObject({ id: otherJob })
  })

  it.each([
    ['done', 1],
    ['handedOver', 1],
    ['failed', 0],
    ['cancelled', 0],
  ] as const)('that is %s hands the paid paper out %i times', async (state, times) => {
    const { jobs, handedOut } = counter()
    await jobs.start({ ...wish, orderId: 'o1' })
    expect(handedOut()).toEqual([])
    await becomes({ state, troubles: [] })
    expect(handedOut()).toEqual(times === 1 ? [{ orderId: 'o1', clerkId: 'c1' }] : [])
  })

  it('is cancelled in the system', async () => {
    const { jobs } = counter()
    await jobs.start(wish)
    await jobs.cancel(jobId)
    expect(seen.at(-1)).toMatchObject({ state: 'cancelled' })
    await expect(jobs.cancel(otherJob)).rejects.toThrow('PRINT_JOB_UNKNOWN')
  })

  it.each([
    ['12', 'PRINT_PAGES_BEYOND'],
    ['a', 'PRINT_PAGES_MALFORMED'],
  ])('is refused for the pages %j with %s before anything is journaled', async (pages, code) => {
    const { jobs, journal } = counter()
    await expect(jobs.start({ ...wish, pages })).rejects.toThrow(code)
    expect(journal()).toEqual([])
  })

  it('that the system does not take is no print, and the journal says so', async () => {
    const { jobs, journal } = counter({ print: () => Promise.reject(new AppError('PRINTER_CLOSED')) })
    await expect(jobs.start(wish)).rejects.toThrow('PRINTER_CLOSED')
    expect(jobs.isPrinted(paperId)).toBe(false)
    expect(journal().at(-1)).toMatchObject({ event: 'printEnded', facts: { state: 'failed', error: 'PRINTER_CLOSED' } })
  })

  it('is not sent when it cannot be journaled', async () => {
    const { jobs } = counter({}, () => Promise.reject(new AppError('STORE_FULL')))
    await expect(jobs.start(wish)).rejects.toThrow('STORE_FULL')
    expect(orders).toEqual([])
  })

  it('stays as it was while the system does not answer, and is looked at again', async () => {
    let lost = false
    const { jobs } = counter({
      status: async () => {
        if (lost) throw new AppError('PRINT_SYSTEM')
        return status
      },
    })
    await jobs.start(wish)
    lost = true
    await becomes({ state: 'done', troubles: [] })
    expect(seen).toEqual([])
    lost = false
    await becomes({ state: 'done', troubles: [] })
    expect(seen.map(({ state }) => state)).toEqual(['done'])
  })
})

it('the end of a visit waits until the system has its copies, but not for ever', async () => {
  const taken = deferred<string>()
  const { jobs } = counter({ print: () => taken.promise })
  const started = jobs.start(wish)
  await settle()
  let gone = false
  const waiting = jobs.handedOver().then(() => (gone = true))
  await settle()
  expect(gone).toBe(false)
  taken.resolve('7')
  await started
  await waiting
  expect(gone).toBe(true)

  const { jobs: stuck } = counter({ print: () => new Promise(() => undefined) })
  void stuck.start(wish)
  await settle()
  const late = stuck.handedOver()
  time.advance(15_000)
  await late
})
