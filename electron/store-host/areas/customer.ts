import type { CustomerView } from '#domain/contract/views'
import { blockReasonBody } from '#domain/core/feed'
import { readProduct, type Bucket, type Individual, type Product } from '#domain/core/resources'
import { AppError } from '#domain/errors'
import { tiynFromDecimal } from '#domain/money'
import { fullName } from '#domain/name'
import type { Names } from '#domain/core/common'
import type { StoreApi } from '../../link/store-api'
import { readAnswer } from '../core/readAnswer'
import type { Counter } from '../counter'
import type { VerifiedVisit } from '../session'
import { statusOf } from './visits'

export function customerArea(counter: Counter): Pick<StoreApi, 'customer'> {
  return {
    async customer({ msisdn }) {
      const visit = counter.session.requireVerified(msisdn)
      const known = visit.customers.get(msisdn)
      if (known) return known
      const customer = await load(counter, visit)
      visit.customers.set(msisdn, customer)
      for (const { id, names } of customer.blocks) if (names) visit.blockNames.set(id, names)
      return customer
    },
  }
}

async function load(counter: Counter, visit: VerifiedVisit): Promise<CustomerView> {
  const { productId, verification } = visit
  const proof = { clerkToken: counter.session.requireToken(), verificationToken: verification.token }
  const core = counter.core()
  const [product, individual, buckets, reasons] = await Promise.all([
    core.ask('product', { id: productId, ...proof }),
    core.ask('individual', { id: verification.individualId, ...proof }),
    core.ask('buckets', { query: { 'product.id': productId }, ...proof }),
    counter.references.list('blockReason'),
  ])
  return {
    ...productPart(product, blockNames(reasons)),
    ...personPart(individual),
    ...balancePart(buckets),
    msisdn: visit.msisdn,
    documentRenewed: verification.renewedDocument !== undefined,
    until: verification.until,
  }
}

function productPart(product: Product, names: Map<string, Names>) {
  const {
    id: _id,
    protected: _protected,
    msisdn: _msisdn,
    status,
    blocks,
    tariff,
    lastSimChange,
    ...rest
  } = readAnswer('product', () => readProduct(product))
  return {
    ...rest,
    status: statusOf(status),
    blocks: blocks.map((block) => {
      const known = names.get(block.code)
      return known ? { ...block, names: known } : block
    }),
    ...(tariff !== undefined && { tariff }),
    ...(lastSimChange !== undefined && { lastSimChange }),
  }
}

function blockNames(reasons: readonly unknown[]): Map<string, Names> {
  const known = reasons.map((reason) => blockReasonBody.safeParse(reason).data).filter((reason) => reason !== undefined)
  return new Map(known.map((reason) => [reason.code, reason.names]))
}

/** Dates come as the start of the day in UTC. */
const dateOf = (utc: string) => utc.slice(0, 10)

function personPart(person: Individual) {
  const document = person.individualIdentification[0]
  const until = document?.validFor?.endDateTime
  return {
    name: fullName(person),
    documentType: document?.identificationType ?? '',
    documentTail: document?.identificationId.slice(-4) ?? '',
    ...(person.birthDate !== undefined && { birthDate: dateOf(person.birthDate) }),
    ...(until !== undefined && { documentUntil: dateOf(until) }),
  }
}

function balancePart(buckets: readonly Bucket[]) {
  const balance = buckets.find((bucket) => bucket.usageType === 'monetary')
  const packages = buckets
    .filter((bucket) => bucket.usageType !== 'monetary')
    .map(({ id, name = '', remainingValue }) => ({
      id,
      name,
      amount: remainingValue.amount,
      units: remainingValue.units,
    }))
  return balance ? { packages, balanceTiyn: tiyn(balance.remainingValue.amount) } : { packages }
}

function tiyn(amount: number): number {
  const read = tiynFromDecimal(amount)
  if (!read.ok) throw new AppError('CORE_ANSWER_MALFORMED', { endpoint: 'buckets' })
  return read.value
}
