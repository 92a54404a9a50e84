import { moneyOf, recordToCharacteristics, compact } from '#domain/core/common'
import type { Bucket, Individual, KnownBlock, Product } from '#domain/core/resources'
import { Listed, type Customer, type Handler } from '../context'
import { CoreProblem, notFound } from '../problem'
import type { BlockRow, IndividualRow, PackageRow, ProductRow } from '../rows'

const inventory = '/tmf-api/productInventory/v4/product'

/** Before verification: status and, per block, who may lift it. Limited per clerk, so that nobody walks through all numbers. */
export const productByNumber: Handler<'productByNumber'> = async ({ core, tx, now, query, clerk }) => {
  core.limits.take(`number:${clerk().id}`, now)
  const row = await tx<ProductRow>('products').where({ msisdn: query.productSerialNumber }).first()
  if (!row) return new Listed([], 0)
  const blocks = await blocksOf(row.id, tx)
  const masked = blocks.map(({ id, liftableBy, requiresNewSim }) => ({ id, liftableBy, requiresNewSim }))
  return new Listed([{ id: row.id, status: row.status, productCharacteristic: [{ name: 'blocks', value: masked }] }], 1)
}

export const product: Handler<'product'> = async ({ tx, id, customer }): Promise<Product> => {
  const row = ownProduct(customer(), id)
  return {
    id: row.id,
    href: `${inventory}/${row.id}`,
    name: row.tariff,
    productSerialNumber: row.msisdn,
    status: row.status,
    startDate: row.owned_since,
    productCharacteristic: recordToCharacteristics({
      msisdn: row.msisdn,
      iccid: row.iccid,
      simKind: row.sim_kind,
      ownedSince: row.owned_since,
      protected: Boolean(row.is_protected),
      lastSimChange: row.last_sim_change ?? undefined,
      tariff: row.tariff,
      blocks: await blocksOf(row.id, tx),
    }),
    '@type': 'Product',
  }
}

async function blocksOf(productId: string, tx: Parameters<Handler<'product'>>[0]['tx']): Promise<KnownBlock[]> {
  const rows = await tx<BlockRow>('blocks').where({ product_id: productId }).orderBy('id')
  return rows.map((row) => ({
    id: row.id,
    code: row.code,
    since: row.since,
    liftableBy: row.liftable_by,
    requiresNewSim: Boolean(row.requires_new_sim),
  }))
}

export const individual: Handler<'individual'> = async ({ tx, id, customer }): Promise<Individual> => {
  if (customer().individualId !== id) throw new CoreProblem(403, 'NO_CUSTOMER_SESSION')
  const row = await tx<IndividualRow>('individuals').where({ id }).first()
  if (!row) throw notFound()
  return compact({
    id: row.id,
    href: `/tmf-api/party/v4/individual/${row.id}`,
    givenName: row.given_name,
    familyName: row.family_name,
    middleName: row.middle_name ?? undefined,
    birthDate: `${row.birth_date}T00:00:00.000Z`,
    individualIdentification: [
      {
        identificationType: row.document_type,
        identificationId: row.document_number,
        validFor: { endDateTime: `${row.valid_until}T00:00:00.000Z` },
      },
    ],
    externalReference: [{ externalReferenceType: 'IIN', name: row.iin }],
    '@type': 'Individual',
  }) as Individual
}

export const buckets: Handler<'buckets'> = async ({ tx, query, customer }) => {
  const row = ownProduct(customer(), query['product.id'])
  const packages = await tx<PackageRow>('packages').where({ product_id: row.id }).orderBy('id')
  const ref = [{ id: row.id }]
  const balance: Bucket = {
    id: `bkt-${row.id.slice(-6)}-0`,
    href: bucketHref(`bkt-${row.id.slice(-6)}-0`),
    name: 'balance',
    usageType: 'monetary',
    remainingValue: { amount: moneyOf(Number(row.balance_tiyn)).value, units: 'KZT' },
    status: 'active',
    product: ref,
  }
  const rest = packages.map((own): Bucket => ({
    id: own.id,
    href: bucketHref(own.id),
    name: own.name,
    usageType: own.usage_type,
    remainingValue: { amount: Number(own.remaining), units: own.units },
    status: 'active',
    product: ref,
  }))
  return new Listed([balance, ...rest], rest.length + 1)
}

function bucketHref(id: string): string {
  return `/tmf-api/prepayBalanceManagement/v4/bucket/${id}`
}

/** One of the verified numbers; any other is refused. */
export function ownProduct(customer: Customer, productId: string): ProductRow {
  const own = customer.products.find((product) => product.id === productId)
  if (!own) throw new CoreProblem(403, 'NO_CUSTOMER_SESSION')
  return own
}
