import { tiynOf } from '#domain/core/common'
import type { Quote } from '#domain/core/office'
import { productOrderCreate, readOrderLines, type OrderLine } from '#domain/core/order'
import type { QuoteView } from '#domain/contract/views'
import { findOutboxRow, frozenPayload, sha256 } from '#db/outbox/outbox'
import { findOperation, listVisitOperations } from '#db/repositories/operations'
import { findSim } from '#db/repositories/stock'
import type { StoreApi } from '../../link/store-api'
import type { Counter } from '../counter'
import { requireCovered, type VerifiedVisit } from '../session'
import { orderView } from '../sync/settle'
import { firstOrder, hurried, requireClock, requireProtocol, requireReconciled, storeOrder } from './placing'

export function ordersArea(
  counter: Counter,
): Pick<StoreApi, 'quote' | 'placeOrder' | 'order' | 'orderLines' | 'orderNames' | 'visitOrders'> {
  const { store, session } = counter

  return {
    async quote({ msisdn, operation, reason, period }) {
      const { productId, verification } = session.requireVerified(msisdn)
      const proof = { clerkToken: session.requireToken(), verificationToken: verification.token }
      const query = { operation, 'product.id': productId, ...(reason !== undefined && { reason }), ...period }
      return quoteView(await counter.core().ask('quote', { query, ...proof }))
    },

    async placeOrder({ commandId, visitId, msisdn, lines: asked, replaces }) {
      const requestHash = sha256(JSON.stringify([visitId, msisdn, asked, ...(replaces ? [replaces] : [])]))
      const first = await firstOrder(counter, commandId, requestHash)
      if (first) return orderView(first)
      const visit = session.requireVerified(msisdn, visitId)
      requireCovered(
        visit.verification,
        asked.map((line) => line.operation),
      )
      requireProtocol(counter)
      requireReconciled(counter, asked)
      if (asked.some(({ operation }) => operation === 'simReissue')) requireClock(counter)
      const request = {
        externalId: commandId,
        officeId: counter.device().officeId,
        clerkId: session.requireClerk().id,
        product: { id: visit.productId, msisdn },
        proof: { verificationId: visit.verification.id },
        intentAt: counter.line.coreIso(),
        lines: await withIdentityUpdate(counter, asked, visit),
      }
      await storeOrder(counter, { request, visitId, msisdn, requestHash, replaces })
      return await hurried(counter, commandId, replaces)
    },

    async order({ id }) {
      const row = await store.read((tx) => findOperation(tx, id))
      return row ? orderView(row) : null
    },

    orderLines: ({ id }) => linesOf(counter, id),

    async orderNames({ id, visitId }) {
      const lines = await linesOf(counter, id)
      const known = session.visit(visitId)?.blockNames
      const blockIds = lines.flatMap((line) => (line.operation === 'unblock' ? line.blockIds : []))
      const blocks = blockIds.flatMap((blockId) => known?.get(blockId) ?? [])
      const iccid = lines.find((line) => line.operation === 'simReissue')?.iccid
      const sim = iccid === undefined ? undefined : await store.read((tx) => findSim(tx, iccid))
      return { blocks, ...(sim && { simKind: sim.simKind }) }
    },

    async visitOrders({ visitId }) {
      return (await store.read((tx) => listVisitOperations(tx, visitId))).map(orderView)
    },
  }
}

async function linesOf({ store }: Counter, id: string): Promise<OrderLine[]> {
  const row = await store.read((tx) => findOutboxRow(tx, id))
  return row?.payload ? readOrderLines(productOrderCreate.parse(frozenPayload(row))) : []
}

/** A renewed document goes to the register with the first order of the visit that the core does not refuse. */
async function withIdentityUpdate(
  counter: Counter,
  lines: readonly OrderLine[],
  visit: VerifiedVisit,
): Promise<OrderLine[]> {
  const { renewedDocument, covers } = visit.verification
  if (!renewedDocument || lines.some((line) => line.operation === 'identityUpdate')) return [...lines]
  if (covers && !covers.includes('identityUpdate')) return [...lines]
  const earlier = await counter.store.read((tx) => listVisitOperations(tx, visit.visitId))
  const under = earlier.some((row) => row.operations.includes('identityUpdate') && row.state !== 'rejected')
  return under ? [...lines] : [{ operation: 'identityUpdate', document: renewedDocument }, ...lines]
}

function quoteView({ taxIncludedAmount, ...quote }: Quote): QuoteView {
  return { ...quote, tiyn: tiynOf(taxIncludedAmount) }
}
