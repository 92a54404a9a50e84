import type { Knex } from 'knex'
import type { BodyOf } from '#domain/core/endpoints'
import { CoreProblem } from './problem'
import type { IndividualRow, OrganizationRow, ProductRow, RepresentativeRow } from './rows'

type Asked = Pick<BodyOf<'verify'>, 'msisdn' | 'oldIccid' | 'person' | 'organization'>

/** Whose document is compared, and what a match opens. */
export interface Holder {
  /** Attempts are counted for it: the number where one is named, else the IIN. */
  subject: string
  /** In the history; an id, never the IIN. */
  about: string
  /** Undefined where nobody fits: that is a mismatch of the IIN, told no otherwise than another person's. */
  person: IndividualRow | undefined
  products: ProductRow[]
}

const maxNumbers = 10

/** Throws NUMBER_UNKNOWN, ORGANIZATION_UNKNOWN. */
export async function findHolder(tx: Knex, asked: Asked): Promise<Holder> {
  const organization = await findOrganization(tx, asked)
  return asked.msisdn === undefined
    ? holderByPerson(tx, asked, organization)
    : holderByNumber(tx, asked, asked.msisdn, organization)
}

async function findOrganization(tx: Knex, asked: Asked): Promise<OrganizationRow | undefined> {
  if (!asked.organization) return undefined
  const found = await tx<OrganizationRow>('organizations').where({ bin: asked.organization.bin }).first()
  if (!found) throw new CoreProblem(422, 'ORGANIZATION_UNKNOWN')
  return found
}

async function holderByNumber(
  tx: Knex,
  asked: Asked,
  msisdn: string,
  organization: OrganizationRow | undefined,
): Promise<Holder> {
  const product = await tx<ProductRow>('products').where({ msisdn }).first()
  if (!product) throw new CoreProblem(404, 'NUMBER_UNKNOWN')
  const told = { subject: `verification:${msisdn}`, about: product.id, products: [product] }
  const fits = product.organization_id === (organization?.id ?? null) && iccidFits(product, asked.oldIccid)
  if (!fits && organization) throw new CoreProblem(422, 'ORGANIZATION_UNKNOWN')
  if (!fits) return { ...told, person: undefined }
  return { ...told, person: organization ? await representative(tx, asked, organization) : await owner(tx, product) }
}

async function holderByPerson(tx: Knex, asked: Asked, organization: OrganizationRow | undefined): Promise<Holder> {
  const { iin } = asked.person
  const person = organization
    ? await representative(tx, asked, organization)
    : await tx<IndividualRow>('individuals').where({ iin }).first()
  const own = organization ? { organization_id: organization.id } : { individual_id: person?.id, organization_id: null }
  const all = person ? await tx<ProductRow>('products').where(own).orderBy('id') : []
  const products = all.filter((row) => iccidFits(row, asked.oldIccid)).slice(0, maxNumbers)
  return { subject: `verification:iin:${iin}`, about: person?.id ?? 'nobody', person, products }
}

function iccidFits(product: ProductRow, iccid: string | undefined): boolean {
  return iccid === undefined || product.iccid === iccid
}

function owner(tx: Knex, product: ProductRow): Promise<IndividualRow | undefined> {
  return tx<IndividualRow>('individuals').where({ id: product.individual_id }).first()
}

/** The representative that the organization has named to the operator, by the presented IIN. */
async function representative(tx: Knex, asked: Asked, { id }: OrganizationRow): Promise<IndividualRow | undefined> {
  const named = await tx<RepresentativeRow>('representatives').where({ organization_id: id })
  const ids = named.map((row) => row.individual_id)
  return tx<IndividualRow>('individuals').where({ iin: asked.person.iin }).whereIn('id', ids).first()
}
