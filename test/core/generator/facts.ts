import type { IdentityDocument } from '#domain/core/office'
import type { IndividualRow, ProductRow } from '../rows'
import type { AuthorityName, KnownAuthority } from './authorities'
import type { DataSet, DataSetOptions } from './generate'
import { developmentCode, offices, operatorName } from './reference'
import { sampleNames, type SampleName } from './samples'

/** One subscriber as tests and training know them; not what the core gives anyone. */
export interface KnownPerson {
  individualId: string
  productId: string
  msisdn: string
  iin: string
  /** The document in the person's hand: for a renewed card the new one. */
  document: IdentityDocument
  /** What the operator's register holds. */
  registerDocument: IdentityDocument
  familyName: string
  givenName: string
  middleName?: string
  birthDate: string
  iccid: string
  ownedSince: string
  balanceTiyn: number
  blocks: { id: string; code: string }[]
  /** All numbers of this person, the one above first; a company's number is not among its representative's own. */
  numbers: KnownNumber[]
}

export interface KnownNumber {
  productId: string
  msisdn: string
  iccid: string
  ownedSince: string
  balanceTiyn: number
  blocks: { id: string; code: string }[]
}

export interface KnownSim {
  iccid: string
  fence: number
}

export interface CoreFacts {
  seed: number
  /** UTC. */
  generatedAt: string
  operator: string
  office: { id: string; name: string }
  otherOffice: { id: string; name: string }
  /** `reusable` enrols any number of counters at `office`; each of the others one. */
  enrolment: { reusable: string; oneTime: string[]; otherOfficeOneTime: string[] }
  clerks: Record<'clerk' | 'secondClerk' | 'supervisor' | 'otherOfficeClerk', { id: string; pin: string; name: string }>
  people: Record<SampleName, KnownPerson>
  /** Owner of `people.company`'s number; a letter of this organization is taken with any number and date. */
  organization: { id: string; bin: string; name: string; representative: string }
  /** What the registers of notaries and births hold: who may act for whom. */
  authorities: Record<AuthorityName, KnownAuthority>
  /** Of `office` unless it says otherwise. */
  sims: {
    free19: KnownSim[]
    free20: KnownSim[]
    expiredLease: KnownSim
    used: KnownSim
    otherOffice: KnownSim
    /** ICCIDs of a box that no office has received, in the order of the box. */
    delivery: string[]
    /** A right check digit, but no such SIM. */
    unknownIccid: string
  }
}

export function factsOf(set: DataSet, options: DataSetOptions): CoreFacts {
  const [office, otherOffice] = offices
  if (!office || !otherOffice) throw new RangeError('two offices expected')
  const codes = (id: string) => set.enrolmentCodes.filter((c) => c.office_id === id && !c.reusable).map((c) => c.code)
  return {
    seed: options.seed,
    generatedAt: new Date(options.now).toISOString(),
    operator: operatorName,
    office,
    otherOffice,
    enrolment: {
      reusable: developmentCode,
      oneTime: codes(office.id),
      otherOfficeOneTime: codes(otherOffice.id),
    },
    clerks: {
      clerk: clerkOf(set, '0417'),
      secondClerk: clerkOf(set, '0418'),
      supervisor: clerkOf(set, '0001'),
      otherOfficeClerk: clerkOf(set, '0700'),
    },
    people: Object.fromEntries(sampleNames.map((name, index) => [name, personOf(set, index)])) as CoreFacts['people'],
    organization: organizationOf(set),
    authorities: set.authorities,
    sims: simsOf(set, office.id, otherOffice.id),
  }
}

function personOf(set: DataSet, index: number): KnownPerson {
  const person = must(set.individuals[index])
  const product = must(set.products[index])
  const renewed = set.renewedDocuments.find((row) => row.individual_id === person.id)
  return {
    individualId: person.id,
    productId: product.id,
    msisdn: product.msisdn,
    iin: person.iin,
    document: documentOf(renewed ?? person),
    registerDocument: documentOf(person),
    ...nameOf(person),
    birthDate: person.birth_date,
    ...subscriptionOf(set, product),
    numbers: set.products
      .filter((own) => own.individual_id === person.id && own.organization_id === null)
      .map((own) => ({ productId: own.id, msisdn: own.msisdn, ...subscriptionOf(set, own) })),
  }
}

function organizationOf(set: DataSet): CoreFacts['organization'] {
  const organization = must(set.organizations[0])
  const { family_name, given_name } = must(set.individuals[sampleNames.indexOf('company')])
  return { ...organization, representative: `${family_name} ${given_name}` }
}

function nameOf(person: IndividualRow): Pick<KnownPerson, 'familyName' | 'givenName' | 'middleName'> {
  const name = { familyName: person.family_name, givenName: person.given_name }
  return person.middle_name === null ? name : { ...name, middleName: person.middle_name }
}

function subscriptionOf(
  set: DataSet,
  product: ProductRow,
): Pick<KnownPerson, 'iccid' | 'ownedSince' | 'balanceTiyn' | 'blocks'> {
  const blocks = set.blocks.filter((block) => block.product_id === product.id).map(({ id, code }) => ({ id, code }))
  return { iccid: product.iccid, ownedSince: product.owned_since, balanceTiyn: product.balance_tiyn, blocks }
}

function documentOf(row: Pick<IndividualRow, 'document_type' | 'document_number' | 'valid_until'>): IdentityDocument {
  return { type: row.document_type, number: row.document_number, validUntil: row.valid_until }
}

function clerkOf(set: DataSet, id: string): { id: string; pin: string; name: string } {
  const { row, pin } = must(set.clerks.find((clerk) => clerk.row.id === id))
  return { id, pin, name: row.name }
}

function simsOf(set: DataSet, officeId: string, otherId: string): CoreFacts['sims'] {
  const known = (sim: { iccid: string; fence: number | null }): KnownSim => ({
    iccid: sim.iccid,
    fence: sim.fence ?? 0,
  })
  const stock = must(set.stock[officeId])
  return {
    free19: stock.free19.map(known),
    free20: stock.free20.map(known),
    expiredLease: known(stock.expired),
    used: known(must(stock.used[0])),
    otherOffice: known(must(set.stock[otherId]?.free19[0])),
    delivery: set.delivery.map(({ iccid }) => iccid),
    unknownIccid: set.unknownIccid,
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new RangeError('the data set is incomplete')
  return value
}
