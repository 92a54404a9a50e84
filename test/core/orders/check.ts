import { characteristicsToRecord } from '#domain/core/common'
import type { IdentityDocument } from '#domain/core/office'
import {
  readOrderLines,
  verificationIdOf,
  type OrderFee,
  type OrderLine,
  type ProductOrderCreate,
} from '#domain/core/order'
import { AppError } from '#domain/errors'
import { DAY, isoAt, MINUTE } from '../clock'
import type { Context } from '../context'
import { canonicalJson } from '../json'
import { checkedPeriod } from '../periods'
import { makeQuote, priceNow, type Priced } from '../prices'
import { badRequest, CoreProblem } from '../problem'
import { rolesOf } from '../roles'
import type { BlockRow, ClerkRow, ProductRow, QuoteRow, SimRow, VerificationRow } from '../rows'

type Placing = Context<'placeOrder'>
type Line<O extends OrderLine['operation']> = Extract<OrderLine, { operation: O }>
const clockSlackMs = 5 * MINUTE

export interface Checked {
  lines: OrderLine[]
  product: ProductRow
}

/** Everything that can be refused at once. A changed price is returned, so that the new quote stays. */
export async function checkOrder(context: Placing): Promise<Checked | CoreProblem> {
  const { tx, body } = context
  const clerk = await checkOffice(context)
  const lines = linesOf(body)
  const verification = await checkVerification(context)
  const product = await tx<ProductRow>('products').where({ id: verification.product_id }).first()
  if (!product) throw new CoreProblem(403, 'VERIFICATION_EXPIRED')
  const renewsSim = lines.some((line) => line.operation === 'simReissue')
  for (const line of lines) {
    const problem = await checkLine(context, line, { product, verification, clerk, renewsSim })
    if (problem) return problem
  }
  return { lines, product }
}

async function checkOffice({ tx, body, device }: Placing): Promise<ClerkRow> {
  const office = device().office_id
  const clerkId = body.relatedParty.find((party) => party.role === 'clerk')?.id ?? ''
  const clerk = await tx<ClerkRow>('clerks').where({ id: clerkId, office_id: office }).first()
  if (!clerk || body.channel[0]?.id !== office) throw new CoreProblem(403, 'NO_RIGHT')
  return clerk
}

function linesOf(body: ProductOrderCreate): OrderLine[] {
  const lines = readLines(body)
  const operations = new Set(lines.map((line) => line.operation))
  if (operations.size < lines.length) throw badRequest('productOrderItem')
  const products = new Set(body.productOrderItem.map((item) => item.product.id))
  if (products.size !== 1) throw badRequest('productOrderItem.product.id')
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

/** Judged at the intent time, at most 24 hours after the verification, for the same number. */
async function checkVerification({ tx, body }: Placing): Promise<VerificationRow> {
  const id = verificationIdOf(body)
  const row = id === undefined ? undefined : await tx<VerificationRow>('verifications').where({ id }).first()
  const productId = body.productOrderItem[0]?.product.id
  const everyItem = body.productOrderItem.every(
    (item) => characteristicsToRecord(item.product.productCharacteristic)['verificationId'] === id,
  )
  const age = row ? Date.parse(body.requestedStartDate) - Date.parse(row.created_at) : Infinity
  const valid = everyItem && row?.product_id === productId && age >= -clockSlackMs && age <= DAY
  if (!row || !valid) throw new CoreProblem(403, 'VERIFICATION_EXPIRED')
  return row
}

interface LineFacts {
  product: ProductRow
  verification: VerificationRow
  clerk: ClerkRow
  renewsSim: boolean
}

async function checkLine(context: Placing, line: OrderLine, facts: LineFacts): Promise<CoreProblem | undefined> {
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
  const standing = await tx<BlockRow>('blocks').where({ product_id: facts.product.id }).whereIn('id', line.blockIds)
  if (standing.length < new Set(line.blockIds).size) throw new CoreProblem(422, 'NOTHING_TO_UNBLOCK')
  const lifts = rolesOf(facts.clerk)
  if (standing.some((block) => !lifts.some((role) => role === block.liftable_by)))
    throw new CoreProblem(422, 'BLOCK_NOT_LIFTABLE')
  if (!facts.renewsSim && standing.some((block) => Boolean(block.requires_new_sim))) {
    throw new CoreProblem(422, 'NEW_SIM_REQUIRED')
  }
}

async function checkSim({ tx, now, device }: Placing, line: Line<'simReissue'>): Promise<void> {
  const sim = await tx<SimRow>('sims').where({ iccid: line.iccid }).first()
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
