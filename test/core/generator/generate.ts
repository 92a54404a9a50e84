import { addMonths } from '#domain/calendar'
import { DAY, HOUR, isoAt } from '../clock'
import { localDateAt, startOfLocalDay } from '../localTime'
import type {
  BlockRow,
  EnrolmentCodeRow,
  IndividualRow,
  OrganizationRow,
  PackageRow,
  ProductRow,
  RenewedDocumentRow,
  RepresentativeRow,
  SimRow,
  UsageDbRow,
} from '../rows'
import { makeAuthorities, type AuthorityName, type KnownAuthority } from './authorities'
import { makeOrganization } from './organizations'
import { PeopleMaker } from './people'
import { Random } from './random'
import { blockReasons, makeClerks, makeEnrolmentCodes, offices, type MadeClerk } from './reference'
import { blockCodes, sampleNames, samples, type BlockCode, type Recipe } from './samples'
import { makeBox, makeStock, SimMaker, type OfficeStock } from './stock'
import { makeUsage } from './usage'

export interface DataSetOptions {
  seed: number
  /** At least as many as there are samples. */
  subscribers: number
  /** Rows of the one subscriber with many. */
  usageRows: number
  /** Milliseconds UTC. */
  now: number
}

export interface DataSet {
  individuals: IndividualRow[]
  renewedDocuments: RenewedDocumentRow[]
  organizations: OrganizationRow[]
  representatives: RepresentativeRow[]
  authorities: Record<AuthorityName, KnownAuthority>
  products: ProductRow[]
  blocks: BlockRow[]
  packages: PackageRow[]
  usage: UsageDbRow[]
  sims: SimRow[]
  stock: Record<string, OfficeStock>
  /** A box that no office has received. */
  delivery: SimRow[]
  clerks: MadeClerk[]
  enrolmentCodes: EnrolmentCodeRow[]
  /** An ICCID with a right check digit that no SIM has. */
  unknownIccid: string
}

/** Months of usage that the core keeps. */
export const keptMonths = 36

/** The whole data set of a seed; the same options give the same data. Times count from the start of the local day. */
export function generate(options: DataSetOptions): DataSet {
  const { seed, now } = options
  const maker = new SimMaker(Random.stream(seed, 'sims'))
  const set: Subscribers = {
    individuals: [],
    renewedDocuments: [],
    organizations: [],
    representatives: [],
    products: [],
    blocks: [],
    packages: [],
    usage: [],
    sims: [],
    stock: {},
    delivery: [],
    clerks: makeClerks(Random.stream(seed, 'clerks')),
    enrolmentCodes: makeEnrolmentCodes(Random.stream(seed, 'codes')),
    unknownIccid: '',
  }
  const numbers = addSubscribers(set, maker, options)
  for (const [index, { id }] of offices.entries()) set.stock[id] = makeStock(maker, id, now, index === 0 ? 40 : 12)
  set.unknownIccid = maker.iccid()
  // Last, so that what is added here shifts nothing made before.
  addMoreNumbers(set, maker, numbers, options)
  set.delivery = makeBox(maker, 50)
  const minor = set.individuals[sampleNames.indexOf('minor')]
  if (!minor) throw new RangeError('no minor')
  return { ...set, authorities: makeAuthorities(Random.stream(seed, 'authorities'), localDateAt(now), minor) }
}

type Subscribers = Omit<DataSet, 'authorities'>

/** Gives the numbers taken. */
function addSubscribers(set: Subscribers, sims: SimMaker, options: DataSetOptions): Set<string> {
  const today = localDateAt(options.now)
  const random = Random.stream(options.seed, 'subscribers')
  const people = new PeopleMaker(Random.stream(options.seed, 'people'), today)
  const usage = Random.stream(options.seed, 'usage')
  const numbers = new Set<string>()
  const count = Math.max(options.subscribers, sampleNames.length)
  for (let index = 0; index < count; index += 1) {
    const sample = sampleNames[index]
    const recipe: Recipe = sample ? samples[sample] : drawRecipe(random)
    const { row, renewed } = people.make(index + 1, recipe)
    set.individuals.push(row)
    if (renewed) set.renewedDocuments.push(renewed)
    addProduct(set, { random, sims, numbers, options, recipe, index: index + 1, individualId: row.id })
    const product = set.products.at(-1)
    if (product) set.usage.push(...usageOf(usage, product, recipe, options, sample !== undefined))
    if (product && recipe.organization) addOrganization(set, product, options.seed)
  }
  return numbers
}

/** Further numbers of sample people, and a second one of every twelfth of the others. */
function addMoreNumbers(set: Subscribers, sims: SimMaker, numbers: Set<string>, options: DataSetOptions): void {
  const random = Random.stream(options.seed, 'moreNumbers')
  for (const [index, { id: individualId }] of [...set.individuals.entries()]) {
    const sample = sampleNames[index]
    const recipe: Recipe = sample ? samples[sample] : index % 12 === 0 ? { moreNumbers: [[]] } : {}
    for (const blocks of recipe.moreNumbers ?? []) {
      const own: Recipe = { blocks, usage: 20 }
      addProduct(set, { random, sims, numbers, options, recipe: own, index: set.products.length + 1, individualId })
      const product = set.products.at(-1)
      if (product) set.usage.push(...usageOf(random, product, own, options, false))
    }
  }
}

