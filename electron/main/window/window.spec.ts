import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { WebContents } from 'electron'
import { guardContents, openWindow, webPreferences, type WindowOptions } from './window'

interface Made {
  options: { title?: string; webPreferences?: object }
  loaded: string[]
  listeners: Map<string, (event: FakeEvent) => void>
}
interface FakeEvent {
  preventDefault(): void
  url?: string
  isMainFrame?: boolean
}

const made = vi.hoisted((): Made[] => [])
vi.mock('electron', () => ({
  BrowserWindow: class {
    readonly #made: Made
    constructor(options: Made['options']) {
      this.#made = { options, loaded: [], listeners: new Map() }
      made.push(this.#made)
    }
    on(name: string, listener: (event: FakeEvent) => void) {
      this.#made.listeners.set(name, listener)
    }
    async loadURL(url: string) {
      this.#made.loaded.push(url)
    }
  },
}))

const options: WindowOptions = {
  title: 'Activ Office',
  preload: '/p.cjs',
  devTools: false,
  background: '#fff',
  remembered: () => undefined,
}

beforeEach(() => void made.splice(0))

describe('our window', () => {
  it('holds a page that can do nothing but show itself', () => {
    openWindow(options)
    expect(made[0]?.options.webPreferences).toEqual({ ...webPreferences, preload: '/p.cjs', devTools: false })
    expect(webPreferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      backgroundThrottling: false,
    })
    expect(made[0]?.loaded).toEqual(['app://bundle/index.html'])
  })

  it('opens where it was, or at the size of an office screen', () => {
    const state = { x: 10, y: 20, width: 1200, height: 700, maximized: false }
    openWindow({ ...options, remembered: () => state })
    openWindow(options)
    expect(made[0]?.options).toMatchObject({ x: 10, y: 20, width: 1200, height: 700 })
    expect(made[0]?.options).not.toHaveProperty('maximized')
    expect(made[1]?.options).toMatchObject({ width: 1366, height: 768 })
  })

  it('keeps its title whatever the page is called', () => {
    openWindow(options)
    expect(isPrevented(made[0]?.listeners.get('page-title-updated'), {})).toBe(true)
  })
})

function isPrevented(listener: ((event: FakeEvent) => void) | undefined, event: Partial<FakeEvent>): boolean {
  if (listener === undefined) throw new Error('nobody listens')
  let prevented = false
  listener({ ...event, preventDefault: () => void (prevented = true) })
  return prevented
}

describe('guardContents', () => {
  const listeners = new Map<string, (event: FakeEvent) => void>()
  let openHandler: () => unknown = () => undefined
  guardContents({
    on: (name: string, listener: (event: FakeEvent) => void) => listeners.set(name, listener),
    setWindowOpenHandler: (handler: () => unknown) => (openHandler = handler),
  } as unknown as WebContents)

  it('opens no window and attaches no webview', () => {
    expect(openHandler()).toEqual({ action: 'deny' })
    expect(isPrevented(listeners.get('will-attach-webview'), {})).toBe(true)
  })

  // All but the first have the origin `null` in Node, as ours has.
  const foreign = [
    'https://bundle/index.html',
    'data:text/html,x',
    'about:blank',
    'evil://bundle/',
    'app://evil/',
    'file:///etc/passwd',
  ]

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('%s stays at home', (name) => {
    for (const url of foreign) expect(isPrevented(listeners.get(name), { url, isMainFrame: true }), url).toBe(true)
    expect(isPrevented(listeners.get(name), { url: 'app://bundle/index.html', isMainFrame: true })).toBe(false)
  })

  it('lets no frame in the page navigate at all', () => {
    const event = { url: 'app://bundle/index.html', isMainFrame: false }
    expect(isPrevented(listeners.get('will-frame-navigate'), event)).toBe(true)
  })
})

describe('the source', () => {
  const folder = join(import.meta.dirname, '..')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  const using = (word: RegExp) => sources.filter((name) => word.test(readFileSync(join(folder, name), 'utf8')))

  it.each([
    [/new BrowserWindow\(/, join('window', 'window.ts')],
    [/ipcMain\.handle/, join('bridge', 'register.ts')],
    [/process\.env/, join('config', 'config.ts')],
  ])('uses %s in one file', (word, file) => {
    expect(using(word)).toEqual([file])
  })

  it('hands nothing to other programs to open, which would keep it in their lists and folders', () => {
    expect(using(/\bshell\./)).toEqual([])
  })

  it('makes no crash dumps, which would hold whatever was in memory', () => {
    expect(using(/crashReporter/)).toEqual([])
  })

  it('listens to the renderer nowhere else', () => {
    expect(using(/ipcMain\.on|\.ipc\.(?:on|handle)|'ipc-message/)).toEqual([])
  })
})
