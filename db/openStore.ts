import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { AppError } from '#domain/errors'
import type { Clock } from '#domain/clock'
import { backUp, putBack } from './backup'
import { openWriter, type StoreFile, type Writer } from './connection'
import { fileFault } from './faults'
import { migrations as released } from './migrations/index'
import type { Migration } from './migrations/migration'
import { migrate, schemaVersion } from './migrations/run'
import { finishRestore } from './recovery'

export interface OpenOptions {
  location: StoreFile
  backupDir: string
  clock: Clock
  /** For tests; by default those of this version. */
  migrations?: readonly Migration[]
}

/**
 * Opens the store in the schema of this version. Throws STORE_NEWER when a newer version has written it (nothing is touched),
 * STORE_MIGRATION when a migration failed (the store is as before), STORE_KEY_WRONG, STORE_CORRUPT, STORE_READONLY, STORE_FULL.
 */
export async function openStore(options: OpenOptions): Promise<Writer> {
  const { location, migrations = released } = options
  finishRestore(location.file)
  const store = await openWriter(location)
  try {
    const version = await store.read(schemaVersion)
    const newest = migrations.at(-1)?.id ?? 0
    if (version > newest) throw new AppError('STORE_NEWER', { store: version, app: newest })
    const pending = migrations.filter((migration) => migration.id > version)
    if (pending.length > 0) await update(store, version, pending, options)
    rmSync(updatingFile(location.file), { force: true })
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

async function update(
  store: Writer,
  version: number,
  pending: readonly Migration[],
  options: OpenOptions,
): Promise<void> {
  const { location, backupDir, clock } = options
  if (version === 0) return await migrate(store, pending, clock)
  const backup = await backUp(store, location.keyHex, { dir: backupDir, version, at: clock.iso() })
  try {
    writeFileSync(updatingFile(location.file), '')
    await migrate(store, pending, clock)
  } catch (error) {
    await store.close()
    putBack(backup, location.file)
    rmSync(updatingFile(location.file), { force: true })
    throw fileFault(error)
  }
}

function updatingFile(storeFile: string): string {
  return `${storeFile}.updating`
}

/** Whether the program ended in the middle of an update, which the next opening takes up again. */
export function updateWasInterrupted(storeFile: string): boolean {
  return existsSync(updatingFile(storeFile))
}
