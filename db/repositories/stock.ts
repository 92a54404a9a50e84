import { AppError } from '#domain/errors'
import { simStateAfter, simStateTold, type SimState } from '#domain/sim'
import type { ReadTx, WriteTx } from '../connection'
import { putRows } from '../manyRows'

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

/** The core's word on a SIM: how it is leased, or that its lease is gone. */
export type SimWord = SimLease | { iccid: string; version: number; state: 'gone' }

/** In any order and any number of times: a word counts that is newer than all before it. Gives how many SIMs were changed. */
export async function applyLeases(tx: WriteTx, words: readonly SimWord[]): Promise<number> {
  if (words.length === 0) return 0
  const asked = JSON.stringify(words.map(({ iccid }) => iccid))
  const rows: Sim[] = await tx('sim_stock').whereRaw('iccid IN (SELECT value FROM json_each(?))', [asked])
  const sims = new Map(rows.map((sim) => [sim.iccid, sim]))
  const changed = new Map<string, Sim>()
  for (const word of words) {
    const sim = afterWord(sims.get(word.iccid), word)
    if (!sim) continue
    sims.set(sim.iccid, sim)
    changed.set(sim.iccid, sim)
  }
  await putRows(tx, { table: 'sim_stock', key: ['iccid'] }, [...changed.values()])
  return changed.size
}

/** Undefined: nothing changes. */
function afterWord(known: Sim | undefined, word: SimWord): Sim | undefined {
  if (known && known.version >= word.version) return undefined
  if (word.state === 'gone') return known && withoutLease(known, word.version)
  const state = simStateTold(known, word)
  const reservedBy = state === 'reserved' ? (known?.reservedBy ?? null) : null
  return { ...word, state, reservedBy, rowVersion: (known?.rowVersion ?? 0) + 1 }
}

const leaseOver = new Date(0).toISOString()

/** A claim stays with its order; given up, the SIM is not free again. */
function withoutLease(sim: Sim, version: number): Sim | undefined {
  const changed = { ...sim, version, rowVersion: sim.rowVersion + 1 }
  if (sim.state === 'reserved') return { ...changed, until: leaseOver }
  return sim.state === 'leased' ? { ...changed, state: simStateAfter(sim.state, 'return') } : undefined
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
