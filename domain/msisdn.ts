import { fail, ok, type Result } from './result'
import { plainText, withoutGrouping } from './plainText'

/** Kazakh mobile number, ITU-T E.164 without the plus: 11 digits, `77011234567`. */
export type Msisdn = string & { readonly __brand: 'Msisdn' }

/**
 * Mobile ranges of Kazakhstan's national plan (country code 7, trunk prefix 8, international prefix 8~10).
 * Source: libphonenumber metadata, which the spec compares over all prefixes. Numbers are portable between
 * operators, so a range says nothing about whose subscriber it is: only the core knows.
 */
const mobileNational = /^7(?:0[0-25-8]|47|6[0-4]|7[15-8]|85)\d{7}$/
/** Country code 7 is shared with Russia, whose national numbers begin with 3, 4, 8, 9; 6 and 7 are Kazakhstan's. */
const otherNational = /^[346789]\d{9}$/
/**
 * Numbers of other countries typed without plus: North America, China, and the neighbours' 3-digit codes with nine digits.
 * None of the latter can be an IIN, as no month begins with 2 to 9.
 */
const bareForeign = /^(?:1[2-9]\d{9}|86\d{11}|(?:37[345]|380|99[2-68])\d{9})$/

type MsisdnFault = 'MSISDN_MALFORMED' | 'MSISDN_FOREIGN'

/**
 * Reads a number in any way people write it: `+7 701 123 45 67`, `8 (701) 123-45-67`, `7701…`, `701…`, `00 7 701…`,
 * `8~10 7 701…`, `tel:` (RFC 3966).
 * MSISDN_FOREIGN: a plausible number that is not a Kazakh mobile one (other country, landline); else MSISDN_MALFORMED.
 */
export function parseMsisdn(text: string): Result<Msisdn, MsisdnFault> {
  const written = plainText(text).replace(/^tel:([^;]*).*$/i, '$1')
  const compact = withoutGrouping(written).replace(/[.()/~]/g, '')
  if (!/^\+?\d+$/.test(compact)) return fail('MSISDN_MALFORMED')
  if (compact.startsWith('+')) return fromInternational(compact.slice(1))
  if (compact.startsWith('00')) return fromInternational(compact.slice(2))
  if (compact.startsWith('810') && compact.length > 11) return fromInternational(compact.slice(3))
  if (/^[78]\d{10}$/.test(compact)) return fromNational(compact.slice(1))
  if (/^[79]\d{9}$/.test(compact)) return fromNational(compact)
  return fail(bareForeign.test(compact) ? 'MSISDN_FOREIGN' : 'MSISDN_MALFORMED')
}

function fromInternational(digits: string): Result<Msisdn, MsisdnFault> {
  if (digits.startsWith('7')) return fromNational(digits.slice(1))
  // "+8 701…" mixes plus and trunk prefix; no country code begins with 870 and has eight more digits.
  if (digits.startsWith('8') && mobileNational.test(digits.slice(1))) return fromNational(digits.slice(1))
  return fail(/^[1-9]\d{6,14}$/.test(digits) ? 'MSISDN_FOREIGN' : 'MSISDN_MALFORMED')
}

function fromNational(national: string): Result<Msisdn, MsisdnFault> {
  if (mobileNational.test(national)) return ok(`7${national}` as Msisdn)
  return fail(otherNational.test(national) ? 'MSISDN_FOREIGN' : 'MSISDN_MALFORMED')
}

/** `+7 701 123 45 67` */
export function formatMsisdn(msisdn: Msisdn): string {
  return `+7 ${msisdn.slice(1, 4)} ${msisdn.slice(4, 7)} ${msisdn.slice(7, 9)} ${msisdn.slice(9)}`
}

/** `+7 701 *** ** 67`: enough for a clerk to recognise, not enough to call. */
export function maskMsisdn(msisdn: Msisdn): string {
  return `+7 ${msisdn.slice(1, 4)} *** ** ${msisdn.slice(9)}`
}
