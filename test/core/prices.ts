import type { Knex } from 'knex'
import type { AnswerOf } from '#domain/core/endpoints'
import { moneyOf } from '#domain/core/common'
import { isoAt, MINUTE } from './clock'
import { newId, type Core } from './context'
import { reissueReasons, vatPercentOn } from './generator/reference'
import { localDateAt, localDaysBetween } from './localTime'
import type { UtcPeriod } from './periods'
import { CoreProblem } from './problem'
import type { FeeRow, ProductRow, QuoteRow } from './rows'

const quoteMs = 10 * MINUTE

/** What a price depends on. */
export type Priced =
  | { operation: 'unblock' }
  | { operation: 'simReissue'; reason: string }
  | { operation: 'detailization'; period: UtcPeriod }

export interface Price {
  fee: FeeRow
  quantity: number
  tiyn: number
  taxRate: number
}

/** Throws REASON_UNKNOWN. */
export async function priceNow(tx: Knex, priced: Priced, now: number): Promise<Price> {
  const fee = await tx<FeeRow>('fees')
    .where({ id: feeIdOf(priced) })
    .first()
  if (!fee) throw new CoreProblem(422, 'REASON_UNKNOWN')
  const days = priced.operation === 'detailization' ? localDaysBetween(priced.period.from, priced.period.to) : 0
  const quantity = fee.unit === 'started31days' ? Math.ceil(days / 31) : 1
  return { fee, quantity, tiyn: Number(fee.tiyn) * quantity, taxRate: vatPercentOn(localDateAt(now)) }
}

function feeIdOf(priced: Priced): string {
  if (priced.operation !== 'simReissue') return `fee.${priced.operation}`
  const reason = reissueReasons.find(({ code }) => code === priced.reason)
  if (!reason) throw new CoreProblem(422, 'REASON_UNKNOWN')
  return reason.feeId
}

/** Keeps a quote, so that an order can name it. A balance that does not cover the price leaves it to the cash desk. */
export async function makeQuote(
  core: Core,
  tx: Knex,
  product: ProductRow,
  priced: Priced,
  now: number,
): Promise<AnswerOf<'quote'>> {
  const price = await priceNow(tx, priced, now)
  const covered = Number(product.balance_tiyn) >= price.tiyn
  const payer = covered ? price.fee.payer : 'cashDesk'
  const id = newId(core, 'quo')
  const { operation } = priced
  await tx<QuoteRow>('quotes').insert({
    id,
    operation,
    product_id: product.id,
    fee_id: price.fee.id,
    payer,
    tiyn: price.tiyn,
  })
  return {
    quoteId: id,
    operation,
    feeId: price.fee.id,
    unit: price.fee.unit,
    quantity: price.quantity,
    payer,
    taxIncludedAmount: moneyOf(price.tiyn),
    taxRate: price.taxRate,
    until: isoAt(now + quoteMs),
  }
}
