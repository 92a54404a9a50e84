import type { Operation, OrderState } from '#domain/core/order'
import type { ErrorCode, ErrorParams } from '#domain/errors'
import type { ReadTx, WriteTx } from '../connection'
import { attentionStates, type OutboxState } from '../outbox/states'

/** An order placed at this counter. Its state is that of its outbox row, kept only there. */
export interface OperationRow {
  /** The command id; also the outbox id and the order's external id. */
  id: string
  visitId: string
  clerkId: string
  msisdn: string
  /** Null when it was filed without the core, which alone knows it. */
  productId: string | null
  operations: Operation[]
  /** SHA-256 of what was asked for: tells a repeat from another request with the same id. */
  requestHash: string
  /** Filed on the evidence of the document instead of a verification. */
  evidence: boolean
  /** The order that this one was placed instead of. */
  replaces: string | null
  orderState: OrderState | null
  coreOrderId: string | null
  error: ErrorCode | null
  /** The core's own word where it is none of ours. */
  coreCode: string | null
  errorParams: ErrorParams
  createdAt: string
  changedAt: string
  state: OutboxState
}

type Later = 'orderState' | 'coreOrderId' | 'error' | 'coreCode' | 'errorParams' | 'changedAt' | 'state'
export type NewOperation = Omit<OperationRow, Later | 'evidence' | 'replaces'> & {
  evidence?: boolean
  replaces?: string | undefined
}

export async function addOperation(tx: WriteTx, operation: NewOperation): Promise<void> {
  const { evidence = false, replaces = null, operations, ...rest } = operation
  const json = { operations: JSON.stringify(operations), evidence: evidence ? 1 : 0, replaces }
  await tx('operation').insert({ ...rest, ...json, changedAt: operation.createdAt })
}

export async function findOperation(tx: ReadTx, id: string): Promise<OperationRow | undefined> {
  const row: StoredOperation | undefined = await withState(tx).where('operation.id', id).first()
  return row && fromStored(row)
}

export async function listOperations(tx: ReadTx, ids: readonly string[]): Promise<OperationRow[]> {
  const rows: StoredOperation[] = await withState(tx).whereIn('operation.id', ids).orderBy('outbox.seq')
  return rows.map(fromStored)
}

export async function listVisitOperations(tx: ReadTx, visitId: string): Promise<OperationRow[]> {
  const rows: StoredOperation[] = await withState(tx).where('operation.visit_id', visitId).orderBy('outbox.seq')
  return rows.map(fromStored)
}

/** Refused or given up, and nobody has decided on them yet; the oldest first. */
export async function listWaiting(tx: ReadTx): Promise<OperationRow[]> {
  const waiting = withState(tx).whereIn('outbox.state', attentionStates).whereNull('outbox.settled_at')
  const rows: StoredOperation[] = await waiting.orderBy('outbox.seq')
  return rows.map(fromStored)
}

/** The number of a product, as an earlier operation has it. */
export async function msisdnOfProduct(tx: ReadTx, productId: string): Promise<string | undefined> {
  const row: { msisdn: string } | undefined = await tx('operation').where({ productId }).select('msisdn').first()
  return row?.msisdn
}

export interface OrderNote {
  orderState?: OrderState
  coreOrderId?: string
  error?: ErrorCode
  coreCode?: string
  errorParams?: ErrorParams
}

/** What the core said of it. Answers the operation as it is then, with the state that its outbox row has come to. */
export async function noteOrder(
  tx: WriteTx,
  { id, state }: Pick<OperationRow, 'id' | 'state'>,
  change: OrderNote & { at: string },
): Promise<OperationRow | undefined> {
  const { at, errorParams, ...known } = change
  const params = errorParams && { errorParams: JSON.stringify(errorParams) }
  const [row]: Omit<StoredOperation, 'state'>[] = await tx('operation')
    .where({ id })
    .update({ ...known, ...params, changedAt: at, rowVersion: tx.raw('row_version + 1') })
    .returning('*')
  return row && fromStored({ ...row, state })
}

type StoredOperation = Omit<OperationRow, 'operations' | 'evidence' | 'errorParams'> & {
  operations: string
  evidence: number
  errorParams: string | null
}

function withState(tx: ReadTx) {
  return tx('operation').join('outbox', 'outbox.id', 'operation.id').select('operation.*', 'outbox.state')
}

function fromStored(row: StoredOperation): OperationRow {
  return {
    ...row,
    operations: JSON.parse(row.operations) as Operation[],
    evidence: row.evidence === 1,
    errorParams: JSON.parse(row.errorParams ?? '{}') as ErrorParams,
  }
}
