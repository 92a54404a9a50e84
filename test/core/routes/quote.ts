import type { Context, Handler } from '../context'
import { checkedPeriod } from '../periods'
import { makeQuote, type Priced } from '../prices'
import { badRequest, CoreProblem } from '../problem'
import type { ProductRow } from '../rows'
import { ownProduct } from './customer'

export const quote: Handler<'quote'> = async ({ core, tx, now, query, customer }) => {
  const product = ownProduct(customer(), query['product.id'])
  return makeQuote(core, tx, product, pricedOf(query, product, now), now)
}

function pricedOf(query: Context<'quote'>['query'], product: ProductRow, now: number): Priced {
  if (query.operation === 'unblock') return { operation: 'unblock' }
  if (query.operation === 'simReissue') {
    if (query.reason === undefined) throw new CoreProblem(422, 'REASON_UNKNOWN')
    return { operation: 'simReissue', reason: query.reason }
  }
  if (query.from === undefined) throw badRequest('from')
  if (query.to === undefined) throw badRequest('to')
  return { operation: 'detailization', period: checkedPeriod(query.from, query.to, product.owned_since, now) }
}
