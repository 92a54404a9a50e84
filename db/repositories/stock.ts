import { AppError } from '#domain/errors'
import { simStateAfter, simStateTold, type SimState } from '#domain/sim'
import type { ReadTx, WriteTx } from '../connection'

/** A SIM of this office; its ICCID is the key of its row, its states are those of `domain/sim.ts`. */
export interface Sim {
  iccid: string
  officeId: string
  state: SimState
  /** Operation that claims it. */
  reservedBy: string | null
  until: string
  /** Fencing token of the lease: the core refuses an older one. */
  fence: number
  simKind: 'physical' | 'esim'
  formFactor: string
  version: number
  rowVersion: number
}

export type SimLease = Omit<Sim, 'state' | 'reservedBy' | 'rowVersion'> & { state: Exclude<SimState, 'reserved'> }

export async function findSim(tx: ReadTx, iccid: string): Promise<Sim | undefined> {
  return await tx('sim_stock').where({ iccid }).first()
}

/** What may be given out now, in the order of the numbers. */
export async function listFreeSims(tx: ReadTx, officeId: string, now: string): Promise<Sim[]> {
  return await tx('sim_stock').where({ officeId, state: 'leased' }).where('until', '>', now).orderBy('iccid')
}

export async function listSims(tx: ReadTx): Promise<Sim[]> {
  return await tx('sim_stock').orderBy('iccid')
}

export async function listIccids(tx: ReadTx): Promise<string[]> {
  return await tx('sim_stock').pluck('iccid')
}

/** `expired`: leased no longer, though nobody has taken it away. */
export interface StockCount {
  simKind: Sim['simKind']
  standing: SimState | 'expired'
  cards: number
}

/** A lease that another office holds by now counts as returned. */
export async function countStock(tx: ReadTx, officeId: string, now: string): Promise<StockCount[]> {
  const standing = tx.raw(
    `CASE WHEN state <> 'leased' THEN state WHEN office_id <> ? THEN 'returned' WHEN until <= ? THEN 'expired' ELSE state END`,
    [officeId, now],
  )
  return await tx('sim_stock').select({ simKind: 'sim_kind', standing }).count({ cards: '*' }).groupByRaw('1, 2')
}

/** Answers false when this version or a newer one is here already. */
export async function applyLease(tx: WriteTx, lease: SimLease): Promise<boolean> {
  const known = await findSim(tx, lease.iccid)
  if (known && known.version >= lease.version) return false
  const state = simStateTold(known, lease)
  const reservedBy = state === 'reserved' ? (known?.reservedBy ?? null) : null
  await tx('sim_stock')
    .insert({ ...lease, state, reservedBy, rowVersion: (known?.rowVersion ?? 0) + 1 })
    .onConflict('iccid')
    .merge()
  return true
}

const leaseOver = new Date(0).toISOString()

/** The lease is gone. A claim stays with its order; given up, the SIM is not free again. */
export async function removeLease(tx: WriteTx, iccid: string, version: number): Promise<void> {
  const sim = await findSim(tx, iccid)
  if (!sim || sim.version >= version) return
  const change = { version, rowVersion: sim.rowVersion + 1 }
  if (sim.state === 'reserved')
    await tx('sim_stock')
      .where({ iccid })
      .update({ ...change, until: leaseOver })
  if (sim.state !== 'leased') return
  await tx('sim_stock')
    .where({ iccid })
    .update({ ...change, state: simStateAfter(sim.state, 'return') })
}

/** Claims a SIM for one operation. Throws ICCID_UNKNOWN and what `requireFree` throws; FENCE_STALE when its lease was renewed meanwhile. */
export async function reserveSim(
  tx: WriteTx,
  claim: { iccid: string; fence: number; operationId: string; now: string },
): Promise<void> {
  const sim = await findSim(tx, claim.iccid)
  if (!sim) throw new AppError('ICCID_UNKNOWN')
  requireFree(sim, claim.now)
  if (sim.fence !== claim.fence) throw new AppError('FENCE_STALE')
  await setState(tx, sim.iccid, { state: simStateAfter(sim.state, 'reserve'), reservedBy: claim.operationId })
}

/** Claims a SIM for an order that is at the core already: what this store thinks of it no longer matters. */
export async function adoptClaim(tx: WriteTx, iccid: string, operationId: string): Promise<void> {
  const sim = await findSim(tx, iccid)
  if (sim?.state !== 'leased') return
  await setState(tx, iccid, { state: simStateAfter(sim.state, 'reserve'), reservedBy: operationId })
}

/** Throws ICCID_LEASE_EXPIRED `{until}`, or by its state, unless the SIM may be given out now. */
export function requireFree(sim: Sim, now: string): void {
  simStateAfter(sim.state, 'reserve')
  if (sim.until <= now) throw new AppError('ICCID_LEASE_EXPIRED', { until: sim.until })
}

/** The operation has ended: what it claimed is used, or free again. */
export async function settleSims(tx: WriteTx, operationId: string, outcome: 'use' | 'release'): Promise<void> {
  const claimed: Sim[] = await tx('sim_stock').where({ reservedBy: operationId })
  for (const sim of claimed) {
    await setState(tx, sim.iccid, { state: simStateAfter(sim.state, outcome), reservedBy: null })
  }
}

/** The core has written it off: its word counts, whatever was done with the SIM here meanwhile. */
export async function writeOff(tx: WriteTx, iccid: string): Promise<void> {
  const sim = await findSim(tx, iccid)
  if (!sim) return
  const state = simStateTold(sim, { state: 'damaged', fence: sim.fence })
  await setState(tx, iccid, { state, reservedBy: null })
}

async function setState(tx: WriteTx, iccid: string, change: Pick<Sim, 'state' | 'reservedBy'>): Promise<void> {
  await tx('sim_stock')
    .where({ iccid })
    .update({ ...change, rowVersion: tx.raw('row_version + 1') })
}
