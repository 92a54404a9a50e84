/**
 * Brings pasted or scanned text to plain characters: fullwidth forms and no-break spaces by Unicode NFKC,
 * Arabic-Indic digits (U+0660, U+06F0) to ASCII; invisible format and control characters go.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
}

/** Plain text without the spaces and dashes (any Unicode dash, minus sign) that people group digits with. */
export function withoutGrouping(text: string): string {
  return plainText(text).replace(/[\s\p{Pd}\u2212]/gu, '')
}
