import { iinCheckDigit } from '#domain/iin'
import type { OrganizationRow } from '../rows'
import type { Random } from './random'

/** BIN: year and month of registration, 4 = legal entity, 0 = head office, five digits, check digit. */
export function makeOrganization(random: Random, index: number): OrganizationRow {
  for (;;) {
    const first11 = `${random.int(10, 24)}${String(random.int(1, 12)).padStart(2, '0')}40${random.digits(5)}`
    const check = iinCheckDigit(first11)
    if (check === undefined) continue
    const id = `org-${String(index).padStart(6, '0')}`
    return { id, bin: `${first11}${check}`, name: 'ТОО «Жетісу Құрылыс»' }
  }
}
