import type { Knex } from 'knex'
import type { FeedBody, FeedKind } from '#domain/core/feed'
import { writeMeta } from '../db'
import { rolesOf } from '../roles'
import type { AuthorityRow, FeedRow, SimRow } from '../rows'
import { createSchema } from '../schema'
import { toAuthorityRow } from './authorities'
import { factsOf, type CoreFacts } from './facts'
import { generate, type DataSet, type DataSetOptions } from './generate'
import { blockReasons, feeBodyOf, fees, offices, policies, reissueReasons, vatRates } from './reference'
import { sampleNames, type SampleName } from './samples'
import { stockRows } from './stock'

type NewFeedRow = Omit<FeedRow, 'id' | 'seq'>

/** Empties the database and fills it with the data set of a seed, all in one transaction. */
export async function seedDatabase(db: Knex, options: DataSetOptions): Promise<CoreFacts> {
  const set = generate(options)
  const facts = factsOf(set, options)
  await db.transaction(async (tx) => {
    await createSchema(tx)
    await insertSubscribers(tx, set)
    const stock = Object.values(set.stock).flatMap(stockRows)
    await insertMany(tx, 'sims', [...set.sims, ...stock, ...set.delivery])
    await insertMany(tx, 'offices', offices)
    await insertMany(tx, 'fees', fees)
    await insertMany(tx, 'enrolment_codes', set.enrolmentCodes)
    await insertMany(
      tx,
      'clerks',
      set.clerks.map(({ row }) => row),
    )
    await insertMany(tx, 'feed', firstFeed(set, stock))
    await writeMeta(tx, 'facts', JSON.stringify(facts))
  })
  return facts
}

async function insertSubscribers(tx: Knex, set: DataSet): Promise<void> {
  await insertMany(tx, 'individuals', set.individuals)
  await insertMany(tx, 'renewed_documents', set.renewedDocuments)
  await insertMany(tx, 'organizations', set.organizations)
  await insertMany(tx, 'representatives', set.representatives)
  await insertMany(tx, 'authorities', authorityRows(set))
  await insertMany(tx, 'products', set.products)
  await insertMany(tx, 'blocks', set.blocks)
  await insertMany(tx, 'packages', set.packages)
  await insertMany(tx, 'usage_rows', set.usage)
}

function authorityRows({ authorities, individuals }: DataSet): AuthorityRow[] {
  const iinOf = (name: SampleName) => individuals[sampleNames.indexOf(name)]?.iin ?? ''
  return Object.values(authorities).map((own) => toAuthorityRow(own, iinOf(own.principal), iinOf(own.proxy)))
}

function firstFeed(set: DataSet, stock: readonly SimRow[]): NewFeedRow[] {
  return [
    ...blockReasons.map((body) => feedRow('blockReason', body.code, body)),
    ...reissueReasons.map((body) => feedRow('reissueReason', body.code, body)),
    ...fees.map((fee) => feedRow('fee', fee.id, feeBodyOf(fee))),
    ...vatRates.map((body) => feedRow('vat', body.from, body)),
    ...policies.map((body) => feedRow('policy', body.key, body)),
    ...set.clerks.map(({ row }) => {
      return feedRow('clerk', row.id, { id: row.id, name: row.name, roles: rolesOf(row) }, row.office_id)
    }),
    ...stock.map((sim) => feedRow('simLease', sim.iccid, leaseBodyOf(sim), sim.lease_office)),
  ]
}

function feedRow<K extends FeedKind>(
  kind: K,
  id: string,
  body: FeedBody<K>,
  officeId: string | null = null,
): NewFeedRow {
  return { kind, op: 'upsert', item_id: id, version: 1, body: JSON.stringify(body), office_id: officeId }
}

/** The lease of a SIM as its office's feed tells it. */
export function leaseBodyOf(sim: SimRow): FeedBody<'simLease'> {
  return {
    iccid: sim.iccid,
    simKind: sim.sim_kind,
    formFactor: sim.form_factor,
    officeId: sim.lease_office ?? '',
    until: sim.lease_until ?? '',
    fence: sim.fence ?? 0,
    state: leaseStateOf(sim),
  }
}

function leaseStateOf({ usage_state, resource_status }: SimRow): FeedBody<'simLease'>['state'] {
  if (usage_state !== 'idle') return 'used'
  return resource_status === 'suspended' ? 'damaged' : 'leased'
}

const chunkSize = 500

/** Several hundred rows a statement: built as text once, because the query builder is slow at it. */
async function insertMany<T extends object>(tx: Knex, table: string, rows: readonly T[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first) as (keyof T & string)[]
  const one = `(${columns.map(() => '?').join(',')})`
  const head = `insert into ${table} (${columns.join(',')}) values `
  for (let start = 0; start < rows.length; start += chunkSize) {
    const chunk = rows.slice(start, start + chunkSize)
    const values = chunk.flatMap((row) => columns.map((column) => row[column] as Knex.Value))
    await tx.raw(head + chunk.map(() => one).join(','), values)
  }
}
