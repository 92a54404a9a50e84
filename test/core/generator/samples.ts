import type { DocumentType } from '#domain/document'
import type { PersonName, Sex } from './names'

export const blockCodes = ['LOST_STOLEN', 'VOLUNTARY', 'DEBT', 'FRAUD', 'ID_DATA', 'COURT', 'TECHNICAL'] as const
export type BlockCode = (typeof blockCodes)[number]

/** How a subscriber is made; what is not said is drawn. */
export interface Recipe {
  sex?: Sex
  name?: PersonName
  documentType?: DocumentType
  blocks?: readonly BlockCode[]
  /** Years before today. */
  age?: number
  ownedMonths?: number
  renewed?: true
  lostDocument?: true
  expiredDocument?: true
  deceased?: true
  biometricsNeeded?: true
  balanceTiyn?: number
  /** Rows of usage; `big` = the number asked of the generator. */
  usage?: number | 'big'
  /** Blocks of each further number of this person. */
  moreNumbers?: readonly (readonly BlockCode[])[]
  /** The number belongs to an organization; the person is its representative. */
  organization?: true
}

/** People that tests and training count on, in this order, at the head of every data set. */
export const samples = {
  /** Lost card, so a new SIM is compulsory; usage over the whole 36 months; the document matches. */
  main: {
    sex: 'F',
    name: { familyName: 'Әлімжанова-Құдайбергенова', givenName: 'Гүлсім', middleName: 'Өмірбекқызы' },
    documentType: 'idCard',
    age: 41,
    blocks: ['LOST_STOLEN'],
    ownedMonths: 60,
    balanceTiyn: 1_245_050,
    usage: 'big',
  },
  voluntary: { documentType: 'idCard', blocks: ['VOLUNTARY'], ownedMonths: 40, balanceTiyn: 250_000, usage: 60 },
  debt: { documentType: 'idCard', blocks: ['DEBT'], balanceTiyn: -150_000, usage: 30 },
  fraud: { documentType: 'idCard', blocks: ['FRAUD'], usage: 30 },
  lostDebt: { documentType: 'idCard', blocks: ['LOST_STOLEN', 'DEBT'], balanceTiyn: -90_000, usage: 30 },
  active: { documentType: 'idCard', blocks: [], ownedMonths: 48, balanceTiyn: 500_000, usage: 60 },
  renewed: { documentType: 'idCard', blocks: ['LOST_STOLEN'], renewed: true, balanceTiyn: 300_000, usage: 40 },
  /** The number was someone else's until four months ago. */
  young: { documentType: 'idCard', blocks: [], ownedMonths: 4, balanceTiyn: 300_000, usage: 60 },
  foreigner: { documentType: 'foreignPassport', blocks: ['VOLUNTARY'], usage: 30 },
  residence: { documentType: 'residencePermit', blocks: ['VOLUNTARY'], usage: 20 },
  stateless: { documentType: 'statelessCertificate', blocks: [], usage: 20 },
  minor: { documentType: 'passport', age: 12, blocks: [], ownedMonths: 8, usage: 20 },
  lostDocument: { documentType: 'idCard', blocks: [], lostDocument: true, usage: 10 },
  expiredDocument: { documentType: 'idCard', blocks: [], expiredDocument: true, usage: 10 },
  deceased: { documentType: 'idCard', blocks: [], deceased: true, usage: 10 },
  biometrics: { documentType: 'idCard', blocks: ['ID_DATA'], biometricsNeeded: true, usage: 10 },
  idData: { documentType: 'idCard', blocks: ['ID_DATA'], usage: 10 },
  court: { documentType: 'idCard', blocks: ['COURT'], usage: 10 },
  technical: { documentType: 'idCard', blocks: ['TECHNICAL'], usage: 10 },
  several: { documentType: 'idCard', blocks: ['LOST_STOLEN', 'VOLUNTARY'], balanceTiyn: 400_000, usage: 20 },
  /** Three numbers, of which the second is blocked as lost. */
  manyNumbers: {
    documentType: 'idCard',
    age: 37,
    blocks: [],
    ownedMonths: 30,
    balanceTiyn: 450_000,
    usage: 40,
    moreNumbers: [['LOST_STOLEN'], ['VOLUNTARY']],
  },
  /** Twelve numbers: more than one verification lists. */
  dozen: { documentType: 'idCard', age: 45, blocks: [], usage: 10, moreNumbers: Array.from({ length: 11 }, () => []) },
  /** Of `minor`. */
  parent: { documentType: 'idCard', age: 38, blocks: [], usage: 20 },
  /** Holds the powers of attorney of the sample data. */
  attorney: { documentType: 'idCard', age: 50, blocks: [], usage: 10 },
  /** The representative of a company and the company's number. */
  company: { documentType: 'idCard', age: 44, blocks: ['VOLUNTARY'], ownedMonths: 26, organization: true, usage: 40 },
} as const satisfies Record<string, Recipe>
export type SampleName = keyof typeof samples
export const sampleNames = Object.keys(samples) as readonly SampleName[]
