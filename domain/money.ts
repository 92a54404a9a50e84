import { fail, ok, type Result } from './result'

/** Money in tiyn, 1/100 tenge (ISO 4217 KZT, two decimals): a safe integer, negative for what was given back. */
export type Tiyn = number

/**
 * Largest amount written as a JSON number: an IEEE 754 double keeps every decimal of 15 significant digits, so the
 * text of up to 9 999 999 999 999.99 tenge is the same on both sides.
 */
const maxJsonTiyn = 999_999_999_999_999

/**
 * Reads a decimal amount in tenge by its text, never by float arithmetic. MONEY_PRECISION: more than two decimals, never
 * rounded. MONEY_RANGE: not exact as tiyn, or as the JSON number it came in. Exponents are malformed.
 */
export function tiynFromDecimal(
  value: number | string,
): Result<Tiyn, 'MONEY_MALFORMED' | 'MONEY_PRECISION' | 'MONEY_RANGE'> {
  const match = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/.exec(String(value))
  if (match === null) return fail('MONEY_MALFORMED')
  const [, sign, whole = '', fraction = ''] = match
  if (fraction.length > 2) return fail('MONEY_PRECISION')
  const size = Number(whole + fraction.padEnd(2, '0'))
  if (size > (typeof value === 'number' ? maxJsonTiyn : Number.MAX_SAFE_INTEGER)) return fail('MONEY_RANGE')
  return ok(sign === '-' && size !== 0 ? -size : size)
}

/** The number of tenge whose JSON text is the exact amount. Throws RangeError above 15 digits. */
export function tiynToDecimal(tiyn: Tiyn): number {
  if (Math.abs(tiyn) > maxJsonTiyn) throw new RangeError('amount has no exact JSON number')
  return Number(tiynToText(tiyn))
}

/** `1234.50` */
export function tiynToText(tiyn: Tiyn): string {
  const { minus, whole, fraction } = partsOf(tiyn)
  return `${minus ? '-' : ''}${whole}.${fraction}`
}

/** `1 234,50` as Kazakh and Russian write it; by default with a no-break space and a real minus sign (U+2212). */
export function formatTiyn(tiyn: Tiyn, signs: { minus?: string; group?: string } = {}): string {
  if (tiyn === 0) return '0,00'
  const { minus, whole, fraction } = partsOf(tiyn)
  const sign = minus ? (signs.minus ?? '\u2212') : ''
  return `${sign}${whole.length > 3 ? grouped(whole, signs.group ?? '\u00A0') : whole},${fraction}`
}

function grouped(whole: string, group: string): string {
  return whole.match(/\d{1,3}(?=(?:\d{3})*$)/g)?.join(group) ?? whole
}

function partsOf(tiyn: Tiyn): { minus: boolean; whole: string; fraction: string } {
  const digits = String(Math.abs(safe(tiyn))).padStart(3, '0')
  return { minus: tiyn < 0, whole: digits.slice(0, -2), fraction: digits.slice(-2) }
}

/** Throws RangeError where the sum would no longer be exact. */
export function addTiyn(left: Tiyn, right: Tiyn): Tiyn {
  return safe(safe(left) + safe(right))
}

function safe(tiyn: Tiyn): Tiyn {
  if (!Number.isSafeInteger(tiyn)) throw new RangeError('amount is not a safe integer of tiyn')
  return tiyn
}
