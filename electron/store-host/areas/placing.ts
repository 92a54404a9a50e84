import { isClockBlocking } from '#domain/clock'
import { buildOrder, type OrderLine, type OrderRequest } from '#domain/core/order'
import { AppError } from '#domain/errors'
import { protocol } from '#domain/core/office'
import type { WriteTx } from '#db/connection'
import { forgetPayload, settleRow } from '#db/outbox/decisions'
import { enqueue } from '#db/outbox/outbox'
import { addOperation, findOperation, type OperationRow } from '#db/repositories/operations'
import { addPapers } from '#db/repositories/papers'
import { reserveSim, settleSims } from '#db/repositories/stock'
import { unitOfWork } from '#db/unitOfWork'
import type { Counter } from '../counter'
import { orderView, publishOrder } from '../sync/settle'

/** Version of the payload's form: a later version of the program may find it in the outbox. */
const schemaVersion = 1

export interface NewOrder {
  request: OrderRequest
  visitId: string
  msisdn: string
  requestHash: string
  /** The order in whose place it comes. */
  replaces: string | undefined
}

/** A repeat of a key press gets the first order; the same id for something else is refused. */
export async function firstOrder(counter: Counter, id: string, requestHash: string): Promise<OperationRow | undefined> {
  const first = await counter.store.read((tx) => findOperation(tx, id))
  if (first && first.requestHash !== requestHash) throw new AppError('COMMAND_ID_REUSED')
  return first
}

/** Operation, journal and outbox row together; `also` adds what must be in the same transaction. */
export async function storeOrder(
  counter: Counter,
  order: NewOrder,
  also: (tx: WriteTx, at: string) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { store, clock } = counter
  const { request, visitId, msisdn, requestHash, replaces } = order
  const { externalId: id, clerkId, product, proof, lines } = request
  const operations = lines.map((line) => line.operation)
  const productId = 'id' in product ? product.id : null
  const evidence = 'evidence' in proof
  const event = evidence ? 'orderFiled' : 'orderPlaced'
  const facts = {
    visitId,
    ...(productId && { productId }),
    operations: operations.join('+'),
    ...(replaces && { replaces }),
  }
  const payload = buildOrder(request)
  await unitOfWork(store, { clock, audit: { actor: clerkId, event, subject: id, facts } }, async (tx) => {
    const at = clock.iso()
    await also(tx, at)
    if (replaces !== undefined) await decide(tx, replaces, { by: clerkId, reason: 'replaced', at })
    const common = { id, visitId, clerkId, msisdn, productId, operations, requestHash, evidence, replaces }
    await addOperation(tx, { ...common, createdAt: at })
    await claimSims(tx, lines, id, counter.line.coreIso())
    await addPapers(tx, lines, { orderId: id, productId })
    await enqueue(tx, { id, aggregate: msisdn, kind: 'order', payload, schemaVersion, baseVersion: 1, at })
  })
}

/** Ends what a refused or dead order still held: its place on the list, its SIM, the evidence in it. */
export async function decide(
  tx: WriteTx,
  id: string,
  decision: { by: string; reason: string; at: string },
): Promise<void> {
  await settleRow(tx, id, decision)
  await settleSims(tx, id, 'release')
  const operation = await findOperation(tx, id)
  if (operation?.evidence) await forgetPayload(tx, id)
}

async function claimSims(tx: WriteTx, lines: OrderRequest['lines'], operationId: string, now: string): Promise<void> {
  for (const line of lines) {
    if (line.operation !== 'simReissue') continue
    await reserveSim(tx, { iccid: line.iccid, fence: line.fence, operationId, now })
  }
}

/** Has the order sent as soon as possible and answers it. */
export async function hurried(counter: Counter, id: string, replaces: string | undefined) {
  counter.sender.wake()
  counter.puller.wake()
  if (replaces !== undefined) await publishOrder(counter, replaces)
  await publishOrder(counter, id)
  const row = await counter.store.read((tx) => findOperation(tx, id))
  if (!row) throw new AppError('INTERNAL', { outbox: 'missing' })
  return orderView(row)
}

/** A core of another protocol is read and not written to. */
export function requireProtocol({ line }: Counter): void {
  if (line.mayWrite) return
  throw new AppError('CORE_PROTOCOL', { ...line.state.protocols, own: protocol.max })
}

/** Whether a lease or an evidence still counts is a matter of time, which this counter does not know. Throws CLOCK_WRONG. */
export function requireClock({ line }: Pick<Counter, 'line'>): void {
  const { clockSeconds } = line.state
  if (isClockBlocking(clockSeconds))
    throw new AppError('CLOCK_WRONG', { minutes: Math.round(Math.abs(clockSeconds) / 60) })
}

/** The lost part of the store may have promised a SIM or paid for a paper already. Throws STORE_RECONCILING. */
export function requireReconciled(counter: Counter, lines: readonly Pick<OrderLine, 'operation'>[]): void {
  const dear = lines.some(({ operation }) => operation === 'simReissue' || operation === 'detailization')
  if (dear && counter.reconciling()) throw new AppError('STORE_RECONCILING')
}
