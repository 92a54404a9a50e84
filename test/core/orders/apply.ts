import type { Knex } from 'knex'
import { readOrderLines, type OrderLine } from '#domain/core/order'
import { isoAt } from '../clock'
import { appendFeed } from '../feed'
import { leaseBodyOf } from '../generator/seed'
import type { Effect } from '../history'
import { CoreProblem } from '../problem'
import type { BlockRow, IndividualRow, OrderRow, ProductRow, QuoteRow, RenewedDocumentRow, SimRow } from '../rows'
import { blocksToLift } from './blocks'
import { orderBody } from './rows'

type UnblockLine = Extract<OrderLine, { operation: 'unblock' }>

interface Applying {
  tx: Knex
  order: OrderRow
  product: ProductRow
  now: number
  effects: Effect[]
}

/** Does all lines of an order; what it throws must undo them all. Gives the effects, to be told once committed. */
export async function applyOrder(tx: Knex, order: OrderRow, now: number): Promise<Effect[]> {
  const product = await tx<ProductRow>('products').where({ id: order.product_id }).first()
  if (!product) throw new CoreProblem(422, 'ORDER_FAILED')
  const applying: Applying = { tx, order, product, now, effects: [] }
  for (const line of readOrderLines(orderBody(order))) await applyLine(applying, line)
  await appendFeed(tx, {
    kind: 'productChanged',
    id: product.id,
    body: { productId: product.id, msisdn: product.msisdn },
    officeId: order.office_id,
  })
  return [...applying.effects, { kind: 'orderApplied', commandId: order.external_id, id: order.id }]
}

async function applyLine(applying: Applying, line: OrderLine): Promise<void> {
  if (line.operation === 'identityUpdate') await updateIdentity(applying, line.document)
  if (line.operation === 'simReissue') await moveSim(applying, line.iccid)
  if (line.operation === 'unblock') await liftBlocks(applying, line)
  if ('fee' in line) await chargeFee(applying, line.fee)
}

async function updateIdentity(
  { tx, order, product, effects }: Applying,
  document: Extract<OrderLine, { operation: 'identityUpdate' }>['document'],
): Promise<void> {
  await tx<IndividualRow>('individuals').where({ id: product.individual_id }).update({
    document_type: document.type,
    document_number: document.number,
    valid_until: document.validUntil,
    document_lost: false,
  })
  await tx<RenewedDocumentRow>('renewed_documents').where({ individual_id: product.individual_id }).delete()
  effects.push({ kind: 'identityUpdated', commandId: order.external_id, id: product.individual_id })
}

/** The old card is dead from now on; the new one was reserved for this order when it was accepted. */
async function moveSim({ tx, order, product, now, effects }: Applying, iccid: string): Promise<void> {
  const sims = () => tx<SimRow>('sims')
  const card = await sims().where({ iccid, order_id: order.id }).first()
  if (!card) throw new CoreProblem(422, 'ICCID_USED')
  await sims()
    .where({ product_id: product.id })
    .update({ product_id: null, usage_state: 'idle', resource_status: 'suspended' })
  const used = { product_id: product.id, order_id: null, usage_state: 'busy' as const }
  await sims().where({ iccid }).update(used)
  await tx<ProductRow>('products')
    .where({ id: product.id })
    .update({ iccid, last_sim_change: isoAt(now) })
  const body = leaseBodyOf({ ...card, ...used })
  await appendFeed(tx, { kind: 'simLease', id: iccid, body, officeId: card.lease_office })
  effects.push({ kind: 'simMoved', commandId: order.external_id, id: card.id })
}

/** Who may lift what was judged before; here only that it still stands. A line without ids takes what stands now. */
async function liftBlocks({ tx, order, product, effects }: Applying, line: UnblockLine): Promise<void> {
  const all = { productId: product.id, line, roles: [], renewsSim: true }
  const blockIds = line.blockIds.length > 0 ? line.blockIds : await blocksToLift(tx, all)
  const lifted = await liftBlocksOf(tx, product.id, blockIds)
  if (lifted < new Set(blockIds).size) throw new CoreProblem(422, 'NOTHING_TO_UNBLOCK')
  for (const id of blockIds) effects.push({ kind: 'blockLifted', commandId: order.external_id, id })
}

/** A number without any block left is active. Gives how many were lifted. */
export async function liftBlocksOf(tx: Knex, productId: string, blockIds: readonly string[]): Promise<number> {
  const blocks = () => tx<BlockRow>('blocks').where({ product_id: productId })
  const lifted = await blocks()
    .whereIn('id', [...blockIds])
    .delete()
  if ((await blocks().first()) === undefined) {
    await tx<ProductRow>('products').where({ id: productId }).update({ status: 'active' })
  }
  return lifted
}

async function chargeFee(
  { tx, order, product, effects }: Applying,
  fee: Extract<OrderLine, { operation: 'simReissue' }>['fee'],
): Promise<void> {
  const quoted = await tx<QuoteRow>('quotes').where({ id: fee.quoteId }).first()
  if (quoted?.payer !== 'balance' || fee.tiyn === 0) return
  await tx<ProductRow>('products').where({ id: product.id }).decrement('balance_tiyn', fee.tiyn)
  effects.push({ kind: 'feeCharged', commandId: order.external_id, id: fee.feeId, amountTiyn: fee.tiyn })
}
