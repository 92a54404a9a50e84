import type { IdentityDocument, VerifiedField } from '#domain/core/office'
import { checkDocumentNumber, checkExpiry, parseHumanDate, type DocumentType } from '#domain/document'
import type { ErrorCode, ErrorParams } from '#domain/errors'
import { checkIin, type IinNotice, type Sex } from '#domain/iin'
import { looksLikeMrz, readMrz } from '#domain/mrz'

type VerificationMethod = 'scanned' | 'typed' | 'digitalDocument'

/** The form as it stands on the screen: text as typed. `birthDate` and `sex` come from the machine-readable zone only. */
export interface VerifyForm {
  type: DocumentType
  iin: string
  number: string
  /** DD.MM.YYYY */
  validUntil: string
  method: Exclude<VerificationMethod, 'digitalDocument'>
  /** Shown in an app instead of as a card, however it was entered. */
  isDigital: boolean
  birthDate?: string | undefined
  sex?: Sex | undefined
}

export interface FieldProblem {
  code: ErrorCode
  params: ErrorParams
}

export interface CheckedForm {
  problems: Partial<Record<VerifiedField, FieldProblem>>
  notices: IinNotice[]
  /** Only when there is no problem. */
  value?: { document: IdentityDocument; iin: string; method: VerificationMethod }
}

export function emptyVerifyForm(): VerifyForm {
  return {
    type: 'idCard',
    iin: '',
    number: '',
    validUntil: '',
    method: 'typed',
    isDigital: false,
    birthDate: undefined,
    sex: undefined,
  }
}

const wholeZone = /^(?:[ACI][A-Z0-9<]{89}|P[A-Z0-9<]{87})$/

function compact(text: string): string {
  return text.replace(/\s/g, '').toUpperCase()
}

/** The text is all lines of a machine-readable zone: three of 30 or two of 44 characters. */
export function isWholeMrz(text: string): boolean {
  return wholeZone.test(compact(text)) && looksLikeMrz(text)
}

/**
 * A machine-readable zone has begun and lines are to follow: an Enter here ends a line, not the form. Its fillers tell it
 * from the code of a paper whose beginning came before a pause.
 */
export function isMrzBegun(text: string): boolean {
  return text.includes('<') && /^[ACIP][A-Z0-9<]{29,87}$/.test(compact(text)) && !isWholeMrz(text)
}

/** Fills the form from the zone; when it cannot be read, the form stays as it was but for the field it was typed into. */
export function fillFromMrz(form: VerifyForm, text: string): FieldProblem | undefined {
  for (const field of ['iin', 'number', 'validUntil'] as const) if (isWholeMrz(form[field])) form[field] = ''
  const read = readMrz(text)
  if (!read.ok) return { code: read.code, params: read.params ?? {} }
  const { type, number, validUntil, iin, birthDate, sex } = read.value
  const [year, month, day] = validUntil.split('-')
  Object.assign(form, { type, number, validUntil: `${day}.${month}.${year}`, birthDate, sex, method: 'scanned' })
  if (iin !== undefined) form.iin = iin
  return undefined
}

/** `today` is the local date at the counter. */
export function checkVerifyForm(form: VerifyForm, today: string): CheckedForm {
  const problems: CheckedForm['problems'] = {}
  const iin = checkIin(form.iin, { birthDate: form.birthDate, sex: form.sex })
  if (!iin.ok) problems.iin = { code: iin.code, params: iin.params }
  const number = checkDocumentNumber(form.type, form.number)
  if (!number.ok) problems.documentNumber = { code: number.code, params: number.params ?? {} }
  const date = parseHumanDate(form.validUntil)
  const expiry = date.ok ? checkExpiry(date.value, today) : date
  if (!expiry.ok) problems.validUntil = { code: expiry.code, params: expiry.params ?? {} }
  const notices = iin.ok ? iin.notices : []
  if (!iin.ok || !number.ok || !expiry.ok) return { problems, notices }
  const document = { type: form.type, number: number.value, validUntil: expiry.value }
  const method = form.isDigital ? 'digitalDocument' : form.method
  return { problems, notices, value: { document, iin: iin.value, method } }
}
