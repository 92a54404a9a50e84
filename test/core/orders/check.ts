import { characteristicsToRecord } from '#domain/core/common'
import type { IdentityDocument } from '#domain/core/office'
import {
  orderProof,
  readOrderLines,
  type Operation,
  type OrderFee,
  type OrderLine,
  type OrderProof,
  type ProductOrderCreate,
} from '#domain/core/order'
import { AppError } from '#domain/errors'
import { mustCover, operationsOf } from '../authority'
import { DAY, isoAt, MINUTE } from '../clock'
import type { Context } from '../context'
import { canonicalJson } from '../json'
import { lockProduct } from '../locks'
import { checkedPeriod } from '../periods'
import { makeQuote, priceNow, type Priced } from '../prices'
import { badRequest, CoreProblem } from '../problem'
import { productIdsOf } from '../proof'
import { rolesOf } from '../roles'
import type { ClerkRow, ProductRow, QuoteRow, SimRow, VerificationRow } from '../rows'
import { blocksToLift } from './blocks'
import { clerkOf } from './rows'

type Placing = Context<'placeOrder'>
type Line<O extends OrderLine['operation']> = Extract<OrderLine, { operation: O }>
const clockSlackMs = 5 * MINUTE

export interface Checked {
  lines: OrderLine[]
  product: ProductRow
}

/** Everything that can be refused at once. A changed price is returned, so that the new quote stays. */
export async function checkOrder(context: Placing): Promise<Checked | CoreProblem> {
  const { body } = context
  const clerk = await checkOffice(context)
  const lines = linesOf(body)
  const product = await lockedProduct(context)
  const proof = sameProof(body)
  if ('evidence' in proof) return { lines: unblockOnly(lines), product }
  const verification = await checkVerification(context, proof.verificationId, product)
  const covers = verification.covers === null ? null : operationsOf(verification.covers)
  const renewsSim = lines.some((line) => line.operation === 'simReissue')
  for (const line of lines) {
    const problem = await checkLine(context, line, { product, verification, covers, clerk, renewsSim })
    if (problem) return problem
  }
  return { lines, product }
}

async function checkOffice({ tx, body, device }: Placing): Promise<ClerkRow> {
  const office = device().office_id
  const clerk = await tx<ClerkRow>('clerks')
    .where({ id: clerkOf(body), office_id: office })
    .first()
  if (!clerk || body.channel[0]?.id !== office) throw new CoreProblem(403, 'NO_RIGHT')
  return clerk
}

function linesOf(body: ProductOrderCreate): OrderLine[] {
  const lines = readLines(body)
  const operations = new Set(lines.map((line) => line.operation))
  if (operations.size < lines.length) throw badRequest('productOrderItem')
  const products = new Set(
    body.productOrderItem.map(({ product: { id, productSerialNumber } }) => `${id ?? ''} ${productSerialNumber ?? ''}`),
  )
  if (products.size !== 1 || products.has(' ')) throw badRequest('productOrderItem.product.id')
  return lines
}

function readLines(body: ProductOrderCreate): OrderLine[] {
  try {
    return readOrderLines(body)
  } catch (error) {
    if (error instanceof AppError) throw new CoreProblem(400, 'BAD_REQUEST', error.params)
    throw error
  }
}

/** Until the order is accepted nothing else of the number changes. */
async function lockedProduct({ tx, body }: Placing): Promise<ProductRow> {
  const { id, productSerialNumber: msisdn } = body.productOrderItem[0]?.product ?? {}
  const by = { ...(id === undefined ? {} : { id }), ...(msisdn === undefined ? {} : { msisdn }) }
  const product = await lockProduct(tx, by)
  if (!product) throw new CoreProblem(422, 'NUMBER_UNKNOWN')
  return product
}

function sameProof(body: ProductOrderCreate): OrderProof {
  const proof = orderProof(body)
  const names = new Set(body.productOrderItem.map((item) => proofOf(item.product.productCharacteristic)))
  if (!proof || names.size !== 1) throw new CoreProblem(403, 'VERIFICATION_EXPIRED')
  return proof
}

