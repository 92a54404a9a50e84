import type { LocalDate } from '#domain/calendar'
import type { PresentedPerson } from '#domain/core/office'
import { checkDocumentNumber, checkExpiry } from '#domain/document'
import type { ErrorParams } from '#domain/errors'
import { checkIin } from '#domain/iin'
import { orThrow } from './refuse'

/**
 * A person's document as typed, in its one written form. `today` is the local date at the counter; `extra` says whose.
 * @throws DOCUMENT_NUMBER_MALFORMED, DATE_MALFORMED, DOCUMENT_EXPIRED, IIN_MALFORMED, IIN_LENGTH, IIN_CHECK_DIGIT
 */
export function checkedPerson(typed: PresentedPerson, today: LocalDate, extra: ErrorParams = {}): PresentedPerson {
  const { type, number, validUntil } = typed.document
  return {
    document: {
      type,
      number: orThrow(checkDocumentNumber(type, number), extra),
      validUntil: orThrow(checkExpiry(validUntil, today), extra),
    },
    iin: orThrow(checkIin(typed.iin), extra),
    method: typed.method,
  }
}
