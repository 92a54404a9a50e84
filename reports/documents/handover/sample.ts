import { samplePerson, sampleReason } from '../common/sample'
import type { HandoverHead } from './model'

/** Invented. */
export const sampleHandover: HandoverHead = {
  ...samplePerson,
  iccid: '89997010000000000017',
  simKind: 'physical',
  reason: sampleReason,
  acceptedAt: '2026-11-23T05:04:09.000Z',
  stand: 'done',
}
