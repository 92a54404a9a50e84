import { scryptSync } from 'node:crypto'
import type { FeedBody } from '#domain/core/feed'
import { moneyOf } from '#domain/core/common'
import type { ClerkRow, EnrolmentCodeRow, FeeRow, OfficeRow } from '../rows'
import { makeName } from './names'
import type { Random } from './random'
import type { BlockCode } from './samples'

export const operatorName = 'Activ'
/** Known code that enrols any number of counters at `office-042`. Only the reference core has one. */
export const developmentCode = 'DEV-OFFICE-042'
export const offices: readonly OfficeRow[] = [
  { id: 'office-042', name: 'Activ, Алматы, Абай даңғылы, 109' },
  { id: 'office-007', name: 'Activ, Астана, Қабанбай батыр даңғылы, 62' },
]

export const blockReasons: readonly (FeedBody<'blockReason'> & { code: BlockCode })[] = [
  {
    code: 'LOST_STOLEN',
    liftableBy: 'clerk',
    requiresNewSim: true,
    names: named('Жоғалған немесе ұрланған', 'Утеря или кража', 'Lost or stolen'),
  },
  {
    code: 'VOLUNTARY',
    liftableBy: 'clerk',
    requiresNewSim: false,
    names: named('Абоненттің өтініші', 'По желанию абонента', 'At the owner’s request'),
  },
  { code: 'DEBT', liftableBy: 'core', requiresNewSim: false, names: named('Берешек', 'Задолженность', 'Debt') },
  {
    code: 'FRAUD',
    liftableBy: 'core',
    requiresNewSim: false,
    names: named('Алаяқтық күдігі', 'Подозрение на мошенничество', 'Suspected fraud'),
  },
  {
    code: 'ID_DATA',
    liftableBy: 'supervisor',
    requiresNewSim: false,
    names: named('Деректер толық емес', 'Неполные данные', 'Incomplete identity data'),
  },
  {
    code: 'COURT',
    liftableBy: 'core',
    requiresNewSim: false,
    names: named('Мемлекеттік орган', 'Государственный орган', 'Court or state body'),
  },
  {
    code: 'TECHNICAL',
    liftableBy: 'core',
    requiresNewSim: false,
    names: named('Техникалық', 'Техническая', 'Technical'),
  },
]

export const reissueReasons: readonly FeedBody<'reissueReason'>[] = [
  reissueReason('LOST_STOLEN', named('Жоғалған немесе ұрланған', 'Утеря или кража', 'Lost or stolen')),
  reissueReason('DAMAGED', named('Бүлінген', 'Повреждена', 'Damaged')),
  reissueReason('PUK_LOCKED', named('PUK бұғатталған', 'Заблокирован PUK', 'PUK locked')),
  reissueReason('RESIZE', named('Өлшемін ауыстыру', 'Смена размера', 'Change of size')),
  reissueReason('DEFECT', named('Зауыт ақауы', 'Заводской брак', 'Manufacturing defect')),
]

export const fees: readonly FeeRow[] = [
  { id: 'fee.simReissue.LOST_STOLEN', unit: 'flat', payer: 'balance', tiyn: 100_000 },
  { id: 'fee.simReissue.DAMAGED', unit: 'flat', payer: 'balance', tiyn: 50_000 },
  { id: 'fee.simReissue.PUK_LOCKED', unit: 'flat', payer: 'balance', tiyn: 50_000 },
  { id: 'fee.simReissue.RESIZE', unit: 'flat', payer: 'balance', tiyn: 0 },
  { id: 'fee.simReissue.DEFECT', unit: 'flat', payer: 'balance', tiyn: 0 },
  { id: 'fee.detailization', unit: 'started31days', payer: 'balance', tiyn: 15_000 },
  { id: 'fee.unblock', unit: 'flat', payer: 'balance', tiyn: 0 },
]

export const vatRates: readonly FeedBody<'vat'>[] = [
  { from: '2009-01-01', percent: 12 },
  { from: '2026-01-01', percent: 16 },
]

export const policies: readonly FeedBody<'policy'>[] = [
  { key: 'verificationMinutes', value: 10 },
  { key: 'verificationAttempts', value: 3 },
  { key: 'verificationLockMinutes', value: 30 },
  { key: 'postSwapHoldHours', value: 0 },
]

export function vatPercentOn(date: string): number {
  return vatRates.findLast((rate) => rate.from <= date)?.percent ?? 0
}

export function feeBodyOf(fee: FeeRow): FeedBody<'fee'> {
  return { id: fee.id, unit: fee.unit, payer: fee.payer, amount: moneyOf(Number(fee.tiyn)) }
}

/** A clerk with the PIN that the data set was made with. */
export interface MadeClerk {
  row: ClerkRow
  pin: string
}

export function makeClerks(random: Random): MadeClerk[] {
  const plan = [
    { id: '0417', pin: '1234', office: 'office-042', roles: ['clerk'] },
    { id: '0001', pin: '4321', office: 'office-042', roles: ['clerk', 'supervisor'] },
    { id: '0418', pin: '5678', office: 'office-042', roles: ['clerk'] },
    { id: '0700', pin: '7007', office: 'office-007', roles: ['clerk'] },
    { id: '0701', pin: '7117', office: 'office-007', roles: ['clerk', 'supervisor'] },
  ]
  return plan.map(({ id, pin, office, roles }) => {
    const { familyName, givenName } = makeName(random, random.chance(0.5) ? 'M' : 'F')
    const salt = random.digits(16)
    const name = `${familyName} ${givenName}`
    return {
      pin,
      row: { id, office_id: office, name, roles: JSON.stringify(roles), pin_salt: salt, pin_hash: hashPin(pin, salt) },
    }
  })
}

export function hashPin(pin: string, salt: string): string {
  return scryptSync(pin, salt, 32, { N: 1024 }).toString('hex')
}

const codeLetters = [...'ABCDEFGHJKMNPQRSTVWXYZ23456789']

export function makeEnrolmentCodes(random: Random): EnrolmentCodeRow[] {
  const oneTime = offices.flatMap((office) =>
    Array.from({ length: 5 }, () => ({ code: drawCode(random), office_id: office.id, reusable: false, used_by: null })),
  )
  return [{ code: developmentCode, office_id: 'office-042', reusable: true, used_by: null }, ...oneTime]
}

function drawCode(random: Random): string {
  const four = () => Array.from({ length: 4 }, () => random.pick(codeLetters)).join('')
  return `${four()}-${four()}`
}

function named(kk: string, ru: string, en: string): { kk: string; ru: string; en: string } {
  return { kk, ru, en }
}

function reissueReason(code: string, names: FeedBody<'reissueReason'>['names']): FeedBody<'reissueReason'> {
  return { code, names, feeId: `fee.simReissue.${code}` }
}
