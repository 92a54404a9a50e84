import { isLocalDate, localDate, type LocalDate } from './calendar'
import { plainText, withoutGrouping } from './plainText'
import { fail, ok, type Result } from './result'

export const documentTypes = [
  'idCard',
  'passport',
  'residencePermit',
  'statelessCertificate',
  'foreignPassport',
] as const
export type DocumentType = (typeof documentTypes)[number]

/**
 * Identity card: 9 digits. Passport of Kazakhstan: N and 8 digits. Residence permit and stateless certificate: 9
 * digits, or letters and digits as older forms have them. Foreign: ICAO 9303 leaves the form to the issuer.
 */
const numberShapes: Readonly<Record<DocumentType, RegExp>> = {
  idCard: /^\d{9}$/,
  passport: /^N\d{8}$/,
  residencePermit: /^(?:\d{9}|[A-Z]{1,2}\d{6,9})$/,
  statelessCertificate: /^(?:\d{9}|[A-Z]{1,2}\d{6,9})$/,
  foreignPassport: /^[A-Z0-9]{5,20}$/,
}

/** Gives the number in capitals without grouping. */
export function checkDocumentNumber(type: DocumentType, text: string): Result<string, 'DOCUMENT_NUMBER_MALFORMED'> {
  const number = withoutGrouping(text.replace(/\u2116/g, '')).toUpperCase()
  return numberShapes[type].test(number) ? ok(number) : fail('DOCUMENT_NUMBER_MALFORMED')
}

/** A document is good through its last day. `today` is the local date at the counter. */
export function checkExpiry(
  isoDate: LocalDate,
  today: LocalDate,
): Result<LocalDate, 'DATE_MALFORMED' | 'DOCUMENT_EXPIRED'> {
  if (!isLocalDate(isoDate)) return fail('DATE_MALFORMED')
  return isoDate < today ? fail('DOCUMENT_EXPIRED', { validUntil: isoDate }) : ok(isoDate)
}

const humanDates = [
  /^(?<d>\d{1,2})[./-](?<m>\d{1,2})[./-](?<y>\d{4}|\d{2})$/,
  /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/,
  /^(?<d>\d{2})(?<m>\d{2})(?<y>\d{4}|\d{2})$/,
]

/** Day first, as written in Kazakhstan, or ISO 8601: `05.03.2031`, `5/3/2031`, `05032031`, `050331`. Two-digit years are 20xx. */
export function parseHumanDate(text: string): Result<LocalDate, 'DATE_MALFORMED'> {
  const written = plainText(text).replace(/\s/g, '')
  for (const shape of humanDates) {
    const parts = shape.exec(written)?.groups
    if (parts === undefined) continue
    const year = parts['y']?.length === 2 ? `20${parts['y']}` : parts['y']
    const date = localDate(Number(year), Number(parts['m']), Number(parts['d']))
    return isLocalDate(date) ? ok(date) : fail('DATE_MALFORMED')
  }
  return fail('DATE_MALFORMED')
}
