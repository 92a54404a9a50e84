import type { Session } from 'electron'
import { expect, it } from 'vitest'
import { denyPermissions } from './permissions'

it('every kind of permission is refused', () => {
  const handlers = new Map<string, (...args: unknown[]) => unknown>()
  const session = new Proxy({} as Session, {
    get: (_target, name: string) => (handler: (...args: unknown[]) => unknown) => handlers.set(name, handler),
  })
  denyPermissions(session)
  const answers: unknown[] = []
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'hid', 'a later one']) {
    handlers.get('setPermissionRequestHandler')?.(undefined, permission, (answer: unknown) => answers.push(answer))
    answers.push(handlers.get('setPermissionCheckHandler')?.(undefined, permission))
  }
  answers.push(handlers.get('setDevicePermissionHandler')?.({ deviceType: 'usb' }))
  expect(answers).toEqual(Array(13).fill(false))
})
