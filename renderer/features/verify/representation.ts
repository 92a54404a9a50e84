import type { InputOf } from '#domain/contract/index'
import { parseHumanDate } from '#domain/document'
import type { ErrorCode } from '#domain/errors'
import { checkVerifyForm, emptyVerifyForm, type FieldProblem, type VerifyForm } from './form'

export const whoStandsHere = ['self', 'powerOfAttorney', 'parent', 'organization'] as const
export type Who = (typeof whoStandsHere)[number]
export const coverable = ['unblock', 'simReissue', 'identityUpdate', 'detailization'] as const
export type Covered = (typeof coverable)[number]

/** Who acts for the subscriber, as typed. Dates are DD.MM.YYYY. */
export interface RepresentationForm {
  who: Who
  authority: { number: string; date: string; notary: string; until: string; covers: Covered[] }
  proxy: VerifyForm
  letter: { bin: string; number: string; date: string; representative: string }
}

export type RepresentationField =
  | 'authorityNumber'
  | 'authorityDate'
  | 'authorityUntil'
  | 'covers'
  | 'bin'
  | 'letterNumber'
  | 'letterDate'
  | 'representative'

type VerifyInput = InputOf<'visit.verify'>
export interface CheckedRepresentation {
  problems: Partial<Record<RepresentationField, FieldProblem>>
  /** Only when there is no problem; nothing for the subscriber in person. */
  value?: Pick<VerifyInput, 'proxy' | 'organization'>
}

export function emptyRepresentation(): RepresentationForm {
  return {
    who: 'self',
    authority: { number: '', date: '', notary: '', until: '', covers: [] },
    proxy: emptyVerifyForm(),
    letter: { bin: '', number: '', date: '', representative: '' },
  }
}

function problem(code: ErrorCode): FieldProblem {
  return { code, params: {} }
}

function dateOf(text: string): string | undefined {
  const date = parseHumanDate(text)
  return date.ok ? date.value : undefined
}

/** `today` is the local date at the counter. */
export function checkRepresentation(form: RepresentationForm, today: string): CheckedRepresentation {
  if (form.who === 'self') return { problems: {}, value: {} }
  return form.who === 'organization' ? checkLetter(form.letter) : checkAuthority(form, form.who, today)
}

function checkAuthority(
  { authority, proxy }: RepresentationForm,
  kind: 'powerOfAttorney' | 'parent',
  today: string,
): CheckedRepresentation {
  const problems: CheckedRepresentation['problems'] = {}
  const date = dateOf(authority.date)
  const until = dateOf(authority.until)
  if (authority.number.trim() === '') problems.authorityNumber = problem('AUTHORITY_MALFORMED')
  if (date === undefined || date > today) problems.authorityDate = problem('DATE_MALFORMED')
  if (until === undefined) problems.authorityUntil = problem('DATE_MALFORMED')
  else if (until < today) problems.authorityUntil = problem('AUTHORITY_EXPIRED')
  if (authority.covers.length === 0) problems.covers = problem('AUTHORITY_MALFORMED')
  const person = checkVerifyForm(proxy, today).value
  if (Object.keys(problems).length > 0 || date === undefined || until === undefined) return { problems }
  if (person === undefined) return { problems }
  const number = authority.number.trim()
  const named = { number, date, notary: authority.notary.trim(), until, covers: [...authority.covers] }
  return { problems, value: { proxy: { kind, person, authority: named } } }
}

function checkLetter(letter: RepresentationForm['letter']): CheckedRepresentation {
  const problems: CheckedRepresentation['problems'] = {}
  const bin = letter.bin.replace(/\s/g, '')
  const letterNumber = letter.number.trim()
  const representative = letter.representative.trim()
  const letterDate = dateOf(letter.date)
  if (!/^\d{12}$/.test(bin)) problems.bin = problem('BIN_MALFORMED')
  if (letterNumber === '') problems.letterNumber = problem('AUTHORITY_MALFORMED')
  if (letterDate === undefined) problems.letterDate = problem('DATE_MALFORMED')
  if (representative === '') problems.representative = problem('AUTHORITY_MALFORMED')
  if (Object.keys(problems).length > 0 || letterDate === undefined) return { problems }
  return { problems, value: { organization: { bin, letterNumber, letterDate, representative } } }
}
