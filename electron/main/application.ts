import type { KeyProvider } from '#db/key/provider'
import type { Clock } from '#domain/clock'
import type { AppInfo } from '#domain/contract/views'
import type { IdSource } from '#domain/ids'
import { makeBridge, type BridgeCore } from './bridge/bridge'
import type { SenderEvent } from './bridge/sender'
import { collectDiagnostics } from './diagnostics/collect'
import type { Config, Paths } from './config/config'
import { saveDiagnostics } from './diagnostics/diagnostics'
import { CoreClock } from './store/core-clock'
import { makeEventSender, type EventDeps, type EventSender } from './events'
import type { HostProcess } from './hosts/process'
import { lastInfoFile } from './store/last-info'
import { errorFields, type Log } from './diagnostics/log'
import { makeRecovery, type Recovery } from './store/recovery'
import { newRef } from './papers/refs'
import { makePapers, type Papers } from './papers/papers'
import { PrintJobs } from './printing/jobs'
import type { Printer } from './printing/printer'
import { makeReporting, type Reporting } from './papers/reporting'
import type { Runs } from './diagnostics/runs'
import { makeHandlers, type ServiceDeps } from './services/index'
import { SessionKeeper, type SessionHooks } from './session/session'
import { sessionEnd } from './session/session-end'
import { makeSpool, type Spool } from './papers/spool'
import { linkStore, type StoreLink } from './store/store-link'
import { withinTime, type Timers } from './timers'

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
  printer: Printer
  /** The system's dialogue; undefined when the person cancelled it. */
  askWhereToSave(name: string): Promise<string | undefined>
  /** The same for a PDF to be read. */
  askWhichFile(): Promise<string | undefined>
  runs(): Runs
  /** Pages whose process died since the program started. */
  pageCrashes(): number
  log: Log
  clock: Clock
  timers: Timers
  ids: IdSource
}

export interface Application {
  bridge: BridgeCore
  session: SessionKeeper
  /** What the page may see of finished documents. */
  papers: Papers
  pageGone(): void
  /** The program was started once more. */
  startedAgain(): void
  /** Begins with the store host; the rest waits for whoever asks. Resolves when nothing of an earlier run is left to print. */
  start(): Promise<void>
  /** Ends the visit with what it is printing, closes the store, ends the hosts. */
  stop(): Promise<void>
}

const drainMs = 5_000

interface Parts {
  link: StoreLink
  recovery: Recovery
  spool: Spool
  events: EventSender
  reporting: Reporting
  session: SessionKeeper
  papers: Papers
  printJobs: PrintJobs
}

export function makeApplication(p: Platform): Application {
  const { config, paths, log, clock, timers } = p
  const link = linkStore({ ...p, fork: p.forkStore, storeFile: paths.store, backupDir: paths.backups })
  const { host, store } = link
  const spool = makeSpool(paths.spool)
  const events = makeEventSender({
    send: p.send,
    isSignedIn: () => session.clerk() !== undefined,
    onBroken: (name, path) => log.error('event.broken', { name, path }),
  })
  const reporting = makeReporting({
    ...{ link, log, clock, timers, spool, fork: p.forkReport, operator: config.operator, zone: config.zone },
    changed: (view) => events.send('detail.changed', view),
  })
  const printJobs = new PrintJobs({
    ...{ store, clock, timers, log, printer: p.printer },
    changed: (view) => events.send('print.changed', view),
  })
  const hooks: SessionHooks = sessionEnd({
    ...{ store, events, spool, log, printJobs, replacePage: p.replacePage },
    ...{ reports: reporting.reports, slips: reporting.slips },
    visitPapers: reporting.visitPapers,
    forgetCommands: () => bridge.forgetSettledCommands(),
  })
  const coreClock = new CoreClock(clock)
  const session: SessionKeeper = new SessionKeeper({ clock: coreClock, timers, hooks })
  const papers = makePapers({ ...{ session, spool }, ...reporting })
  const recovery = makeRecovery({ link, storeFile: paths.store, backupDir: paths.backups, log })
  const bridge: BridgeCore = makeBridge({
    handlers: makeHandlers(servicesOf(p, { link, recovery, spool, events, reporting, session, papers, printJobs })),
    session,
    isOurFrame: p.isOurFrame,
    log: ({ channel, code, ref, detail }) => log.warn('bridge.refused', { channel, code, ref, detail }),
    newRef,
  })
  listen(p, { link, events, session, coreClock })

  return {
    bridge,
    session,
    papers,
    pageGone: () => events.pageGone(),
    startedAgain: () => events.send('app.startedAgain', {}),
    async start() {
      host.start()
      await clearSpool(spool, log)
    },
    async stop() {
      const midVisit = session.visit() !== undefined
      const ended = await withinTime(drainMs, timers, session.endVisit('locked'))
      if (ended === 'late') log.warn('visit.drain')
      printJobs.stop()
      reporting.stop()
      await host.stop(drainMs, (api) => api.close({ midVisit }))
      await clearSpool(spool, log)
    },
  }
}

