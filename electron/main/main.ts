import { join } from 'node:path'
import { app, Menu, nativeTheme, powerMonitor, safeStorage, screen, session as sessions } from 'electron'
import { v7 } from 'uuid'
import type { KeyProvider } from '#db/key/provider'
import reportHostPath from '../report-host/report-host?modulePath'
import storeHostPath from '../store-host/store-host?modulePath'
import { makeApplication, type Application } from './application'
import { isOurSender } from './bridge/sender'
import { registerBridge } from './bridge/register'
import { pathsUnder, readConfig, type Paths } from './config/config'
import { CounterWindow } from './window/counter-window'
import { forkHost } from './hosts/fork'
import { storeKeyProvider } from './store/key'
import { watchForLock, type LockSources } from './session/lock'
import { errorFields, makeLog, rotatingFile, type Log } from './diagnostics/log'
import { applicationMenu } from './window/menu'
import { denyPermissions } from './window/permissions'
import { systemPrinter } from './printing/system'
import { registerScheme, serveOwn } from './window/protocol'
import { runRecord, type RunRecord } from './diagnostics/runs'
import { askWhereToSave, askWhichFile } from './window/file-dialogs'
import { systemClock, systemTimers } from './timers'
import { guardContents, type WindowOptions } from './window/window'
import { readWindowState, writeWindowState } from './window/window-state'

const { isPackaged } = app
const config = readConfig(isPackaged)
const logLimitBytes = 5_000_000
const inBuild = (path: string) => join(import.meta.dirname, path)
/** The build puts them beside this file. */
const fontDir = inBuild('fonts')

registerScheme()
Menu.setApplicationMenu(applicationMenu(process.platform))
if (config.userData !== undefined) app.setPath('userData', config.userData)
// Not awaited: Electron holds `ready` back until this module has run.
if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  const paths = pathsUnder(app.getPath('userData'))
  const log = makeLog(rotatingFile(paths.log, logLimitBytes), systemClock)
  logFaults(log)
  const runs = runRecord(paths.runs)
  logStart(log, runs)
  await app.whenReady()

  let onInput: () => void = () => undefined
  let pageCrashes = 0
  const window = new CounterWindow(windowOptions(paths), {
    pageGone: () => application.pageGone(),
    input: () => onInput(),
    crashed: (reason) => void pageCrashed(reason),
    closing: (state) => void writeWindowState(paths.window, state),
  })
  const fork = (name: string, modulePath: string, args: string[] = []) =>
    forkHost({ name, modulePath, args, environment: config.hostEnvironment, log, passStderr: !isPackaged })
  const application = makeApplication({
    config,
    paths,
    versions: { version: app.getVersion(), electron: process.versions.electron, chrome: process.versions.chrome },
    keys: storeKeys(paths),
    forkStore: () => fork('store-host', storeHostPath),
    forkReport: () => fork('report-host', reportHostPath, [fontDir]),
    send: (name, payload) => window.contents()?.send(name, payload),
    isOurFrame: (event) => isOurSender(event, window.contents()),
    replacePage: () => window.replace(),
    printer: systemPrinter(process.platform, config.cupsSocket),
    askWhereToSave: (name) => askWhereToSave(name, window.current()),
    askWhichFile: () => askWhichFile(window.current()),
    runs: () => runs.figures(),
    pageCrashes: () => pageCrashes,
    log,
    clock: systemClock,
    timers: systemTimers,
    ids: { uuid: () => v7() },
  })

  async function pageCrashed(reason: string): Promise<void> {
    pageCrashes++
    log.error('page.gone', { reason })
    if (application.session.clerk() === undefined) window.replace()
    else await application.session.signOut('locked')
  }

  // The store opens in its process while the page loads in its own.
  void application.start()
  denyPermissions(sessions.defaultSession)
  app.on('web-contents-created', (_event, contents) => guardContents(contents))
  serveOwn(inBuild('../renderer'), application.papers)
  registerBridge(application.bridge)
  window.open()

  app.on('second-instance', () => showStartedAgain(window, application))
  app.on('window-all-closed', () => app.quit())
  drainBeforeQuit(application, runs, log)
  watchForLock({
    clock: systemClock,
    timers: systemTimers,
    idleSeconds: config.idleSeconds,
    lock: () => void application.session.signOut('locked'),
    sources: lockSources((listener) => (onInput = listener)),
  })
}

function showStartedAgain(window: CounterWindow, application: Application): void {
  window.focus()
  application.startedAgain()
}

function logStart(log: Log, runs: RunRecord): void {
  const { wasClean, starts, crashes } = runs.begin()
  log.info('app.start', { version: app.getVersion(), electron: process.versions.electron, starts })
  if (!wasClean) log.warn('app.crashedBefore', { crashes })
  for (const { line, key } of config.problems) log.warn('config.problem', { line, key })
}

function windowOptions(paths: Paths): WindowOptions {
  return {
    title: config.title,
    preload: inBuild('../preload/preload.cjs'),
    devTools: !isPackaged,
    background: nativeTheme.shouldUseDarkColors ? '#12151a' : '#eceff4',
    remembered: () => {
      const displays = screen.getAllDisplays().map(({ workArea }) => workArea)
      return readWindowState(paths.window, displays)
    },
  }
}

function storeKeys(paths: Paths): KeyProvider {
  const files = { file: paths.key, storeFile: paths.store }
  return storeKeyProvider({ keyring: safeStorage, platform: process.platform, isPackaged, ...files })
}

function lockSources(onInput: LockSources['onInput']): LockSources {
  return {
    onInput,
    systemIdleSeconds: () => powerMonitor.getSystemIdleTime(),
    onSuspend(listener) {
      powerMonitor.on('suspend', listener)
      powerMonitor.on('lock-screen', listener)
    },
  }
}

/** Quits once the store is closed. */
function drainBeforeQuit(application: Application, runs: RunRecord, log: Log): void {
  let drained: 'no' | 'running' | 'yes' = 'no'
  app.on('before-quit', (event) => {
    if (drained === 'yes') return
    event.preventDefault()
    if (drained === 'running') return
    drained = 'running'
    const finish = () => {
      drained = 'yes'
      runs.end()
      log.info('app.quit')
      app.quit()
    }
    application.stop().then(finish, (error: unknown) => {
      log.error('app.stop', errorFields(error))
      finish()
    })
  })
}

/** Names and codes only: a message can hold whatever a person typed. */
function logFaults(log: Log): void {
  process.on('uncaughtException', (error) => log.error('uncaught', errorFields(error)))
  process.on('unhandledRejection', (reason) => log.error('unhandled', errorFields(reason)))
  app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName }) => {
    log.warn('process.gone', { type, reason, exitCode, service: serviceName })
  })
}
