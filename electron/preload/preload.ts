import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron'
import type { Bridge } from '#domain/contract/api'

/** Put in at build time from the contract, so that this file carries no schemas. */
declare const __BRIDGE_CHANNELS__: { calls: readonly string[]; events: readonly string[] }

const { calls, events } = __BRIDGE_CHANNELS__

function requireKnown(name: string, known: readonly string[]): void {
  if (!known.includes(name)) throw new Error('unknown channel')
}

const bridge: Bridge = {
  call(name, input) {
    requireKnown(name, calls)
    return ipcRenderer.invoke(name, input)
  },
  on(name, listener) {
    requireKnown(name, events)
    // The event object reaches into Electron: the page gets the payload only.
    const pass = (_event: IpcRendererEvent, payload: unknown) => listener(payload as never)
    ipcRenderer.on(name, pass)
    return () => {
      ipcRenderer.off(name, pass)
    }
  },
}

contextBridge.exposeInMainWorld('bridge', bridge)
