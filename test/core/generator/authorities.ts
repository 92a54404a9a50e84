import { addDays, addMonths } from '#domain/calendar'
import type { Proxy } from '#domain/core/office'
import type { AuthorityRow, IndividualRow } from '../rows'
import type { Random } from './random'
import type { SampleName } from './samples'

type Covers = Proxy['authority']['covers']

/** An authority of the register and the two people it binds. */
export interface KnownAuthority {
  kind: Proxy['kind']
  principal: SampleName
  proxy: SampleName
  authority: Proxy['authority']
}

export type AuthorityName = 'full' | 'unblockOnly' | 'expired' | 'parent'

const everything: Covers = ['unblock', 'simReissue', 'identityUpdate', 'detailization']
const allMonths = 12 * 18

const plans: Record<AuthorityName, Pick<KnownAuthority, 'principal' | 'proxy'> & { covers: Covers; days: number }> = {
  full: { principal: 'main', proxy: 'attorney', covers: everything, days: 200 },
  unblockOnly: { principal: 'voluntary', proxy: 'attorney', covers: ['unblock'], days: 200 },
  expired: { principal: 'active', proxy: 'attorney', covers: everything, days: -1 },
  parent: { principal: 'minor', proxy: 'parent', covers: everything, days: 0 },
}

/** @param minor whose coming of age ends the parent's authority */
export function makeAuthorities(
  random: Random,
  today: string,
  minor: IndividualRow,
): Record<AuthorityName, KnownAuthority> {
  const make = (name: AuthorityName): KnownAuthority => {
    const { principal, proxy, covers, days } = plans[name]
    const base = { number: `${name === 'parent' ? 'AK' : 'D'}-${random.digits(7)}`, covers: [...covers] }
    if (name !== 'parent') {
      const dates = { date: addDays(today, -random.int(200, 400)), until: addDays(today, days) }
      const notary = 'Нотариус Сейтқали А. Б., Алматы'
      return { kind: 'powerOfAttorney', principal, proxy, authority: { ...base, ...dates, notary } }
    }
    const dates = { date: addDays(minor.birth_date, 12), until: addMonths(minor.birth_date, allMonths) }
    return { kind: 'parent', principal, proxy, authority: { ...base, ...dates, notary: 'РАГС, Алматы' } }
  }
  const [full, unblockOnly, expired] = [make('full'), make('unblockOnly'), make('expired')]
  return { full, unblockOnly, expired, parent: make('parent') }
}

export function toAuthorityRow(
  { kind, authority }: Pick<KnownAuthority, 'kind' | 'authority'>,
  principalIin: string,
  proxyIin: string,
): AuthorityRow {
  const { number, date, notary, until, covers } = authority
  const people = { principal_iin: principalIin, proxy_iin: proxyIin }
  return { number, kind, ...people, date, notary, until, covers: JSON.stringify(covers) }
}
