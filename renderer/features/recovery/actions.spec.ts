import { describe, expect, it } from 'vitest'
import type { RecoveryView } from '#domain/contract/views'
import type { ErrorCode } from '#domain/errors'
import { recoveryActions } from './actions'

const view: RecoveryView = {
  problem: 'STORE_CORRUPT',
  params: {},
  ballast: true,
  backups: [
    { id: 'c', takenAt: '2026-03-10T09:00:00Z', bytes: 3, usable: false },
    { id: 'b', takenAt: '2026-03-10T08:00:00Z', bytes: 2, usable: true },
    { id: 'a', takenAt: '2026-03-09T08:00:00Z', bytes: 1, usable: true },
  ],
  missing: { readable: false, operations: [] },
}

describe('what the recovery screen offers', () => {
  it.each<[ErrorCode, boolean, boolean, string | undefined]>([
    ['STORE_CORRUPT', true, false, 'b'],
    ['STORE_MIGRATION', true, true, undefined],
    ['STORE_FULL', true, true, undefined],
    ['STORE_READONLY', true, false, undefined],
    ['STORE_KEY_WRONG', true, false, undefined],
    ['KEYRING_MISSING', true, false, undefined],
    ['STORE_NEWER', false, false, undefined],
    ['INTERNAL', true, false, undefined],
  ])('%s: retry %s, free space %s, restore %s', (code, retry, free, restore) => {
    const actions = recoveryActions(code, view)
    expect([actions.retry, actions.free, actions.restore?.id]).toEqual([retry, free, restore])
  })

  it('offers neither space nor a copy that is not there', () => {
    const bare = { ...view, ballast: false, backups: [] }
    expect(recoveryActions('STORE_FULL', bare).free).toBe(false)
    expect(recoveryActions('STORE_CORRUPT', bare).restore).toBeUndefined()
    expect(recoveryActions('STORE_CORRUPT', undefined).restore).toBeUndefined()
  })

  it('has advice for a fault it does not know', () => {
    expect(recoveryActions('INTERNAL', view).advice).toBe('other')
  })
})
