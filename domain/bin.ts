import { iinCheckDigit } from './iin'
import { withoutGrouping } from './plainText'
import { fail, ok, type Result } from './result'

/** Business identification number of Kazakhstan: 12 digits, the last one made as in an IIN (Government Decree No. 406 of 22.05.2007). */
export type Bin = string & { readonly __brand: 'Bin' }

/** Only form and check digit refuse a BIN: its date and kind of body say nothing that an office could act on. */
export function checkBin(text: string): Result<Bin, 'BIN_MALFORMED'> {
  const digits = withoutGrouping(text)
  return isBin(digits) ? ok(digits) : fail('BIN_MALFORMED')
}

function isBin(digits: string): digits is Bin {
  return /^\d{12}$/.test(digits) && iinCheckDigit(digits.slice(0, 11)) === Number(digits.charAt(11))
}
