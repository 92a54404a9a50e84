import { samplePerson, sampleReason } from '../common/sample'
import type { ApplicationHead } from './model'

const person = {
  ...samplePerson,
  documentType: 'idCard',
  documentTail: '4567',
  documentRenewed: false,
}

const lost = { kk: 'Жоғалу бойынша', ru: 'По утере' }
const unpaid = { kk: 'Берешек бойынша', ru: 'За задолженность' }

/** Invented, one of each kind. */
export const sampleApplications: Record<'unblock' | 'reissue' | 'reissueUnblock' | 'detailization', ApplicationHead> = {
  unblock: { ...person, request: { operation: 'unblock', blocks: { count: 1, names: [lost] } } },
  reissue: {
    ...person,
    documentRenewed: true,
    request: {
      operation: 'simReissue',
      reason: { kk: 'Бүлінген', ru: 'Повреждена' },
      iccid: '8999701000000000015',
      blocks: { count: 0, names: [] },
    },
    fee: { tiyn: 50_000, taxRate: 16 },
  },
  reissueUnblock: {
    ...person,
    represented: true,
    request: {
      operation: 'simReissue',
      reason: sampleReason,
      iccid: '89997010000000000017',
      blocks: { count: 2, names: [lost, unpaid] },
    },
    fee: { tiyn: 100_000, taxRate: 16 },
  },
  detailization: {
    ...person,
    request: { operation: 'detailization', from: '2023-11-24', to: '2026-11-23', form: 'expanded', language: 'kk+ru' },
    fee: { tiyn: 540_000, taxRate: 16 },
  },
}
