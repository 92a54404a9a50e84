import { isLocalDate } from './calendar'
import { withoutGrouping } from './plainText'

/** Individual identification number of Kazakhstan: 12 digits with a right check digit. */
export type Iin = string & { readonly __brand: 'Iin' }

export type IinNotice = 'IIN_BIRTH_DATE_UNUSUAL' | 'IIN_BIRTH_DATE_DIFFERS' | 'IIN_SEX_DIFFERS'
export type IinFault = 'IIN_MALFORMED' | 'IIN_LENGTH' | 'IIN_CHECK_DIGIT'
export type Sex = 'M' | 'F'
export interface IinOwner {
  birthDate?: string | undefined
  sex?: Sex | undefined
}
export type IinCheck =
  | { ok: true; value: Iin; notices: IinNotice[] }
  | { ok: false; code: IinFault; params: Record<string, string | number> }

const firstRound = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const secondRound = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]

/**
 * Check digit over the first 11 digits, Government Decree No. 406 of 22.05.2007: weights 1 to 11 modulo 11; if that
 * gives 10, weights 3 to 11, 1, 2. `undefined`: 10 again, such a number is not issued. The same digit serves the BIN.
 * Blind spot of the rule: digit 11 weighs 11, that is 0 modulo 11, in the first round.
 */
export function iinCheckDigit(first11: string): number | undefined {
  if (!/^\d{11}$/.test(first11)) throw new RangeError('11 digits expected')
  const digits = Array.from(first11, Number)
  const first = weighted(digits, firstRound)
  if (first < 10) return first
  const second = weighted(digits, secondRound)
  return second < 10 ? second : undefined
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0) % 11
}

/** Digit 7: 1, 2 = 1800s, 3, 4 = 1900s, 5, 6 = 2000s, odd = male. Some foreigners have 0: no statement. */
const centuries: Readonly<Record<string, string>> = { '1': '18', '2': '18', '3': '19', '4': '19', '5': '20', '6': '20' }

/** Birth date YYYY-MM-DD written in an IIN; `undefined` where it states no real date. */
export function iinBirthDate(iin: string): string | undefined {
  const century = centuries[iin.charAt(6)]
  if (century === undefined) return undefined
  const date = `${century}${iin.slice(0, 2)}-${iin.slice(2, 4)}-${iin.slice(4, 6)}`
  return isLocalDate(date) ? date : undefined
}

function iinSex(iin: string): Sex | undefined {
  const digit = iin.charAt(6)
  if (centuries[digit] === undefined) return undefined
  return Number(digit) % 2 === 1 ? 'M' : 'F'
}

/**
 * Only form, length and check digit refuse an IIN. Since Government Decree No. 853 of 26.08.2013 it need not
 * match the birth date or sex of its owner, so those are notices. `birthDate` is YYYY-MM-DD.
 */
export function checkIin(text: string, owner: IinOwner = {}): IinCheck {
  const digits = withoutGrouping(text)
  if (!/^\d*$/.test(digits)) return { ok: false, code: 'IIN_MALFORMED', params: {} }
  if (digits.length !== 12) return { ok: false, code: 'IIN_LENGTH', params: { length: digits.length } }
  if (iinCheckDigit(digits.slice(0, 11)) !== Number(digits.charAt(11))) {
    return { ok: false, code: 'IIN_CHECK_DIGIT', params: {} }
  }
  return { ok: true, value: digits as Iin, notices: noticesOf(digits, owner) }
}

function noticesOf(iin: string, owner: IinOwner): IinNotice[] {
  const notices: IinNotice[] = []
  const birthDate = iinBirthDate(iin)
  if (birthDate === undefined) notices.push('IIN_BIRTH_DATE_UNUSUAL')
  else if (owner.birthDate !== undefined && owner.birthDate !== birthDate) notices.push('IIN_BIRTH_DATE_DIFFERS')
  const sex = iinSex(iin)
  if (sex !== undefined && owner.sex !== undefined && owner.sex !== sex) notices.push('IIN_SEX_DIFFERS')
  return notices
}
