import { samplePerson } from '../common/sample'
import type { ReceiptHead } from './model'

/** Invented. */
export const sampleReceipt: ReceiptHead = {
  ...samplePerson,
  operations: ['simReissue', 'unblock'],
  acceptedAt: '2026-11-23T05:04:09.000Z',
  fee: { tiyn: 100_000, taxRate: 16 },
}
