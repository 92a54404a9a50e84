import type { Knex } from 'knex'
import { productOrderCreate, type OrderState, type ProductOrder, type ProductOrderCreate } from '#domain/core/order'
import { appendFeed } from '../feed'
import { isoAt } from '../clock'
import type { OrderRow } from '../rows'

export function orderBody(row: OrderRow): ProductOrderCreate {
  return productOrderCreate.parse(JSON.parse(row.body))
}

export function clerkOf(body: ProductOrderCreate): string {
  return body.relatedParty.find((party) => party.role === 'clerk')?.id ?? ''
}

/**
 * The order as the core answers it: what was sent, with id, state and, where it failed, the code in a note. The evidence
 * is never given back: any counter of the office may list its orders.
 */
export function toProductOrder(row: OrderRow): ProductOrder {
  const body = orderBody(row)
  return {
    ...body,
    productOrderItem: body.productOrderItem.map((item) => ({ ...withoutEvidence(item), state: row.state })),
    id: row.id,
    href: `/tmf-api/productOrderingManagement/v4/productOrder/${row.id}`,
    orderDate: row.order_date,
    state: row.state,
    ...(row.completion_date === null ? {} : { completionDate: row.completion_date }),
    ...(row.note_code === null ? {} : { note: [{ id: row.note_code, author: 'core', text: row.note_code }] }),
  }
}

function withoutEvidence(item: ProductOrderCreate['productOrderItem'][number]): typeof item {
  const productCharacteristic = item.product.productCharacteristic.filter(({ name }) => name !== 'evidence')
  return { ...item, product: { ...item.product, productCharacteristic } }
}

/** Sets the state and tells the office's feed, in one transaction. */
export async function setOrderState(
  tx: Knex,
  row: OrderRow,
  state: OrderState,
  end?: { at: number; noteCode: string | null },
): Promise<void> {
  const ended = end ? { completion_date: isoAt(end.at), note_code: end.noteCode } : {}
  await tx<OrderRow>('orders')
    .where({ id: row.id })
    .update({ state, ...ended })
  await announceOrder(tx, { ...row, state })
}

export async function announceOrder(tx: Knex, row: OrderRow): Promise<void> {
  const body = { orderId: row.id, externalId: row.external_id, state: row.state }
  await appendFeed(tx, { kind: 'orderChanged', id: row.id, body, officeId: row.office_id })
}
