import type { BrowserWindow, WebContents } from 'electron'
import { openWindow, stateOf, type WindowOptions } from './window'
import type { WindowState } from './window-state'

export interface WindowHooks {
  /** The page is going or a new one is being loaded. */
  pageGone(): void
  input(): void
  /** The page's process died; `reason` is Electron's word for it. */
  crashed(reason: string): void
  /** The window is closing from here. */
  closing(state: WindowState): void
}

/** The one window of the counter, which may be replaced by a fresh one with a renderer process of its own. */
export class CounterWindow {
  readonly #options: WindowOptions
  readonly #hooks: WindowHooks
  #window: BrowserWindow | undefined

  constructor(options: WindowOptions, hooks: WindowHooks) {
    this.#options = options
    this.#hooks = hooks
  }

  open(): void {
    this.#take(openWindow(this.#options))
  }

  /** The old page ends with its process and all it held in memory. The new window is there first, so that the last one never closes. */
  replace(): void {
    const old = this.#live()
    if (old === undefined) return
    this.#hooks.pageGone()
    this.#take(openWindow(this.#options, old))
    old.destroy()
  }

  focus(): void {
    const window = this.#live()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  }

  current(): BrowserWindow | undefined {
    return this.#live()
  }

  contents(): WebContents | undefined {
    return this.#live()?.webContents
  }

  #take(window: BrowserWindow): void {
    this.#window = window
    const { webContents: contents } = window
    window.on('close', () => this.#hooks.closing(stateOf(window)))
    contents.on('input-event', () => this.#hooks.input())
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) this.#hooks.pageGone()
    })
    contents.on('render-process-gone', (_event, { reason }) => {
      if (window === this.#window) this.#hooks.crashed(reason)
    })
  }

  #live(): BrowserWindow | undefined {
    return this.#window === undefined || this.#window.isDestroyed() ? undefined : this.#window
  }
}
