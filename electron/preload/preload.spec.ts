import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '#domain/contract/api'

type Listener = (event: object, payload: unknown) => void
const electron = vi.hoisted(() => ({
  exposed: {} as Record<string, unknown>,
  invoked: [] as unknown[][],
  listeners: new Map<string, Listener>(),
}))
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => (electron.exposed[name] = api) },
  ipcRenderer: {
    invoke: async (...args: unknown[]) => electron.invoked.push(args),
    on: (name: string, listener: Listener) => electron.listeners.set(name, listener),
    off: (name: string, listener: Listener) => {
      if (electron.listeners.get(name) === listener) electron.listeners.delete(name)
    },
  },
}))

let bridge: Bridge
beforeAll(async () => {
  vi.stubGlobal('__BRIDGE_CHANNELS__', { calls: ['app.info'], events: ['visit.ended'] })
  await import('./preload')
  bridge = electron.exposed['bridge'] as Bridge
})
beforeEach(() => void electron.invoked.splice(0))

describe('preload', () => {
  it('puts two functions on one name', () => {
    expect(Object.keys(electron.exposed)).toEqual(['bridge'])
    expect(Object.keys(bridge)).toEqual(['call', 'on'])
  })

  it('passes declared calls only', async () => {
    await bridge.call('app.info', {})
    expect(() => bridge.call('ELECTRON_BROWSER_REQUIRE' as never, {} as never)).toThrow('unknown channel')
    expect(() => bridge.call('visit.ended' as never, {} as never)).toThrow('unknown channel')
    expect(electron.invoked).toEqual([['app.info', {}]])
  })

  it('gives a listener the payload and never the event object, until it is taken off', () => {
    const seen: unknown[][] = []
    const off = bridge.on('visit.ended', (...args: unknown[]) => void seen.push(args))
    electron.listeners.get('visit.ended')?.({ sender: 'ipcRenderer' }, { visitId: 'v' })
    expect(seen).toEqual([[{ visitId: 'v' }]])
    off()
    expect(electron.listeners.size).toBe(0)
    expect(() => bridge.on('app.info' as never, () => undefined)).toThrow('unknown channel')
  })
})
