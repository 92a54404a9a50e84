import { openStore } from '#db/openStore'
import { verifyAudit } from '#db/audit'
import { sha256, type OutboxRow } from '#db/outbox/outbox'
import type { OutboxState } from '#db/outbox/states'
import type { OperationRow } from '#db/repositories/operations'
import type { Sim } from '#db/repositories/stock'
import type { ReadTx } from '#db/connection'
import type { StoreLocation } from '#electron/link/store-api'
import { systemClock } from '#test/core/clock'
import type { Told } from './log'

/** Why a crash image breaks a promise. */
export type Fault =
  /** The store does not open, or SQLite finds fault with it. */
  | 'corrupt'
  /** An order that the clerk was told is accepted is not there, or is not as far as was told. */
  | 'lost'
  /** What belongs to one transaction is there in part. */
  | 'notAtomic'

const rank: Record<OutboxState, number> = { pending: 0, sending: 0, sent: 1, done: 2, rejected: 2, dead: 2 }

/** Opens the image as the application opens its store, and holds it against what had been told before the cut. */
export async function judgeImage(location: StoreLocation, backupDir: string, told: readonly Told[]): Promise<Fault[]> {
  const store = await openStore({ location, backupDir, clock: systemClock }).catch(() => undefined)
  if (!store) return ['corrupt']
  try {
    return await store.read((tx) => faultsIn(tx, told))
  } catch {
    return ['corrupt']
  } finally {
    await store.close()
  }
}

async function faultsIn(tx: ReadTx, told: readonly Told[]): Promise<Fault[]> {
  const found: Record<string, unknown>[] = await tx.raw('PRAGMA integrity_check')
  if (found.length !== 1 || !Object.values(found[0] ?? {}).includes('ok')) return ['corrupt']
  const outbox: OutboxRow[] = await tx('outbox')
  const byId = new Map(outbox.map((row) => [row.id, row]))
  const faults: Fault[] = []
  if (told.some((one) => isLost(byId.get(one.id), one))) faults.push('lost')
  if (!(await isAtomic(tx, outbox))) faults.push('notAtomic')
  return faults
}

function isLost(row: OutboxRow | undefined, { state }: Told): boolean {
  if (!row || row.payload === null) return true
  return sha256(row.payload) !== row.payloadHash || rank[row.state] < rank[state]
}

/** Order, operation, journal entry and claim of a SIM are stored together. */
async function isAtomic(tx: ReadTx, outbox: readonly OutboxRow[]): Promise<boolean> {
  const operations: Pick<OperationRow, 'id'>[] = await tx('operation').select('id')
  const journal: { subject: string }[] = await tx('audit').where({ event: 'orderPlaced' }).select('subject')
  const claims: Pick<Sim, 'reservedBy'>[] = await tx('sim_stock').where({ state: 'reserved' }).select('reservedBy')
  const ids = outbox.map(({ id }) => id).sort()
  const same = (others: string[]) => others.sort().join() === ids.join()
  const { brokenAt } = await verifyAudit(tx)
  return (
    same(operations.map(({ id }) => id)) &&
    same(journal.map(({ subject }) => subject)) &&
    claims.every(({ reservedBy }) => reservedBy !== null && ids.includes(reservedBy)) &&
    brokenAt === undefined
  )
}
