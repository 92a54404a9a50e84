import { samplePaper, sampleReason } from '../common/sample'
import type { HandoverHead } from './model'

/** Invented. */
export const sampleHandover: HandoverHead = {
  ...samplePaper,
  subscriber: 'Әлімбекова Гүлнұр Қайратқызы',
  represented: false,
  iccid: '89997010000000000017',
  reason: sampleReason,
  acceptedAt: '2026-11-23T05:04:09.000Z',
  stand: 'done',
}
