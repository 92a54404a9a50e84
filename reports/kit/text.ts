// Anything outside printable ASCII is looked at more closely; most cells never are.
const plain = /^[\x20-\x7e]*$/
const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g
const invisible = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const loneSurrogates = /\p{Surrogate}/gu
const numbers = /[+(\u2212-]?\d(?:[\d\s.,:()\-/*#]*\d)?/g

/** Text fit for paper: composed letters, no control, zero-width or direction characters; broken surrogates become U+FFFD. */
export function printable(text: string): string {
  if (plain.test(text)) return text
  return text.replace(loneSurrogates, '\ufffd').normalize('NFC').replace(lineBreaks, ' ').replace(invisible, '')
}

const joining = /[\p{M}\p{Surrogate}\u1100-\u11ff]/u

/** True for a UTF-16 unit which `printable` changes, or may change for what stands beside it. */
export function needsCare(unit: number): boolean {
  const text = String.fromCharCode(unit)
  return joining.test(text) || printable(text) !== text
}

export const ellipsis = '…'

/** Moves a cut back to before a number it would go through, and off trailing blanks and separators. */
export function cutOutsideNumbers(text: string, cut: number): number {
  let at = cut
  for (const match of text.matchAll(numbers)) {
    const end = match.index + match[0].length
    if (match.index < at && at < end) at = match.index
  }
  while (at > 0 && /[\s·,;/(–-]/.test(text.charAt(at - 1))) at--
  return at
}

/** What a number has from its decimal sign on, with its unit, as `,50 МБ`; `''` where it has none. */
export function decimalsOf(text: string): string {
  const sign = text.lastIndexOf(',')
  return sign < 0 ? '' : text.slice(sign)
}

/** The number a text begins with, or `''`. */
export function leadingNumber(text: string): string {
  const first = text.matchAll(numbers).next().value
  return first?.index === 0 ? first[0] : ''
}
