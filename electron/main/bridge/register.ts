import { ipcMain } from 'electron'
import { callNames } from '#domain/contract/index'
import type { BridgeCore } from './bridge'

/** One listener per declared channel; nothing else in this process listens to the renderer. */
export function registerBridge(bridge: BridgeCore): void {
  for (const name of callNames) ipcMain.handle(name, (event, input: unknown) => bridge.dispatch(name, event, input))
}
