import type { CustomerView, OrderView, ReportView, Status } from '#domain/contract/views'
import type { UsageBounds } from '#domain/core/office'
import type { ReportApi } from '#electron/link/report-api'
import type { StoreApi } from '#electron/link/store-api'
import type { DetailizationSummary } from '#reports/documents/detailization/sums'
import { detailService } from '../services/detail'
import { makeOrderWaiter } from '../services/order-waiter'
import { Reports } from '../services/reports'
import { clerk, customer, msisdn } from './bridge'
import { recordingLog } from './log'
import { fakeStore, orderView } from './store'
import { ManualTime } from './time'

export const id = '0193a1b2-7c00-7000-8000-000000000001'
export const otherId = '0193a1b2-7c00-7000-8000-000000000002'
export const orderId = '0193a1b2-7c00-7000-8000-0000000000a1'
export const fee = { quoteId: 'q1', feeId: 'fee.detailization', tiyn: 50_000, taxRate: 16 }
export const sums = { rows: 3, totalTiyn: 700, topUpsTiyn: 500 }
export const summary = { ...sums } as DetailizationSummary
const bounds: UsageBounds = {
  ...sums,
  earliestAvailable: '2023-11-22T18:00:00.000Z',
  ownedSince: '2024-02-10T09:30:00.000Z',
}
export const start = {
  commandId: id,
  msisdn,
  from: '2026-01-01',
  to: '2026-11-23',
  form: 'expanded',
  language: 'kk+ru',
  paid: false,
  ...fee,
} as const
export const asked = { clerk, customer }

export type Answers = Parameters<typeof fakeStore>[0]

/** What a spec moves and sees. */
export interface Desk {
  time: ManualTime
  seen: ReportView[]
  isCustomerHere: boolean
}

export const newDesk = (): Desk => ({ time: new ManualTime(), seen: [], isCustomerHere: true })

/** A counter with one customer, whose store and report host answer what a spec says. */
export function detailCounter(desk: Desk, answers: Answers = {}, host: Partial<ReportApi> = {}) {
  const world = fakeStore({
    usageBounds: async () => bounds,
    fetchUsage: async () => undefined,
    cancelFetch: async () => undefined,
    customer: async () => ({ name: 'N' }) as CustomerView,
    info: async () => ({ enrolled: true, officeName: 'O', operator: 'Activ', language: 'ru' }),
    status: async () => ({ kind: 'training' }) as Status,
    vatRates: async () => [{ from: '2009-01-01', percent: 12 }],
    ...orderThatIs('done'),
    prepareSigning: async () => undefined,
    registerReport: async () => ({ number: 'NUMBER1', code: 'CODE1' }),
    sealReport: async () => undefined,
    paidReport: async () => null,
    ...answers,
  })
  const orders = makeOrderWaiter((order) => world.store.order({ id: order }))
  const written: unknown[] = []
  const reports = new Reports({
    store: world.store,
    orders,
    timers: desk.time,
    log: recordingLog(),
    clock: desk.time,
    reportHost: {
      warmUp: async () => undefined,
      summarize: async () => ({ summary, rowsSha256: 'a'.repeat(64) }),
      writeDetailization: async (job) => {
        written.push(job)
        return { file: job.file, ...sums, pages: 2, rowsSha256: '', fileSha256: 'f'.repeat(64), missingGlyphs: 0 }
      },
      checkPaper: () => Promise.reject(new Error('nothing is checked here')),
      writePaper: async ({ file }) => ({ file, pages: 1, fileSha256: '', missingGlyphs: 0 }),
      writeSlip: async ({ file }) => ({ file, fileSha256: '', missingGlyphs: 0 }),
      cancel: async () => undefined,
      ...host,
    },
    location: async () => ({ file: '/store', keyHex: '00' }),
    letterhead: async () => ({ operator: 'Activ', office: 'O', timeZone: 'Asia/Almaty', training: true }),
    now: () => desk.time.iso(),
    changed: (view) => void desk.seen.push(view),
    discard: async () => undefined,
  })
  const ids = [orderId, '0193a1b2-7c00-7000-8000-0000000000a2']
  const detail = detailService({
    store: world.store,
    reports,
    session: { customer: () => (desk.isCustomerHere ? customer : undefined) },
    spool: { place: async (reportId: string) => `/spool/${reportId}.pdf` } as never,
    clock: desk.time,
    ids: { uuid: () => ids.shift() ?? id },
    zone: 'Asia/Almaty',
  })
  return { ...world, reports, detail, orders, written }
}

export function inputOf(world: { calls: { method: string; input: unknown }[] }, method: keyof StoreApi): unknown {
  return world.calls.find((call) => call.method === method)?.input
}

/** How far the order has come when it is asked about for the first desk.time. */
export function orderThatIs(state: OrderView['state']): Answers {
  let placed: OrderView | null = null
  return {
    order: async () => placed,
    placeOrder: async ({ commandId }) => (placed = orderView(commandId, { state })),
  }
}
