import { z } from 'zod'
import { AppError } from '../errors'
import {
  characteristic,
  characteristicsToRecord,
  compact,
  money,
  moneyOf,
  recordToCharacteristics,
  tiynOf,
  utcTime,
  uuidV7,
} from './common'
import { reportForms, type ReportForm } from '../paper'
import { identityDocument, presentedPerson, type PresentedPerson } from './office'

export const orderStates = z.enum([
  'acknowledged',
  'inProgress',
  'held',
  'completed',
  'failed',
  'rejected',
  'cancelled',
])
export type OrderState = z.infer<typeof orderStates>
export const endStates: readonly OrderState[] = ['completed', 'failed', 'rejected', 'cancelled']
export const operations = z.enum(['unblock', 'simReissue', 'identityUpdate', 'detailization'])
export type Operation = z.infer<typeof operations>

const party = z.object({ id: z.string(), role: z.string().optional(), '@referredType': z.string() })
const orderItem = z.object({
  id: z.string(),
  action: z.enum(['add', 'modify', 'delete', 'noChange']),
  '@type': z.string().optional(),
  state: orderStates.optional(),
  /** `id` with the number as `productSerialNumber`; an order filed without the core has the number alone. */
  product: z.object({
    id: z.string().optional(),
    productSerialNumber: z.string().optional(),
    productCharacteristic: z.array(characteristic),
  }),
  itemPrice: z
    .array(
      z.object({
        name: z.string(),
        priceType: z.literal('oneTime'),
        price: z.object({ taxRate: z.number(), taxIncludedAmount: money }),
      }),
    )
    .optional(),
  productOrderItemRelationship: z.array(z.object({ id: z.string(), relationshipType: z.string() })).optional(),
})

/** TMF622 v4 order as the counter sends it. `externalId` is the command id; `requestedStartDate` the intent time. */
export const productOrderCreate = z.object({
  externalId: uuidV7,
  category: z.literal('counter'),
  requestedStartDate: utcTime,
  channel: z.array(z.object({ id: z.string(), role: z.string().optional() })).length(1),
  relatedParty: z.array(party).min(1),
  productOrderItem: z.array(orderItem).min(1),
})
export type ProductOrderCreate = z.infer<typeof productOrderCreate>

/** A failed or rejected order says why in a note: `id` is the error code. */
export const productOrder = productOrderCreate.extend({
  id: z.string(),
  href: z.string().optional(),
  orderDate: utcTime,
  completionDate: utcTime.optional(),
  state: orderStates,
  note: z.array(z.object({ id: z.string().optional(), author: z.string().optional(), text: z.string() })).optional(),
})
export type ProductOrder = z.infer<typeof productOrder>

export interface OrderFee {
  feeId: string
  quoteId: string
  tiyn: number
  taxRate: number
}

/**
 * How the customer was identified: by a verification of the core, or, filed while the core could not be reached, by the
 * evidence itself, which the core compares when the order arrives. Evidence allows nothing but an unblock.
 */
export type OrderProof = { verificationId: string } | { evidence: PresentedPerson }

/** One thing an order does. An unblock without `blockIds` asks for every block that a clerk may lift. All lines of an order happen or none. */
export type OrderLine =
  | { operation: 'unblock'; blockIds: string[] }
  | { operation: 'simReissue'; reason: string; iccid: string; fence: number; fee: OrderFee }
  | { operation: 'identityUpdate'; document: z.infer<typeof identityDocument> }
  | { operation: 'detailization'; from: string; to: string; form: ReportForm; fee: OrderFee }

const lineFacts = z.discriminatedUnion('operation', [
  z.object({ operation: z.literal('unblock'), blockIds: z.array(z.string()) }),
  z.object({
    operation: z.literal('simReissue'),
    reason: z.string(),
    iccid: z.string(),
    fence: z.int(),
    quoteId: z.string(),
  }),
  z.object({ operation: z.literal('identityUpdate'), document: identityDocument }),
  z.object({
    operation: z.literal('detailization'),
    from: utcTime,
    to: utcTime,
    form: z.enum(reportForms),
    quoteId: z.string(),
  }),
])

