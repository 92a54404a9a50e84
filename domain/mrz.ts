import { parse, type ParseResult } from 'mrz'
import { addMonths, isLocalDate, type LocalDate } from './calendar'
import type { DocumentType } from './document'
import { checkIin, iinBirthDate, type Iin, type Sex } from './iin'
import { plainText } from './plainText'
import { fail, ok, type Result } from './result'

export interface MrzDocument {
  type: DocumentType
  number: string
  validUntil: LocalDate
  iin?: Iin
  birthDate?: LocalDate
  sex?: Sex
}

type Format = 'TD1' | 'TD3'

/** True for text that can only be the machine-readable zone of a document, also a badly read one. */
export function looksLikeMrz(text: string): boolean {
  const zone = compact(text)
  return /^[ACIP][A-Z0-9<]{71,95}$/.test(zone) && zone.includes('<<')
}

/**
 * Reads the machine-readable zone of ICAO Doc 9303: TD1 (cards, part 5: 3 lines of 30) and TD3 (passports, part 4:
 * 2 lines of 44), however the lines are broken. Kazakhstan puts the IIN at the end of TD1 line 1 and in the personal
 * number of TD3. MRZ_UNREADABLE: wrong length, or no number or expiry date. MRZ_CHECK_DIGIT: misread, scan again.
 */
export function readMrz(text: string): Result<MrzDocument, 'MRZ_UNREADABLE' | 'MRZ_CHECK_DIGIT'> {
  const lines = splitLines(compact(text))
  if (lines === undefined) return fail('MRZ_UNREADABLE')
  const format: Format = lines.length === 3 ? 'TD1' : 'TD3'
  const corrected = correctKazakhDigits(lines, format)
  const parsed = parse(corrected, { autocorrect: true })
  if (failedCheckDigit(parsed)) return fail('MRZ_CHECK_DIGIT')
  return documentOf(parsed, corrected, format)
}

function compact(text: string): string {
  return plainText(text).replace(/\s/g, '').toUpperCase()
}

function splitLines(zone: string): string[] | undefined {
  if (/^[ACI][A-Z0-9<]{89}$/.test(zone)) return [zone.slice(0, 30), zone.slice(30, 60), zone.slice(60)]
  if (/^P[A-Z0-9<]{87}$/.test(zone)) return [zone.slice(0, 44), zone.slice(44)]
  return undefined
}

function failedCheckDigit(parsed: ParseResult): boolean {
  return parsed.details.some(({ field, valid }) => field !== null && field.endsWith('CheckDigit') && !valid)
}

function documentOf(
  parsed: ParseResult,
  lines: readonly string[],
  format: Format,
): Result<MrzDocument, 'MRZ_UNREADABLE'> {
  const { documentNumber: number, expirationDate, birthDate, sex, optional1, personalNumber } = parsed.fields
  const validUntil = expirationDate ? isoDate('20', expirationDate) : undefined
  if (!number || validUntil === undefined) return fail('MRZ_UNREADABLE')
  const { issuer, nationality } = statesOf(lines, format)
  const iin = issuer === 'KAZ' ? iinOf(format === 'TD1' ? optional1 : personalNumber) : undefined
  const born = birthDate ? fullBirthDate(birthDate, validUntil, iin) : undefined
  return ok({
    type: typeOf(format, issuer, nationality),
    number,
    validUntil,
    ...(iin !== undefined && { iin }),
    ...(born !== undefined && { birthDate: born }),
    ...((sex === 'male' || sex === 'female') && { sex: sex === 'male' ? 'M' : 'F' }),
  })
}

function statesOf(lines: readonly string[], format: Format): { issuer: string; nationality: string } {
  const issuer = lines[0]?.slice(2, 5) ?? ''
  const nationality = format === 'TD1' ? lines[1]?.slice(15, 18) : lines[1]?.slice(10, 13)
  return { issuer: toLetters(issuer), nationality: toLetters(nationality ?? '') }
}

/** XXA = stateless (ICAO 9303 part 3). A Kazakh card whose holder is a citizen of elsewhere is a residence permit. */
function typeOf(format: Format, issuer: string, nationality: string): DocumentType {
  if (issuer !== 'KAZ') return 'foreignPassport'
  if (nationality === 'XXA') return 'statelessCertificate'
  if (format === 'TD3') return 'passport'
  return nationality === 'KAZ' ? 'idCard' : 'residencePermit'
}

/** An IIN with a wrong check digit is left out: the clerk types it from the face and is told there. */
function iinOf(field: string | null | undefined): Iin | undefined {
  const check = field ? checkIin(field) : undefined
  return check?.ok ? check.value : undefined
}

function isoDate(century: string, yymmdd: string): LocalDate | undefined {
  const date = `${century}${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`
  return isLocalDate(date) ? date : undefined
}

/**
 * The zone has a two-digit year. The IIN settles the century where it states the same day; else a holder is taken to be
 * born this century if that is at least five years, the shortest usual validity, before the expiry.
 */
function fullBirthDate(yymmdd: string, validUntil: LocalDate, iin: Iin | undefined): LocalDate | undefined {
  const ofIin = iin?.startsWith(yymmdd) ? iinBirthDate(iin) : undefined
  if (ofIin !== undefined) return ofIin
  const thisCentury = isoDate('20', yymmdd)
  if (thisCentury !== undefined && thisCentury <= addMonths(validUntil, -60)) return thisCentury
  return isoDate('19', yymmdd)
}

const letterDigitPairs = ['O0', 'I1', 'Z2', 'S5', 'G6', 'B8'] as const

function toDigits(text: string): string {
  return letterDigitPairs.reduce((done, pair) => done.replaceAll(pair.charAt(0), pair.charAt(1)), text)
}

function toLetters(text: string): string {
  return letterDigitPairs.reduce((done, pair) => done.replaceAll(pair.charAt(1), pair.charAt(0)), text)
}

/**
 * Character recognition confuses O and 0, I and 1 and so on. The parser mends fields that are numeric everywhere; that
 * number and IIN of Kazakh documents are digits too is known only here.
 */
function correctKazakhDigits(lines: readonly string[], format: Format): string[] {
  const [first = '', second = '', ...rest] = lines
  const { issuer, nationality } = statesOf(lines, format)
  if (issuer !== 'KAZ') return [...lines]
  if (format === 'TD3') {
    return [first, correctRange(correctRange(second, 1, 9, /^\d{8}$/), 28, 40, /^\d{12}$/), ...rest]
  }
  const withNumber = nationality === 'KAZ' ? correctRange(first, 5, 14, /^\d{9}$/) : first
  return [correctRange(withNumber, 15, 27, /^\d{12}$/), second, ...rest]
}

/** Leaves the line alone unless the mended part has the expected shape. */
function correctRange(line: string, start: number, end: number, shape: RegExp): string {
  const mended = toDigits(line.slice(start, end))
  return shape.test(mended) ? line.slice(0, start) + mended + line.slice(end) : line
}
