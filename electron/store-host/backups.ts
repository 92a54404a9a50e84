import type { Clock } from '#domain/clock'
import { AppError } from '#domain/errors'
import { backUp, listBackups } from '#db/backup'
import type { StoreFile, Writer } from '#db/connection'
import { schemaVersion } from '#db/migrations/run'
import type { Log } from './log'
import type { Timers } from './sync/pump'

const everyMs = 3600 * 1000
/** The start of the day is busy enough. */
const soonestMs = 60_000

export interface BackupKeeper {
  start(): void
  /** No backup begins any more; one that is due is taken now, as the store is about to be closed. */
  stop(): Promise<void>
}

interface KeeperOptions {
  store: Writer
  location: StoreFile
  backupDir: string
  clock: Clock
  timers: Timers
  log: Log
}

/** A backup an hour while the store is open and one when it is closed, unless the last one is younger. A failure is told in the log and stops nothing. */
export function createBackupKeeper(options: KeeperOptions): BackupKeeper {
  const { store, location, backupDir, clock, timers, log } = options
  let cancel: (() => void) | undefined
  let running = Promise.resolve()

  function untilDue(): number {
    const [newest] = listBackups(location.file, backupDir)
    // One from the future is of a clock that was wrong, and no reason to wait for it.
    const age = newest ? clock.now() - Date.parse(newest.takenAt) : everyMs
    return age < 0 ? 0 : Math.max(0, everyMs - age)
  }

  async function take(): Promise<void> {
    try {
      const version = await store.read(schemaVersion)
      await backUp(store, location.keyHex, { dir: backupDir, version, at: clock.iso() })
      log('info', 'backup.taken')
    } catch (error) {
      const { code, params } = error instanceof AppError ? error : new AppError('INTERNAL')
      log('error', 'backup.failed', { code, sqlite: params['sqlite'], file: params['file'] })
    }
  }

  function schedule(ms: number): void {
    cancel = timers.set(ms, () => {
      running = take().then(() => {
        if (cancel) schedule(everyMs)
      })
    })
  }

  return {
    start: () => schedule(Math.max(soonestMs, untilDue())),
    async stop() {
      cancel?.()
      cancel = undefined
      await running
      if (untilDue() === 0) await take()
    },
  }
}
