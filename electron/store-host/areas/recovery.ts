import type { RecoveryView } from '#domain/contract/views'
import { listBackups, type Backup } from '#db/backup'
import { ballastSize } from '#db/ballast'
import { isUsable, missingFrom, restoreBackup } from '#db/recovery'
import { AppError } from '#domain/errors'
import type { StoreApi } from '../../link/store-api'
import type { Ports } from '../counter'

/** Works on files: the store that they belong to is not open. */
export function recoveryApi(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  isOpen: () => boolean,
): Pick<StoreApi, 'recoveryState' | 'restoreBackup'> {
  return {
    async recoveryState({ location, backupDir, problem }) {
      const backups: RecoveryView['backups'] = []
      let newest: Backup | undefined
      for (const backup of listBackups(location.file, backupDir)) {
        const { id, takenAt, bytes } = backup
        const usable = await isUsable(backup, location.keyHex)
        backups.push({ id, takenAt, bytes, usable })
        if (usable) newest ??= backup
      }
      const since = newest?.takenAt
      const { readable, operations } = await missingFrom(location, newest && { ...location, file: newest.file })
      const listed = operations.map(({ at, operations: what, msisdn }) => ({
        at,
        operations: what,
        msisdnTail: msisdn.slice(-4),
      }))
      const missing = { ...(since !== undefined && { since }), readable, operations: listed }
      return { problem, params: {}, ballast: ballastSize(location.file) > 0, backups, missing }
    },

    async restoreBackup({ location, backupDir, backupId }) {
      if (isOpen()) throw new AppError('BAD_REQUEST', { field: 'store' })
      await restoreBackup({ location, backupDir, backupId, clock })
      log('warn', 'store.restored')
    },
  }
}
