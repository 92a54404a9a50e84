import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '#domain/clock'
import type { Store, WriteTx } from '../connection'
import { openStore } from '../openStore'
import { addOperation } from '../repositories/operations'
import { addVisit } from '../repositories/visits'
import { enqueue } from '../outbox/outbox'

export const keyHex = '0f'.repeat(32)
export const start = '2026-11-23T09:00:00.000Z'

/** A clock that stands still until it is moved. */
export function stoppedClock(at = start): Clock & { advance(ms: number): void } {
  let ms = Date.parse(at)
  return { now: () => ms, iso: () => new Date(ms).toISOString(), advance: (by) => void (ms += by) }
}

export function tempDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'activ-store-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A new encrypted store in a directory of its own. */
export async function tempStore(clock: Clock = stoppedClock()): Promise<{ store: Store; dir: string; file: string }> {
  const dir = tempDir()
  const file = join(dir, 'office.db')
  const store = await openStore({ location: { file, keyHex }, backupDir: join(dir, 'backups'), clock })
  onTestFinished(() => store.close())
  return { store, dir, file }
}

export const visitId = '019a0000-0000-7000-8000-000000000001'

export function operationId(number: number): string {
  return `019a0000-0000-7000-8000-${String(number).padStart(12, '0')}`
}

export async function addTestVisit(tx: WriteTx, id = visitId): Promise<void> {
  await addVisit(tx, { id, clerkId: 'clerk-1', msisdn: '77010000001', productId: 'prod-1', openedAt: start })
}

/** An order with its outbox row, as `placeOrder` makes them. */
export async function addTestOrder(
  tx: WriteTx,
  id: string,
  msisdn: string,
  { at = start, intentAt = start } = {},
): Promise<void> {
  const common = { visitId, clerkId: 'clerk-1', msisdn, productId: `prod-${msisdn}`, createdAt: at }
  await addOperation(tx, { id, ...common, operations: ['unblock'], requestHash: id })
  const payload = { externalId: id, requestedStartDate: intentAt }
  const frozen = { payload, schemaVersion: 1, baseVersion: 1, at }
  await enqueue(tx, { id, aggregate: msisdn, kind: 'order', ...frozen })
}

/** Names of the files under a directory that hold one of the texts, in UTF-8 or UTF-16. */
export function filesHolding(dir: string, texts: readonly string[]): string[] {
  const needles = texts.flatMap((text) => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')])
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files
    .filter((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name))
      return needles.some((needle) => bytes.includes(needle))
    })
    .map((entry) => entry.name)
    .sort()
}
