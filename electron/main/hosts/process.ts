import type { Wire } from '#electron/link/rpc'

/** A running utility process as the supervisor sees it; specs use one without Electron. */
export interface HostProcess {
  wire: Wire
  onExit(listener: (code: number) => void): void
  kill(): void
}
