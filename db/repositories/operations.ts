import type { Operation, OrderState } from '#domain/core/order'
import type { ErrorCode } from '#domain/errors'
import type { ReadTx, WriteTx } from '../connection'
import type { OutboxState } from '../outbox/states'

/** An order placed at this counter. Its state is that of its outbox row, kept only there. */
export interface OperationRow {
  /** The command id; also the outbox id and the order's external id. */
  id: string
  visitId: string
  clerkId: string
  msisdn: string
  productId: string
  operations: Operation[]
  /** SHA-256 of what was asked for: tells a repeat from another request with the same id. */
  requestHash: string
  orderState: OrderState | null
  coreOrderId: string | null
  error: ErrorCode | null
  createdAt: string
  changedAt: string
  state: OutboxState
}

export type NewOperation = Omit<OperationRow, 'orderState' | 'coreOrderId' | 'error' | 'changedAt' | 'state'>

export async function addOperation(tx: WriteTx, operation: NewOperation): Promise<void> {
  await tx('operation').insert({
    ...operation,
    operations: JSON.stringify(operation.operations),
    changedAt: operation.createdAt,
  })
}

export async function findOperation(tx: ReadTx, id: string): Promise<OperationRow | undefined> {
  const row: StoredOperation | undefined = await withState(tx).where('operation.id', id).first()
  return row && fromStored(row)
}

export async function listVisitOperations(tx: ReadTx, visitId: string): Promise<OperationRow[]> {
  const rows: StoredOperation[] = await withState(tx).where('operation.visit_id', visitId).orderBy('outbox.seq')
  return rows.map(fromStored)
}

/** What the core said of it. */
export async function noteOrder(
  tx: WriteTx,
  id: string,
  change: { orderState?: OrderState; coreOrderId?: string; error?: ErrorCode; at: string },
): Promise<void> {
  const { at, ...known } = change
  await tx('operation')
    .where({ id })
    .update({ ...known, changedAt: at, rowVersion: tx.raw('row_version + 1') })
}

type StoredOperation = Omit<OperationRow, 'operations'> & { operations: string }

function withState(tx: ReadTx) {
  return tx('operation').join('outbox', 'outbox.id', 'operation.id').select('operation.*', 'outbox.state')
}

function fromStored(row: StoredOperation): OperationRow {
  return { ...row, operations: JSON.parse(row.operations) as Operation[] }
}
