import { fail, ok, type Result } from './result'
import { withoutGrouping } from './plainText'

/**
 * Serial number of a SIM, ITU-T E.118: begins with 89 (telecommunications), 19 or 20 digits, the last one a Luhn
 * check digit (ISO/IEC 7812-1). Kazakhstan's country code in it is 997, though it dials 7.
 */
export type Iccid = string & { readonly __brand: 'Iccid' }

/** Check digit that ISO/IEC 7812-1 (Luhn) puts after these digits. */
export function luhnDigit(digits: string): number {
  if (!/^\d+$/.test(digits)) throw new RangeError('digits expected')
  const sum = Array.from(digits, Number)
    .reverse()
    .reduce((total, digit, index) => total + (index % 2 === 0 ? doubled(digit) : digit), 0)
  return (10 - (sum % 10)) % 10
}

function doubled(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2
}

/** Digits as scanned, without grouping and without the F that fills the last half byte of a card's own record. */
export function iccidDigits(text: string): string {
  return withoutGrouping(text).replace(/F{1,2}$/i, '')
}

/**
 * ICCID_NO_CHECK_DIGIT: 18 digits, as some factory files and barcodes have it; `completeIccid` finds the rest in the
 * stock. ICCID_CHECK_DIGIT: misread, scan again. ICCID_MALFORMED: not an ICCID at all.
 */
export function parseIccid(
  text: string,
): Result<Iccid, 'ICCID_MALFORMED' | 'ICCID_CHECK_DIGIT' | 'ICCID_NO_CHECK_DIGIT'> {
  const digits = iccidDigits(text)
  if (!/^89\d{16,18}$/.test(digits)) return fail('ICCID_MALFORMED')
  if (digits.length === 18) return fail('ICCID_NO_CHECK_DIGIT')
  return isIccid(digits) ? ok(digits) : fail('ICCID_CHECK_DIGIT')
}

function isIccid(digits: string): digits is Iccid {
  return /^89\d{17,18}$/.test(digits) && luhnDigit(digits.slice(0, -1)) === Number(digits.at(-1))
}

/**
 * Finds the SIM of the stock whose number is these 18 digits and a check digit. The digit is not computed alone: a
 * 20-digit number cut short would then become another, wrong SIM.
 */
export function completeIccid(text18: string, stock: readonly string[]): Result<Iccid, 'ICCID_UNKNOWN'> {
  const digits = iccidDigits(text18)
  if (digits.length !== 18) return fail('ICCID_UNKNOWN')
  const found = stock.find((iccid) => iccid.length === 19 && iccid.startsWith(digits))
  return found !== undefined && isIccid(found) ? ok(found) : fail('ICCID_UNKNOWN')
}

/** Groups of four from the left. */
export function formatIccid(iccid: Iccid): string {
  return iccid.replace(/(\d{4})(?=\d)/g, '$1 ')
}

/** Last four digits, by which people tell cards apart. */
export function iccidTail(iccid: Iccid): string {
  return iccid.slice(-4)
}
