import { expect, it } from 'vitest'
import { AppError } from '#domain/errors'
import type { Recovery } from '../store/recovery'
import { recoveryService } from './recovery'

const commandId = '0193a1b2-7c00-7000-8000-000000000001'

function service(recovery: Partial<Recovery>) {
  let told = 0
  const all = recoveryService({
    recovery: recovery as Recovery,
    storeOpened: async () => void told++,
    exportDiagnostics: async () => true,
  })
  return { ...all, told: () => told }
}

it('retry is answered either way; only a store that is open now is told', async () => {
  const closed = service({ retry: () => Promise.reject(new AppError('STORE_READONLY')) })
  expect(await closed['recovery.retry']({ commandId }, {})).toEqual({})
  expect(closed.told()).toBe(0)
  const open = service({ retry: async () => undefined })
  await open['recovery.retry']({ commandId }, {})
  expect(open.told()).toBe(1)
})

it('restore says why it could not be done', async () => {
  const none = service({ restore: () => Promise.reject(new AppError('BACKUP_UNUSABLE')) })
  await expect(none['recovery.restore']({ commandId, backupId: 'x' }, {})).rejects.toThrow('BACKUP_UNUSABLE')
  expect(none.told()).toBe(0)
})