type Heard = Pick<Parts, 'link' | 'events' | 'session'> & { coreClock: CoreClock }

/** What the store says by itself. */
function listen(p: Platform, { link, events, session, coreClock }: Heard): void {
  const { host } = link
  host.on('status', (status) => {
    coreClock.learn(status)
    events.send('app.statusChanged', status)
  })
  host.on('order', (order) => events.send('order.changed', order))
  // The core's tokens lived in that process: nobody is signed in there any more.
  host.onRestarted(() => void session.interrupt())
  // After the answer that showed it. The fresh page asks how the store is, and gets the recovery screen.
  link.onDamaged(() => {
    p.timers.after(0, () => {
      if (session.clerk() === undefined) p.replacePage()
      else void session.signOut('locked')
    })
  })
}

async function clearSpool(spool: Spool, log: Log): Promise<void> {
  if (!(await spool.removeAll())) log.warn('spool.kept')
}

function servicesOf(p: Platform, parts: Parts): ServiceDeps {
  const { config, clock, timers, printer } = p
  const { link, recovery, spool, events, reporting, session, papers, printJobs } = parts

  /** The page looks anew at how the store is when it hears of the line. */
  async function tellOpened(): Promise<void> {
    await link.store.status({}).then(
      (status) => events.send('app.statusChanged', status),
      (error: unknown) => p.log.warn('recovery.status', errorFields(error)),
    )
  }

  async function exportDiagnostics(): Promise<boolean> {
    const name = `activ-office-${clock.iso().slice(0, 19).replace(/[:T]/g, '-')}.zip`
    const file = await p.askWhereToSave(name)
    if (file === undefined) return false
    const crashes = () => ({ pageCrashes: p.pageCrashes(), reportHostCrashes: reporting.hostCrashes() })
    await saveDiagnostics(file, await collectDiagnostics({ ...p, link, crashes }))
    return true
  }

  return {
    ...{ session, spool, clock, recovery, exportDiagnostics, config, ids: p.ids, zone: config.zone, log: p.log },
    ...{ papers, printer, printJobs },
    ...{ store: link.store, reports: reporting.reports, slips: reporting.slips, language: config.language },
    visitPapers: reporting.visitPapers,
    ...{ checker: reporting.papers, log: p.log, askWhichFile: () => p.askWhichFile() },
    storeProblem: () => link.problem(),
    keyProtection: link.keyProtection,
    lastInfo: lastInfoFile(p.paths.lastInfo),
    leftovers: async () => (session.hasBegun ? [] : await link.leftovers()),
    facts: factsOf(p),
    pageReady: () => events.pageReady(),
    storeOpened: tellOpened,
    signOutSoon: (reason) => void timers.after(0, () => void session.signOut(reason)),
  }
}

function factsOf({ config, versions }: Platform): ServiceDeps['facts'] {
  const { operator, zone, prefill } = config
  return { ...versions, operator, zone, ...(prefill && { prefill }) }
}
