import type { ProductOrder } from '#domain/core/order'
import { isoAt } from '../clock'
import { Listed, newId, type Context, type Handler } from '../context'
import { canonicalJson, sha256 } from '../json'
import { lockName } from '../locks'
import { checkOrder, type Checked } from '../orders/check'
import { announceOrder, toProductOrder } from '../orders/rows'
import { CoreProblem, notFound } from '../problem'
import type { OrderRow, SimRow } from '../rows'

/** Idempotent by `externalId`: a repeat answers the order in its present state. */
export function placeOrderWith(schedule: (orderId: string) => void): Handler<'placeOrder'> {
  return async (context) => {
    const { tx, body, afterCommit } = context
    await lockName(tx, `command ${body.externalId}`)
    const known = await tx<OrderRow>('orders').where({ external_id: body.externalId }).first()
    if (known) return repeated(known, body)
    const checked = await checkOrder(context)
    if (checked instanceof CoreProblem) return checked
    const row = await accept(context, checked)
    afterCommit(() => schedule(row.id))
    return toProductOrder(row)
  }
}

function repeated(known: OrderRow, body: Context<'placeOrder'>['body']): ProductOrder {
  if (known.body_hash !== sha256(canonicalJson(body))) throw new CoreProblem(409, 'COMMAND_ID_REUSED')
  return toProductOrder(known)
}

async function accept(context: Context<'placeOrder'>, { lines, product }: Checked): Promise<OrderRow> {
  const { core, tx, now, body, effect } = context
  const accepted: Omit<OrderRow, 'no'> = {
    id: newId(core, 'ord'),
    external_id: body.externalId,
    office_id: context.device().office_id,
    product_id: product.id,
    body: JSON.stringify(body),
    body_hash: sha256(canonicalJson(body)),
    state: 'acknowledged',
    order_date: isoAt(now),
    completion_date: null,
    note_code: null,
    fail_code: context.failCode ?? null,
  }
  const [row] = await tx<OrderRow>('orders').insert(accepted).returning('*')
  if (!row) throw new Error('the order was not kept')
  for (const line of lines) {
    if (line.operation !== 'simReissue') continue
    // From now on no other order may take this card.
    const reserved = { order_id: row.id, usage_state: 'active', resource_status: 'reserved' } as const
    await tx<SimRow>('sims').where({ iccid: line.iccid }).update(reserved)
  }
  await announceOrder(tx, row)
  effect({ kind: 'orderAccepted', commandId: row.external_id, id: row.id })
  return row
}

export const order: Handler<'order'> = async ({ tx, id, device }) => {
  const row = await tx<OrderRow>('orders').where({ id, office_id: device().office_id }).first()
  if (!row) throw notFound()
  return toProductOrder(row)
}

export const orders: Handler<'orders'> = async ({ tx, query, device }) => {
  const matching = () => {
    const found = tx<OrderRow>('orders').where({ office_id: device().office_id })
    if (query.externalId !== undefined) void found.where({ external_id: query.externalId })
    if (query['channel.id'] !== undefined) void found.where({ office_id: query['channel.id'] })
    const since = query['orderDate.gte']
    if (since !== undefined) void found.where('order_date', '>=', new Date(since).toISOString())
    return found
  }
  const counted = await matching().count({ total: '*' }).first()
  const rows = await matching()
    .orderBy([{ column: 'order_date' }, { column: 'id' }])
    .offset(query.offset)
    .limit(query.limit)
  return new Listed(rows.map(toProductOrder), Number(counted?.['total'] ?? 0))
}
