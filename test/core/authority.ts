import type { Knex } from 'knex'
import type { Proxy } from '#domain/core/office'
import { representedOperations } from '#domain/core/office'
import type { Operation } from '#domain/core/order'
import { CoreProblem } from './problem'
import type { AuthorityRow } from './rows'

/**
 * What a proxy may do: the operations that the register and the presented paper have in common. AUTHORITY_EXPIRED
 * `{why}` where no such authority is in force: `unknown` (not registered, or for other people), `ended`.
 */
export async function coversOf(
  tx: Knex,
  { kind, person, authority }: Proxy,
  principalIin: string,
  today: string,
): Promise<Operation[] | CoreProblem> {
  const people = { principal_iin: principalIin, proxy_iin: person.iin }
  const row = await tx<AuthorityRow>('authorities')
    .where({ number: authority.number, kind, ...people })
    .first()
  if (!row) return new CoreProblem(422, 'AUTHORITY_EXPIRED', { why: 'unknown' })
  if (row.until < today || authority.until < today) return new CoreProblem(422, 'AUTHORITY_EXPIRED', { why: 'ended' })
  return operationsOf(row.covers).filter((operation) => authority.covers.includes(operation))
}

/** Throws AUTHORITY_NOT_COVERING `{operation}`. `covers` null = the subscriber in person, who may do anything. */
export function mustCover(covers: Operation[] | null, operation: Operation): void {
  if (covers === null || covers.includes(operation)) return
  throw new CoreProblem(403, 'AUTHORITY_NOT_COVERING', { operation })
}

export function operationsOf(json: string): Operation[] {
  return representedOperations.array().parse(JSON.parse(json))
}
