import { buildOrder, type OrderLine } from '#domain/core/order'
import { AppError } from '#domain/errors'
import { tiynOf } from '#domain/core/common'
import type { Quote } from '#domain/core/office'
import type { QuoteView } from '#domain/contract/views'
import type { WriteTx } from '#db/connection'
import { enqueue, sha256 } from '#db/outbox/outbox'
import { addOperation, findOperation, listVisitOperations, type OperationRow } from '#db/repositories/operations'
import { reserveSim } from '#db/repositories/stock'
import { unitOfWork } from '#db/unitOfWork'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import type { VerifiedVisit } from '../session'
import { orderView, publishOrder } from '../sync/settle'

type Placing = Parameters<StoreApi['placeOrder']>[0]

/** Version of the payload's form: a later version of the program may find it in the outbox. */
const schemaVersion = 1

export function ordersArea(counter: Counter): Pick<StoreApi, 'quote' | 'placeOrder' | 'order' | 'visitOrders'> {
  const { store, session } = counter

  return {
    async quote({ msisdn, operation, reason, period }) {
      const { productId, verification } = session.requireVerified(msisdn)
      const proof = { clerkToken: session.requireClerk().token, verificationToken: verification.token }
      const query = { operation, 'product.id': productId, ...(reason !== undefined && { reason }), ...period }
      return quoteView(await counter.core().ask('quote', { query, ...proof }))
    },

    async placeOrder(input) {
      const requestHash = sha256(JSON.stringify([input.visitId, input.msisdn, input.lines]))
      const first = await store.read((tx) => findOperation(tx, input.commandId))
      if (first) return orderView(sameRequest(first, requestHash))
      const visit = session.requireVerified(input.msisdn, input.visitId)
      await place(counter, { input, visit, requestHash })
      counter.sender.wake()
      counter.puller.wake()
      await publishOrder(counter, input.commandId)
      return orderView(await requireOperation(counter, input.commandId))
    },

    async order({ id }) {
      const row = await store.read((tx) => findOperation(tx, id))
      return row ? orderView(row) : null
    },

    async visitOrders({ visitId }) {
      return (await store.read((tx) => listVisitOperations(tx, visitId))).map(orderView)
    },
  }
}

function sameRequest(first: OperationRow, requestHash: string): OperationRow {
  if (first.requestHash !== requestHash) throw new AppError('COMMAND_ID_REUSED')
  return first
}

interface Order {
  input: Placing
  visit: VerifiedVisit
  requestHash: string
}

async function place(counter: Counter, { input, visit, requestHash }: Order): Promise<void> {
  const { store, clock } = counter
  const { id: clerkId } = counter.session.requireClerk()
  const { commandId, visitId, msisdn } = input
  const lines = await withIdentityUpdate(counter, input.lines, visit)
  const common = { visitId, clerkId, msisdn, productId: visit.productId }
  const operations = lines.map((line) => line.operation)
  const facts = { visitId, productId: visit.productId, operations: operations.join('+') }
  const payload = buildOrder({
    externalId: commandId,
    officeId: counter.device().officeId,
    clerkId,
    productId: visit.productId,
    verificationId: visit.verification.id,
    intentAt: counter.line.coreIso(),
    lines,
  })
  await unitOfWork(
    store,
    { clock, audit: { actor: clerkId, event: 'orderPlaced', subject: commandId, facts } },
    async (tx) => {
      const at = clock.iso()
      await addOperation(tx, { id: commandId, ...common, operations, requestHash, createdAt: at })
      await claimSims(tx, lines, commandId, counter.line.coreIso())
      await enqueue(tx, { id: commandId, aggregate: msisdn, kind: 'order', payload, schemaVersion, baseVersion: 1, at })
    },
  )
}

/** A renewed document goes to the register with the first order of the visit that the core does not refuse. */
async function withIdentityUpdate(
  counter: Counter,
  lines: readonly OrderLine[],
  visit: VerifiedVisit,
): Promise<OrderLine[]> {
  const { renewedDocument } = visit.verification
  if (!renewedDocument || lines.some((line) => line.operation === 'identityUpdate')) return [...lines]
  const earlier = await counter.store.read((tx) => listVisitOperations(tx, visit.visitId))
  const under = earlier.some((row) => row.operations.includes('identityUpdate') && row.state !== 'rejected')
  return under ? [...lines] : [{ operation: 'identityUpdate', document: renewedDocument }, ...lines]
}

async function claimSims(tx: WriteTx, lines: readonly OrderLine[], operationId: string, now: string): Promise<void> {
  for (const line of lines) {
    if (line.operation !== 'simReissue') continue
    await reserveSim(tx, { iccid: line.iccid, fence: line.fence, operationId, now })
  }
}

async function requireOperation(counter: Counter, id: string): Promise<OperationRow> {
  const row = await counter.store.read((tx) => findOperation(tx, id))
  if (!row) throw new AppError('INTERNAL', { outbox: 'missing' })
  return row
}

function quoteView({ taxIncludedAmount, ...quote }: Quote): QuoteView {
  return { ...quote, tiyn: tiynOf(taxIncludedAmount) }
}
