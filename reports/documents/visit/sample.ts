import { samplePaper } from '../common/sample'
import type { VisitHead } from './model'

/** Invented. */
export const sampleVisit: VisitHead = {
  ...samplePaper,
  orders: [
    {
      reference: '0193a1b2-7c0a',
      operations: ['identityUpdate', 'simReissue', 'unblock'],
      at: '2026-11-23T05:04:09.000Z',
      stand: 'done',
      fee: { tiyn: 100_000, taxRate: 16 },
    },
    {
      reference: '0193a1b4-11f2',
      operations: ['detailization'],
      at: '2026-11-23T05:06:51.000Z',
      stand: 'accepted',
      fee: { tiyn: 540_000, taxRate: 16 },
    },
  ],
  reports: [{ number: '4H7K-Q2MZ-9TRA-0C5X', from: '2023-11-24', to: '2026-11-23', rows: 3012, pages: 45 }],
}
