import { BrowserWindow, type WebContents, type WebPreferences } from 'electron'
import { isOurUrl, startUrl } from './origin'
import type { WindowState } from './window-state'

/** The whole of what a page may be; a spec pins it. */
export const webPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
  // The counter's clock must go on in the background: the customer session counts down there too.
  backgroundThrottling: false,
} as const satisfies WebPreferences

export interface WindowOptions {
  title: string
  preload: string
  devTools: boolean
  /** Colour before the first paint. */
  background: string
  /** Where it was when the program ended; asked for when the first window opens. */
  remembered(): WindowState | undefined
}

const firstSize = { width: 1366, height: 768 }

/** Opens the window and starts loading the page; nothing of the page can lead it elsewhere. */
export function openWindow(options: WindowOptions, like?: BrowserWindow): BrowserWindow {
  const { maximized, ...bounds } = (like ? stateOf(like) : options.remembered()) ?? { ...firstSize, maximized: false }
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 1024,
    minHeight: 600,
    title: options.title,
    backgroundColor: options.background,
    autoHideMenuBar: true,
    webPreferences: { ...webPreferences, preload: options.preload, devTools: options.devTools },
  })
  if (maximized) window.maximize()
  if (like?.isFullScreen()) window.setFullScreen(true)
  // The title is the system's to show, in lists and screenshots: the page must not put a name into it.
  window.on('page-title-updated', (event) => event.preventDefault())
  void window.loadURL(startUrl).catch(() => undefined)
  return window
}

/** What the next start goes by. */
export function stateOf(window: BrowserWindow): WindowState {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() }
}

/** For every contents the application ever makes, our own included. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event) => refuseForeign(event, event.url))
  contents.on('will-redirect', (event) => refuseForeign(event, event.url))
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOurUrl(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

function refuseForeign(event: { preventDefault(): void }, url: string): void {
  if (!isOurUrl(url)) event.preventDefault()
}
