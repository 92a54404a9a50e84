import { addToTotals, type UsageRow, type UsageTotals } from '#domain/usage'
import type { DetailizationHead } from './model'
import { sumUp, type DetailizationSummary } from './sums'

/** An invented head for samples, benches and specs. */
export const sampleHead: DetailizationHead = {
  operator: 'Activ',
  requestNumber: 'D-2025-0004711',
  msisdn: '77011234567',
  subscriber: 'Әлімбекова Гүлнұр Қайратқызы',
  periodFrom: '2024-01-31T18:00:00.000Z',
  periodTo: '2025-01-31T19:00:00.000Z',
  timeZone: 'Asia/Almaty',
  office: 'Алматы, Абылай хан даңғылы 92',
  clerk: 'Сейітова М. Ө. (1042)',
  printedAt: '2025-02-03T06:14:09.000Z',
  training: false,
  form: 'expanded',
  language: 'kk+ru',
  vat: [
    { from: '2009-01-01', percent: 12 },
    { from: '2026-01-01', percent: 16 },
  ],
}

/** As long as the text of a QR code, in its alphabet; says nothing. */
export const sampleCode = 'INVENTED/'.repeat(32)

const dataSession = (n: number): Omit<UsageRow, 'id' | 'at'> => ({
  type: 'data',
  volumeBytes: (n * 7_368_787) % 900_000_000,
  chargedFrom: 'package',
  amountTiyn: 0,
})

const kinds: ((n: number) => Omit<UsageRow, 'id' | 'at'>)[] = [
  (n) => ({
    type: 'voice',
    direction: n % 3 === 0 ? 'in' : 'out',
    otherNumber: `7${701 + (n % 7)}${String((n * 7919) % 10_000_000).padStart(7, '0')}`,
    durationSeconds: (n * 37) % 1900,
    chargedFrom: n % 4 === 0 ? 'balance' : 'package',
    amountTiyn: n % 4 === 0 && n % 3 !== 0 ? (n * 613) % 45_000 : 0,
  }),
  dataSession,
  (n) => ({
    type: 'sms',
    direction: 'out',
    otherNumber: `7777${String(n % 10_000_000).padStart(7, '0')}`,
    amountTiyn: 1900,
  }),
  (n) => ({
    type: 'voice',
    direction: 'in',
    otherNumber: `90532${String((n * 31) % 10_000_000).padStart(7, '0')}`,
    durationSeconds: (n * 11) % 700,
    country: 'TR',
    network: 'Turkcell',
    roaming: true,
    chargedFrom: 'balance',
    amountTiyn: (n * 991) % 190_000,
  }),
  () => ({ type: 'fee', otherName: 'Абоненттік төлем · Абонплата', chargedFrom: 'balance', amountTiyn: 299_000 }),
  () => ({ type: 'topup', otherName: 'Kaspi.kz', amountTiyn: -500_000 }),
  () => ({ type: 'ussd', direction: 'out', otherNumber: '*111#', amountTiyn: 0 }),
  () => ({ type: 'service', otherName: 'Қоңырау тосқауылы', chargedFrom: 'bonus', amountTiyn: 9_900 }),
  () => ({ type: 'correction', note: 'Қайтару · Возврат', amountTiyn: -12_345 }),
  (n) => ({
    type: 'mms',
    direction: 'out',
    otherNumber: `7705${String(n % 10_000_000).padStart(7, '0')}`,
    amountTiyn: 3_500,
  }),
]
const pattern = [0, 1, 0, 2, 0, 1, 0, 0, 1, 2, 0, 1, 3, 0, 0, 1, 0, 6, 2, 0, 1, 0, 4, 5, 0, 1, 7, 0, 1, 9, 0, 8, 1, 0]

/** `count` invented rows spread evenly over the period of `head`; the same every time. */
export function sampleRows(count: number, head: DetailizationHead = sampleHead): UsageRow[] {
  const from = Date.parse(head.periodFrom)
  const step = Math.floor((Date.parse(head.periodTo) - from) / Math.max(count, 1))
  return Array.from({ length: count }, (_, n): UsageRow => ({
    id: `u-${String(n).padStart(8, '0')}`,
    at: new Date(from + n * step + ((n * 7919) % Math.max(Math.floor(step / 2), 1))).toISOString(),
    ...(kinds[pattern[n % pattern.length] ?? 0] ?? dataSession)(n),
  }))
}

export function totalsOf(rows: UsageRow[]): UsageTotals {
  return rows.reduce(addToTotals, { rows: 0, totalTiyn: 0, topUpsTiyn: 0 })
}

export function summaryOf(rows: UsageRow[], head: DetailizationHead = sampleHead): Promise<DetailizationSummary> {
  return sumUp(head, inBatches(rows))
}

export async function* inBatches(rows: UsageRow[], size = 500): AsyncGenerator<UsageRow[]> {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size)
}
