import { statSync } from 'node:fs'
import { listBackups } from '#db/backup'
import { ballastSize } from '#db/ballast'
import type { ReadTx } from '#db/connection'
import { schemaVersion } from '#db/migrations/run'
import type { StoreApi, StoreLocation } from '../../link/store-api'
import type { Counter } from '../counter'

type Figures = Record<string, number | string>

/** For the diagnostics: counts, states and sizes; no number, name, id or payload. */
export function figuresArea(
  counter: Counter,
  place: { location: StoreLocation; backupDir: string },
): Pick<StoreApi, 'figures'> {
  return {
    async figures() {
      const { core, since, kind, clockSeconds, coreProblem } = counter.line.state
      const line = { core, coreSince: since, coreKind: kind, clockSeconds, ...(coreProblem && { coreProblem }) }
      return { ...(await counter.store.read(countAll)), ...line, ...fileFigures(place) }
    },
  }
}

async function countAll(tx: ReadTx): Promise<Figures> {
  return {
    schemaVersion: await schemaVersion(tx),
    ...(await countBy(tx, 'outbox', 'state')),
    ...(await countBy(tx, 'outbox', 'last_error')),
    ...(await countBy(tx, 'sim_stock', 'state')),
    ...(await countBy(tx, 'reference_item', 'kind')),
    'outbox.decided': await count(tx, 'outbox', 'settled_at'),
    'operation.evidence': await countEvidence(tx),
    'visit.open': (await count(tx, 'visit', 'id')) - (await count(tx, 'visit', 'ended_at')),
    'audit.rows': await count(tx, 'audit', 'seq'),
    'usage.rows': await count(tx, 'usage_row', 'at'),
    'offlineVerifier.rows': await count(tx, 'offline_verifier', 'clerk_id'),
  }
}

async function countBy(tx: ReadTx, table: string, column: string): Promise<Figures> {
  const rows: { value: string; rows: number }[] = await tx(table)
    .whereNotNull(column)
    .groupBy(column)
    .select({ value: column })
    .count({ rows: '*' })
  return Object.fromEntries(rows.map(({ value, rows: amount }) => [`${table}.${value}`, amount]))
}

async function count(tx: ReadTx, table: string, column: string): Promise<number> {
  const [row]: { rows: number }[] = await tx(table).count({ rows: column })
  return row?.rows ?? 0
}

async function countEvidence(tx: ReadTx): Promise<number> {
  const [row]: { rows: number }[] = await tx('operation').where({ evidence: 1 }).count({ rows: '*' })
  return row?.rows ?? 0
}

function fileFigures({ location, backupDir }: { location: StoreLocation; backupDir: string }): Figures {
  const backups = listBackups(location.file, backupDir)
  const newest = backups[0]
  return {
    storeBytes: bytesOf(location.file),
    logBytes: bytesOf(`${location.file}-wal`),
    ballastBytes: ballastSize(location.file),
    backups: backups.length,
    ...(newest && { newestBackup: newest.takenAt, newestBackupBytes: newest.bytes }),
  }
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
