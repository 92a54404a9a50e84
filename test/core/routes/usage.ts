import type { Knex } from 'knex'
import { endpoints } from '#domain/core/endpoints'
import type { UsageBounds } from '#domain/core/office'
import { usageToTmf, type TmfUsage } from '#domain/core/usage'
import type { UsageRow, UsageTotals } from '#domain/usage'
import { mustCover } from '../authority'
import { isoAt } from '../clock'
import { Listed, type Context, type Customer, type Handler } from '../context'
import { vatPercentOn } from '../generator/reference'
import { collect, readJob } from '../jobs'
import { localDateAt } from '../localTime'
import { checkedPeriod, earliestAvailable, isoPeriod, type UtcPeriod } from '../periods'
import { notFound } from '../problem'
import type { ProductRow, UsageDbRow } from '../rows'
import { ownProduct } from './customer'

export const usage: Handler<'usage'> = async ({ tx, now, query, customer }) => {
  const product = reportable(customer(), query['ratedProductUsage.productRef.id'])
  const period = checkedPeriod(query['usageDate.gte'], query['usageDate.lt'], product.owned_since, now)
  const { rows: total } = await totalsOf(tx, product.id, period)
  const rows = await rowsOf(tx, product.id, period)
    .orderBy([{ column: 'at' }, { column: 'id' }])
    .offset(query.offset)
    .limit(query.limit)
  return new Listed(
    rows.map((row) => toTmf(row, product.id)),
    total,
  )
}

type Asked = Pick<Context<'usageBounds'>, 'tx' | 'now' | 'query' | 'customer'>

export const usageBounds: Handler<'usageBounds'> = (context) => boundsOf(context)

/** Ready when its time has come; the right to it is proven each time. */
export const usageJob: Handler<'usageJob'> = async ({ tx, now, id, customer }) => {
  const { query, readyAt } = readJob(id)
  if (now < readyAt) return collect(query, { now, readyAt })
  const asked = endpoints.usageBounds.query.safeParse(query)
  if (!asked.success) throw notFound()
  return await boundsOf({ tx, now, query: asked.data, customer })
}

async function boundsOf({ tx, now, query, customer }: Asked): Promise<UsageBounds> {
  const product = reportable(customer(), query['product.id'])
  const period = checkedPeriod(query.from, query.to, product.owned_since, now)
  const totals = await totalsOf(tx, product.id, period)
  return { earliestAvailable: isoAt(earliestAvailable(now)), ownedSince: product.owned_since, ...totals }
}

/** Rows are shown to a proxy only whose authority names the detailization. */
function reportable(customer: Customer, productId: string): ProductRow {
  const product = ownProduct(customer, productId)
  mustCover(customer.covers, 'detailization')
  return product
}

function rowsOf(tx: Knex, productId: string, period: UtcPeriod): Knex.QueryBuilder<UsageDbRow, UsageDbRow[]> {
  const [from, to] = isoPeriod(period)
  return tx<UsageDbRow>('usage_rows').where({ product_id: productId }).where('at', '>=', from).where('at', '<', to)
}

async function totalsOf(tx: Knex, productId: string, period: UtcPeriod): Promise<UsageTotals> {
  const sums: { type: string; rows: number | string; tiyn: number | string }[] = await rowsOf(tx, productId, period)
    .select('type')
    .count({ rows: '*' })
    .sum({ tiyn: 'amount_tiyn' })
    .groupBy('type')
  const totals: UsageTotals = { rows: 0, totalTiyn: 0, topUpsTiyn: 0 }
  for (const { type, rows, tiyn } of sums) {
    totals.rows += Number(rows)
    if (type === 'topup') totals.topUpsTiyn -= Number(tiyn)
    else totals.totalTiyn += Number(tiyn)
  }
  return totals
}

/** Without `href`: TMF635 wants an absolute one, and no client follows a thousand of them. */
function toTmf(row: UsageDbRow, productId: string): TmfUsage {
  const { href: _, ...usage } = usageToTmf(toUsage(row), productId, vatPercentOn(localDateAt(Date.parse(row.at))))
  return usage
}

function toUsage(row: UsageDbRow): UsageRow {
  const facts = JSON.parse(row.facts) as Omit<UsageRow, 'id' | 'at' | 'type' | 'amountTiyn'>
  return { ...facts, id: row.id, at: row.at, type: row.type, amountTiyn: Number(row.amount_tiyn) }
}
