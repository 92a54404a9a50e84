import type { SlipHead } from './model'

/** An invented head for samples and specs. */
export const sampleSlip: SlipHead = {
  operator: 'Activ',
  msisdn: '77011234567',
  office: 'Алматы, Абылай хан даңғылы 92',
  clerk: 'Сейітова М. Ө. (1042)',
  acceptedAt: '2026-11-23T05:04:09.000Z',
  printedAt: '2026-11-23T05:05:30.000Z',
  timeZone: 'Asia/Almaty',
  reference: '0193a1b2-7c0a',
  training: false,
}