function proofOf(facts: Parameters<typeof characteristicsToRecord>[0]): string {
  const { verificationId, evidence } = characteristicsToRecord(facts)
  return canonicalJson({ verificationId, evidence })
}

/** What was filed without the core is compared when it is processed, so that the counter gets it off its hands. */
function unblockOnly(lines: OrderLine[]): OrderLine[] {
  if (lines.some((line) => line.operation !== 'unblock')) throw new CoreProblem(403, 'VERIFICATION_EXPIRED')
  return lines
}

/** Judged at the intent time, at most 24 hours after the verification, for a number that it listed. */
async function checkVerification({ tx, body }: Placing, id: string, product: ProductRow): Promise<VerificationRow> {
  const row = await tx<VerificationRow>('verifications').where({ id }).first()
  const age = row ? Date.parse(body.requestedStartDate) - Date.parse(row.created_at) : Infinity
  const inTime = age >= -clockSlackMs && age <= DAY
  if (!row || !inTime || !productIdsOf(row).includes(product.id)) throw new CoreProblem(403, 'VERIFICATION_EXPIRED')
  return row
}

interface LineFacts {
  product: ProductRow
  verification: VerificationRow
  covers: Operation[] | null
  clerk: ClerkRow
  renewsSim: boolean
}

async function checkLine(context: Placing, line: OrderLine, facts: LineFacts): Promise<CoreProblem | undefined> {
  mustCover(facts.covers, line.operation)
  switch (line.operation) {
    case 'unblock':
      return checkUnblock(context, line, facts)
    case 'simReissue':
      await checkSim(context, line)
      return checkFee(context, facts.product, { operation: 'simReissue', reason: line.reason }, line.fee)
    case 'identityUpdate':
      return checkDocument(line.document, facts.verification)
    case 'detailization': {
      const period = checkedPeriod(line.from, line.to, facts.product.owned_since, context.now)
      return checkFee(context, facts.product, { operation: 'detailization', period }, line.fee)
    }
  }
}

async function checkUnblock({ tx }: Placing, line: Line<'unblock'>, facts: LineFacts): Promise<undefined> {
  const { product, clerk, renewsSim } = facts
  await blocksToLift(tx, { productId: product.id, line, roles: rolesOf(clerk), renewsSim })
}

async function checkSim({ tx, now, device }: Placing, line: Line<'simReissue'>): Promise<void> {
  const sim = await tx<SimRow>('sims').where({ iccid: line.iccid }).forUpdate().first()
  if (!sim) throw new CoreProblem(422, 'ICCID_UNKNOWN')
  if (sim.usage_state !== 'idle' || sim.resource_status !== 'available') throw new CoreProblem(422, 'ICCID_USED')
  if (sim.lease_office !== device().office_id) throw new CoreProblem(422, 'ICCID_OTHER_OFFICE')
  if ((sim.lease_until ?? '') <= isoAt(now)) throw new CoreProblem(422, 'ICCID_LEASE_EXPIRED')
  if (sim.fence !== line.fence) throw new CoreProblem(409, 'FENCE_STALE')
}

function checkDocument(document: IdentityDocument, verification: VerificationRow): undefined {
  const presented: unknown = JSON.parse(verification.document)
  if (canonicalJson(document) !== canonicalJson(presented)) throw badRequest('document')
}

async function checkFee(
  { core, tx, now }: Placing,
  product: ProductRow,
  priced: Priced,
  fee: OrderFee,
): Promise<CoreProblem | undefined> {
  const price = await priceNow(tx, priced, now)
  const quoted = await tx<QuoteRow>('quotes')
    .where({ id: fee.quoteId, product_id: product.id, operation: priced.operation })
    .first()
  const holds = quoted && quoted.fee_id === price.fee.id && fee.feeId === price.fee.id
  if (holds && price.tiyn === fee.tiyn && price.taxRate === fee.taxRate) return undefined
  const { quoteId } = await makeQuote(core, tx, product, priced, now)
  return new CoreProblem(409, 'PRICE_CHANGED', { amountTiyn: price.tiyn, feeId: price.fee.id, quoteId })
}