/** A company with a right BIN, whose letter names the product's taker as its representative. */
function addOrganization(set: Subscribers, product: ProductRow, seed: number): void {
  const organization = makeOrganization(Random.stream(seed, 'organizations'), set.organizations.length + 1)
  set.organizations.push(organization)
  set.representatives.push({ organization_id: organization.id, individual_id: product.individual_id })
  product.organization_id = organization.id
}

function drawRecipe(random: Random): Recipe {
  const x = random.next()
  const several = blockCodes.filter(() => random.chance(0.35))
  const blocks = x < 0.55 ? [] : x < 0.93 ? [random.pick(blockCodes)] : several
  return {
    blocks,
    ...(random.chance(0.06) ? { renewed: true as const } : {}),
    ...(random.chance(0.01) ? { lostDocument: true as const } : {}),
    ...(random.chance(0.01) ? { deceased: true as const } : {}),
    ...(random.chance(0.02) ? { biometricsNeeded: true as const } : {}),
  }
}

interface ProductPlan {
  random: Random
  sims: SimMaker
  numbers: Set<string>
  options: DataSetOptions
  recipe: Recipe
  index: number
  individualId: string
}

function addProduct(set: Subscribers, plan: ProductPlan): void {
  const { random, recipe, options } = plan
  const id = `prod-${String(plan.index).padStart(6, '0')}`
  const blocks = recipe.blocks ?? []
  const sim = plan.sims.sim({
    length: random.chance(0.2) ? 20 : 19,
    resource_status: 'reserved',
    usage_state: 'busy',
    product_id: id,
  })
  set.sims.push(sim)
  const months = recipe.ownedMonths ?? random.int(1, 90)
  const day = startOfLocalDay(addMonths(localDateAt(options.now), -months))
  const ownedSince = day + random.int(9 * 60, 18 * 60) * 60_000
  set.products.push({
    id,
    msisdn: drawNumber(random, plan.numbers),
    individual_id: plan.individualId,
    organization_id: null,
    status: blocks.length > 0 ? 'suspended' : 'active',
    iccid: sim.iccid,
    sim_kind: 'physical',
    owned_since: isoAt(ownedSince),
    is_protected: random.chance(0.03),
    last_sim_change: random.chance(0.3) ? isoAt(ownedSince + DAY) : null,
    tariff: random.pick(['Activ Life', 'Активті', 'Activ Unlim']),
    balance_tiyn: recipe.balanceTiyn ?? random.int(-50_000, 900_000),
  })
  addBlocks(set, id, blocks, random, options.now)
  addPackages(set, id, random)
}

function addBlocks(
  set: Subscribers,
  productId: string,
  codes: readonly BlockCode[],
  random: Random,
  now: number,
): void {
  for (const code of codes) {
    const reason = blockReasons.find((known) => known.code === code)
    if (!reason) throw new RangeError(`no block reason ${code}`)
    set.blocks.push({
      id: `blk-${String(set.blocks.length + 1).padStart(6, '0')}`,
      product_id: productId,
      code,
      since: isoAt(startOfLocalDay(localDateAt(now)) - random.int(2, 700) * HOUR),
      liftable_by: reason.liftableBy,
      requires_new_sim: reason.requiresNewSim,
    })
  }
}

function addPackages(set: Subscribers, productId: string, random: Random): void {
  const suffix = productId.slice(-6)
  const own = [
    { name: 'Activ 100 мин', usage_type: 'voice' as const, remaining: random.int(0, 6000), units: 'second' },
    { name: 'Activ 20 ГБ', usage_type: 'data' as const, remaining: random.int(0, 20_000), units: 'megabyte' },
  ]
  for (const [index, own1] of own.entries()) {
    set.packages.push({ id: `bkt-${suffix}-${index + 1}`, product_id: productId, ...own1 })
  }
}

function usageOf(
  random: Random,
  product: ProductRow,
  recipe: Recipe,
  { usageRows, now }: DataSetOptions,
  edges: boolean,
): UsageDbRow[] {
  const earliest = startOfLocalDay(addMonths(localDateAt(now), -keptMonths))
  const drawn = Math.floor(60 * random.next() ** 3)
  const rows = recipe.usage === 'big' ? usageRows : (recipe.usage ?? drawn)
  const productId = product.id
  // A sample that changed hands keeps the rows of the earlier owner, which nobody may be given.
  const ownedSince = Date.parse(product.owned_since)
  const from = edges ? earliest : Math.max(earliest, ownedSince)
  return makeUsage(random, { productId, rows, from, to: now, ownedSince, edges: edges && rows >= 20 })
}

function drawNumber(random: Random, taken: Set<string>): string {
  for (;;) {
    const msisdn = `7${random.pick(['701', '702', '775', '778'])}${random.digits(7)}`
    if (taken.has(msisdn)) continue
    taken.add(msisdn)
    return msisdn
  }
}
