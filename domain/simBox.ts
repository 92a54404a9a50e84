import { parseIccid, type Iccid } from './iccid'
import { fail, ok, type Result } from './result'

/** Cards of a delivered box: their numbers without the check digit follow one another, `first` to `last`. */
export interface SimBox {
  first: Iccid
  last: Iccid
  count: number
}

/** More in one box is a mistake: makers pack up to a thousand. */
export const mostInBox = 1000
/** Telecommunications, country and issuer (ITU-T E.118): what all cards of a box have in common. */
const prefixLength = 7

type BoxProblem =
  'ICCID_MALFORMED' | 'ICCID_CHECK_DIGIT' | 'ICCID_NO_CHECK_DIGIT' | 'BOX_PREFIX' | 'BOX_REVERSED' | 'BOX_SIZE'

/** A box by the numbers of its first and last card; `params.field` says which of them is refused. */
export function readBox(firstText: string, lastText: string): Result<SimBox, BoxProblem> {
  const first = parseIccid(firstText)
  if (!first.ok) return fail(first.code, { field: 'first' })
  const last = parseIccid(lastText)
  if (!last.ok) return fail(last.code, { field: 'last' })
  return rangeOf(first.value, last.value)
}

function rangeOf(first: Iccid, last: Iccid): Result<SimBox, BoxProblem> {
  const field = 'last'
  const alike = first.length === last.length && first.slice(0, prefixLength) === last.slice(0, prefixLength)
  if (!alike) return fail('BOX_PREFIX', { field })
  const count = Number(bodyOf(last) - bodyOf(first)) + 1
  if (count < 1) return fail('BOX_REVERSED', { field })
  if (count > mostInBox) return fail('BOX_SIZE', { field, count })
  return ok({ first, last, count })
}

function bodyOf(iccid: Iccid): bigint {
  return BigInt(iccid.slice(0, -1))
}