/** What must happen first: the register before the SIM, the SIM before the unblock. */
const rank: Record<Operation, number> = { identityUpdate: 0, simReissue: 1, unblock: 2, detailization: 3 }

export interface OrderRequest {
  externalId: string
  officeId: string
  clerkId: string
  /** The core's product id with its MSISDN, or the MSISDN alone where the core could not be asked. */
  product: { id: string; msisdn?: string } | { msisdn: string }
  proof: OrderProof
  intentAt: string
  lines: readonly OrderLine[]
}

export function buildOrder(request: OrderRequest): ProductOrderCreate {
  const lines = [...request.lines].sort((a, b) => rank[a.operation] - rank[b.operation])
  return {
    externalId: request.externalId,
    category: 'counter',
    requestedStartDate: request.intentAt,
    channel: [{ id: request.officeId, role: 'salesOffice' }],
    relatedParty: [{ id: request.clerkId, role: 'clerk', '@referredType': 'Individual' }],
    productOrderItem: lines.map((line, index) => buildItem(line, index, request)),
  }
}

function buildItem(
  line: OrderLine,
  index: number,
  request: OrderRequest,
): ProductOrderCreate['productOrderItem'][number] {
  const { fee, ...facts } = 'fee' in line ? line : { ...line, fee: undefined }
  const facts622 = { ...facts, quoteId: fee?.quoteId, ...request.proof }
  return compact({
    id: String(index + 1),
    action: 'modify' as const,
    '@type': `${line.operation[0]?.toUpperCase()}${line.operation.slice(1)}Item`,
    product: { ...productRef(request.product), productCharacteristic: recordToCharacteristics(facts622) },
    itemPrice: fee && [
      {
        name: fee.feeId,
        priceType: 'oneTime' as const,
        price: { taxRate: fee.taxRate, taxIncludedAmount: moneyOf(fee.tiyn) },
      },
    ],
    productOrderItemRelationship: index > 0 ? [{ id: String(index), relationshipType: 'after' }] : undefined,
  }) as ProductOrderCreate['productOrderItem'][number]
}

/** The number goes with the id too: a counter that lost an order knows by it whose it is. */
function productRef(product: OrderRequest['product']): { id?: string; productSerialNumber?: string } {
  const { msisdn } = product
  return { ...('id' in product && { id: product.id }), ...(msisdn !== undefined && { productSerialNumber: msisdn }) }
}

/** The reverse of {@link buildOrder}; used by the reference core and for display. */
export function readOrderLines(order: Pick<ProductOrderCreate, 'productOrderItem'>): OrderLine[] {
  return order.productOrderItem.map((item) => {
    const read = lineFacts.safeParse(characteristicsToRecord(item.product.productCharacteristic))
    if (!read.success) throw new AppError('BAD_REQUEST', { field: `productOrderItem.${item.id}` })
    if (!('quoteId' in read.data)) return read.data
    const { quoteId, ...facts } = read.data
    const price = item.itemPrice?.[0]
    if (!price) throw new AppError('BAD_REQUEST', { field: `productOrderItem.${item.id}.itemPrice` })
    const fee = {
      feeId: price.name,
      quoteId,
      tiyn: tiynOf(price.price.taxIncludedAmount),
      taxRate: price.price.taxRate,
    }
    return { ...facts, fee }
  })
}

export function orderProof(order: Pick<ProductOrderCreate, 'productOrderItem'>): OrderProof | undefined {
  const first = order.productOrderItem[0]
  const facts = characteristicsToRecord(first?.product.productCharacteristic)
  if (typeof facts['verificationId'] === 'string') return { verificationId: facts['verificationId'] }
  const evidence = presentedPerson.safeParse(facts['evidence'])
  return evidence.success ? { evidence: evidence.data } : undefined
}

/** Error code of an order that failed or was rejected, as the core wrote it. */
export function orderProblem(order: ProductOrder): string | undefined {
  return order.note?.find((note) => note.author === 'core')?.id
}
