import { ballastSize, dropBallast } from '#db/ballast'
import type { RecoveryView } from '#domain/contract/views'
import { AppError, type ErrorCode } from '#domain/errors'
import { errorFields, type Log } from '../diagnostics/log'
import type { StoreLink } from './store-link'

export interface RecoveryDeps {
  link: StoreLink
  storeFile: string
  backupDir: string
  log: Log
}

/** What helps when the store cannot be opened. Nothing here deletes data. */
export interface Recovery {
  /** Null while the store is open. */
  state(): Promise<RecoveryView | null>
  /** @throws why the store still cannot be opened */
  retry(): Promise<void>
  /** Removes the ballast file. @throws STORE_READONLY */
  freeSpace(): Promise<void>
  /** @throws BACKUP_UNUSABLE, STORE_FULL, STORE_READONLY, and why the restored store cannot be opened */
  restore(backupId: string): Promise<void>
}

/** For the others an older copy helps nothing: a full or locked disk, a missing keyring, a failed update, a newer version's store. */
const restorable: readonly ErrorCode[] = ['STORE_CORRUPT', 'STORE_KEY_WRONG']

export function makeRecovery({ link, storeFile, backupDir, log }: RecoveryDeps): Recovery {
  let last: Promise<unknown> = Promise.resolve()

  /** One at a time: a store must not be opened while a backup is being put in its place. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = last.then(act, act)
    last = turn.catch(() => undefined)
    return turn
  }

  async function look(problem: AppError): Promise<RecoveryView> {
    const { code, params } = problem
    const nothing = { backups: [], missing: { readable: false, operations: [] } }
    try {
      await link.closed()
      const location = await link.location()
      const found = await link.host.unprepared.recoveryState({ location, backupDir, problem: code })
      const offered = restorable.includes(code) ? found : { ...found, backups: [] }
      return { ...offered, problem: code, params: { ...found.params, ...params } }
    } catch (error) {
      log.warn('recovery.state', errorFields(error))
      return { problem: code, params, ballast: ballastSize(storeFile) > 0, ...nothing }
    }
  }

  async function state(): Promise<RecoveryView | null> {
    const problem = await link.problem()
    return problem === undefined ? null : await look(problem)
  }

  return {
    state: () => inTurn(state),
    retry: () => inTurn(() => link.openAgain()),
    freeSpace: () =>
      inTurn(async () => {
        dropBallast(storeFile)
        log.info('recovery.freeSpace')
      }),
    restore: (backupId) =>
      inTurn(async () => {
        const view = await state()
        // A store that works is never replaced.
        if (view === null) throw new AppError('BAD_REQUEST', { field: 'store' })
        if (!view.backups.some(({ id, usable }) => id === backupId && usable)) throw new AppError('BACKUP_UNUSABLE')
        await link.host.unprepared.restoreBackup({ location: await link.location(), backupDir, backupId })
        log.warn('recovery.restored', { problem: view.problem })
        await link.openAgain()
      }),
  }
}
