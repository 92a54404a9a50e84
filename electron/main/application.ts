import type { KeyProvider } from '#db/key/provider'
import type { Clock } from '#domain/clock'
import type { AppInfo } from '#domain/contract/views'
import type { IdSource } from '#domain/ids'
import { makeBridge, type BridgeCore } from './bridge/bridge'
import type { SenderEvent } from './bridge/sender'
import type { Config, Paths } from './config'
import { makeEventSender, type EventDeps } from './events'
import type { HostProcess } from './hosts/process'
import type { Log } from './log'
import { newRef } from './refs'
import { makeReporting } from './reporting'
import { makeHandlers, type ServiceDeps } from './services/index'
import { SessionKeeper, type SessionHooks } from './session'
import { sessionEnd } from './session-end'
import { makeSpool, type Spool } from './spool'
import { linkStore } from './store-link'
import type { Timers } from './timers'

/** What the application needs of Electron, so that it can be put together without it. */
export interface Platform {
  config: Config
  paths: Paths
  versions: Pick<AppInfo, 'version' | 'electron' | 'chrome'>
  keys: KeyProvider
  forkStore(): HostProcess
  forkReport(): HostProcess
  send: EventDeps['send']
  isOurFrame(event: SenderEvent): boolean
  /** A fresh page in a fresh process. */
  replacePage(): void
  openFile(spool: Spool, file: string): Promise<void>
  log: Log
  clock: Clock
  timers: Timers
  ids: IdSource
}

export interface Application {
  bridge: BridgeCore
  session: SessionKeeper
  pageGone(): void
  /** Begins with the store host; the rest waits for whoever asks. Resolves when nothing of an earlier run is left to print. */
  start(): Promise<void>
  /** Ends the visit, closes the store, ends the hosts. */
  stop(): Promise<void>
}

const drainMs = 5_000

export function makeApplication(p: Platform): Application {
  const { config, paths, log, clock, timers } = p
  const link = linkStore({ ...p, fork: p.forkStore, storeFile: paths.store, backupDir: paths.backups })
  const { host } = link
  const store = host.api
  const spool = makeSpool(paths.spool)
  const events = makeEventSender({
    send: p.send,
    isSignedIn: () => session.clerk() !== undefined,
    onBroken: (name, path) => log.error('event.broken', { name, path }),
  })
  const reporting = makeReporting({
    ...{ link, log, clock, timers, fork: p.forkReport, operator: config.operator, zone: config.zone },
    changed: (view) => events.send('detail.changed', view),
  })
  const { reports } = reporting
  const hooks: SessionHooks = sessionEnd({
    ...{ store, events, reports, spool, log, replacePage: p.replacePage },
    forgetCommands: () => bridge.forgetSettledCommands(),
  })
  const session: SessionKeeper = new SessionKeeper({ clock, timers, hooks })
  const services: ServiceDeps = {
    ...{ store, session, reports, spool, clock, ids: p.ids, zone: config.zone, language: config.language },
    storeReady: () => host.ready(),
    keyProtection: link.keyProtection,
    facts: factsOf(p),
    pageReady: () => events.pageReady(),
    openFile: (file) => p.openFile(spool, file),
    lockSoon: () => void timers.after(0, () => void session.signOut('locked')),
  }
  const bridge: BridgeCore = makeBridge({
    handlers: makeHandlers(services),
    session,
    isOurFrame: p.isOurFrame,
    log: ({ channel, code, ref, detail }) => log.warn('bridge.refused', { channel, code, ref, detail }),
    newRef,
  })
  host.on('status', (status) => events.send('app.statusChanged', status))
  host.on('order', (order) => events.send('order.changed', order))
  // The core's tokens lived in that process: nobody is signed in there any more.
  host.onRestarted(() => void session.signOut('expired'))

  return {
    bridge,
    session,
    pageGone: () => events.pageGone(),
    async start() {
      host.start()
      if (!(await spool.removeAll())) log.warn('spool.kept')
    },
    async stop() {
      await session.endVisit('locked')
      reporting.stop()
      await host.stop(drainMs, (api) => api.close({}))
    },
  }
}

function factsOf({ config, versions }: Platform): ServiceDeps['facts'] {
  const { operator, zone, prefill } = config
  return { ...versions, operator, zone, ...(prefill && { prefill }) }
}
