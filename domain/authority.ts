import { isLocalDate, type LocalDate } from './calendar'
import type { Proxy } from './core/office'
import { plainText } from './plainText'
import { fail, ok, type Result } from './result'

export type Authority = Proxy['authority']

/**
 * What somebody acts by for a subscriber, as its paper was typed: a power of attorney has a notary, a parent's birth
 * certificate has none. Good through its last day; `today` is the local date at the counter.
 * AUTHORITY_MALFORMED {field}: empty, no date, from the future, or ended before it began. AUTHORITY_EXPIRED {until}.
 */
export function checkAuthority(
  kind: Proxy['kind'],
  written: Authority,
  today: LocalDate,
): Result<Authority, 'AUTHORITY_MALFORMED' | 'AUTHORITY_EXPIRED'> {
  const authority = { ...written, number: plainText(written.number), notary: plainText(written.notary) }
  const field = wrongField(kind, authority, today)
  if (field !== undefined) return fail('AUTHORITY_MALFORMED', { field })
  return authority.until < today ? fail('AUTHORITY_EXPIRED', { until: authority.until }) : ok(authority)
}

function wrongField(kind: Proxy['kind'], authority: Authority, today: LocalDate): keyof Authority | undefined {
  const { number, date, until, notary, covers } = authority
  if (number === '') return 'number'
  if (!isLocalDate(date) || date > today) return 'date'
  if (!isLocalDate(until) || until < date) return 'until'
  if (kind === 'powerOfAttorney' && notary === '') return 'notary'
  return covers.length === 0 ? 'covers' : undefined
}
