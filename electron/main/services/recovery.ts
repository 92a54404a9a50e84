import type { HandlersOf } from '../bridge/handlers'
import type { Recovery } from '../store/recovery'

export interface RecoveryServiceDeps {
  recovery: Recovery
  /** The page is told, wherever it is. */
  storeOpened(): Promise<void>
  /** False when the person cancelled the dialogue. @throws DIAGNOSTICS_FILE */
  exportDiagnostics(): Promise<boolean>
}

type RecoveryCalls =
  'recovery.state' | 'recovery.retry' | 'recovery.freeSpace' | 'recovery.restore' | 'diagnostics.export'

export function recoveryService(deps: RecoveryServiceDeps): HandlersOf<RecoveryCalls> {
  const { recovery, storeOpened, exportDiagnostics } = deps
  return {
    'recovery.state': () => recovery.state(),
    'recovery.retry': async () => {
      // What still keeps it closed is in the log by now, and for `recovery.state` to tell.
      await recovery.retry().then(storeOpened, () => undefined)
      return {}
    },
    'recovery.freeSpace': async () => {
      await recovery.freeSpace()
      return {}
    },
    'recovery.restore': async ({ backupId }) => {
      await recovery.restore(backupId)
      await storeOpened()
      return {}
    },
    'diagnostics.export': async () => ({ saved: await exportDiagnostics() }),
  }
}
