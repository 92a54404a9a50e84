import { beforeEach, describe, expect, it } from 'vitest'
import type { CustomerView, OrderView } from '#domain/contract/views'
import type { OrderLine } from '#domain/core/order'
import type { PaperOrder } from '#electron/link/report-api'
import { clerk, customer, msisdn } from '../testing/bridge'
import { fakeStore, orderView } from '../testing/store'
import type { Spool } from '../papers/spool'
import { documentsService } from './documents'
import { VisitPapers } from './visit-papers'

const id = (n: number) => `0193a1b2-7c00-7000-8000-0000000000a${n}`
const fee = { quoteId: 'q', feeId: 'f', tiyn: 100_000, taxRate: 16 }
const reissue: OrderLine[] = [
  { operation: 'identityUpdate', document: { type: 'idCard', number: '012345678', validUntil: '2030-01-01' } },
  { operation: 'simReissue', reason: 'LOST_STOLEN', iccid: '8999701000000000015', fence: 1, fee },
  { operation: 'unblock', blockIds: ['b1', 'b2'] },
]
const unblock: OrderLine[] = [{ operation: 'unblock', blockIds: ['b1'] }]
const lost = { kk: 'Жоғалу', ru: 'Утеря', en: 'Lost' }
const period = { from: '2025-12-31T19:00:00.000Z', to: '2026-11-23T19:00:00.000Z' }
const detail: OrderLine[] = [{ operation: 'detailization', ...period, form: 'summary', fee: { ...fee, tiyn: 0 } }]

let orders: OrderView[]
let lines: Record<string, OrderLine[]>
let written: { paper: PaperOrder; file: string }[]

beforeEach(() => {
  written = []
  orders = [
    orderView(id(1), { msisdn, state: 'done', operations: ['identityUpdate', 'simReissue', 'unblock'] }),
    orderView(id(2), { msisdn, state: 'sent', operations: ['detailization'] }),
    orderView(id(3), { msisdn, state: 'rejected', operations: ['unblock'] }),
    orderView(id(4), { msisdn: '77019999999', state: 'done' }),
  ]
  lines = { [id(1)]: reissue, [id(2)]: detail, [id(3)]: unblock, [id(4)]: unblock }
})

function desk(covers?: typeof customer.covers) {
  const { store } = fakeStore({
    visitOrders: async () => orders,
    orderLines: async (o) => lines[o.id] ?? [],
    orderNames: async ({ visitId }) => ({ blocks: visitId === customer.visitId ? [lost] : [], simKind: 'esim' }),
    customer: async () => ({ name: 'Ә Ү', documentType: 'idCard', documentTail: '5678' }) as CustomerView,
    reissueOptions: async () => ({
      reasons: [{ code: 'LOST_STOLEN', names: { kk: 'Жоғалған', ru: 'Утеря', en: 'Lost' } }],
      stock: [],
    }),
  })
  const visitPapers = new VisitPapers({
    store,
    reports: { made: () => [{ number: 'N1', from: '2026-01-01', to: '2026-11-23', rows: 3, pages: 2 }] },
    reportHost: {
      writePaper: async (o) => {
        written.push(o)
        return { file: o.file, pages: 1, fileSha256: '', missingGlyphs: 0 }
      },
    },
    spool: { place: async (name) => `/spool/${name}.pdf` } as Spool,
    letterhead: async () => ({ operator: 'Activ', office: 'O', timeZone: 'Asia/Almaty', training: true }),
    now: () => '2026-11-23T05:05:00.000Z',
  })
  const calls = documentsService({ visitPapers })
  const asked = { clerk, customer: covers ? { ...customer, covers } : customer }
  const make = (kind: 'application' | 'receipt' | 'handover' | 'visit', orderId?: string, commandId = id(9)) =>
    calls['documents.make']({ commandId, msisdn, kind, orderId, format: 'roll80' }, asked)
  return { calls, asked, make, visitPapers }
}

describe('papers of a visit', () => {
  it('can be chosen by what each order of this number has come to', async () => {
    const { calls, asked } = desk()
    const choices = await calls['documents.choices']({ msisdn }, asked)
    expect(choices.map(({ kind, orderId }) => [kind, orderId])).toEqual([
      ['application', id(1)],
      ['receipt', id(1)],
      ['handover', id(1)],
      // Nothing was paid, and it is not done.
      ['application', id(2)],
      ['application', id(3)],
      ['visit', undefined],
    ])
  })

  it('application: what was asked for, by whom, with the fee', async () => {
    await desk(['simReissue']).make('application', id(1))
    expect(written[0]).toMatchObject({
      file: `/spool/${id(9)}.pdf`,
      paper: {
        kind: 'application',
        head: {
          ...{ msisdn, subscriber: 'Ә Ү', documentTail: '5678', represented: true, documentRenewed: true },
          ...{ clerk: clerk.name, office: 'O', training: true, reference: '0193a1b2-00a1' },
          request: {
            operation: 'simReissue',
            blocks: { count: 2, names: [lost] },
            iccid: '8999701000000000015',
            reason: { ru: 'Утеря' },
          },
          fee: { tiyn: 100_000, taxRate: 16 },
        },
      },
    })
  })

  it('application for a detailization: the days as the customer counts them', async () => {
    await desk().make('application', id(2))
    const request = { operation: 'detailization', from: '2026-01-01', to: '2026-11-23', form: 'summary' }
    expect(written[0]?.paper.head).toMatchObject({ request, represented: false, documentRenewed: false })
  })

  it('receipt: on the paper that was asked for', async () => {
    await desk().make('receipt', id(1))
    expect(written[0]?.paper).toMatchObject({
      kind: 'receipt',
      format: 'roll80',
      head: { fee: { tiyn: 100_000 }, subscriber: 'Ә Ү', represented: false },
    })
  })

  it('hand-over: the card, and that it works', async () => {
    await desk().make('handover', id(1))
    expect(written[0]?.paper.head).toMatchObject({
      ...{ iccid: '8999701000000000015', simKind: 'esim', stand: 'done', subscriber: 'Ә Ү' },
    })
  })

  it('summary: every order of the number with where it stands', async () => {
    await desk().make('visit')
    expect(written[0]?.paper.head).toMatchObject({
      orders: [{ stand: 'done', fee: { tiyn: 100_000 } }, { stand: 'accepted' }, { stand: 'refused' }],
      reports: [{ number: 'N1' }],
    })
  })

  it.each([
    ['receipt', id(3), 'PAPER_NOT_POSSIBLE'],
    ['handover', id(2), 'PAPER_NOT_POSSIBLE'],
    ['application', id(4), 'ORDER_UNKNOWN'],
    ['application', undefined, 'ORDER_UNKNOWN'],
  ] as const)('%s of %s is %s', async (kind, orderId, code) => {
    await expect(desk().make(kind, orderId)).rejects.toMatchObject({ code })
    expect(written).toEqual([])
  })

  it('are written once for one press, kept with their number, and gone with the visit', async () => {
    const { make, visitPapers } = desk()
    await make('visit')
    await make('visit')
    expect(written).toHaveLength(1)
    expect(visitPapers.find(id(9))).toMatchObject({ msisdn, file: `/spool/${id(9)}.pdf` })
    expect(visitPapers.endVisit()).toEqual([id(9)])
    expect(visitPapers.find(id(9))).toBeUndefined()
  })
})
