/** One Electron on this machine. */
export interface ElectronRuntime {
  /** Folder of the unpacked Electron, as electron-builder's `electronDist` wants it. */
  distDir: string
  /** The program to start; Playwright's `executablePath`. */
  executable: string
  version: string
  /** Where it came from, in words, for logs and reports. */
  source: string
}
export function resolveElectron(report?: (text: string) => void): Promise<ElectronRuntime>
/** @throws when no set-up has run in this clone yet */
export function electronRuntime(): ElectronRuntime
