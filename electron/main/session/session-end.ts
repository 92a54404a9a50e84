import type { StoreApi } from '#electron/link/store-api'
import type { EventSender } from '../events'
import { errorFields, type Log } from '../diagnostics/log'
import type { PrintJobs } from '../printing/jobs'
import type { Reports } from '../services/reports'
import type { Slips } from '../services/slips'
import type { VisitPapers } from '../services/visit-papers'
import type { SessionHooks } from './session'
import type { Spool } from '../papers/spool'

export interface SessionEndDeps {
  store: StoreApi
  events: EventSender
  reports: Reports
  slips: Slips
  visitPapers: Pick<VisitPapers, 'endVisit'>
  printJobs: Pick<PrintJobs, 'handedOver'>
  spool: Spool
  log: Log
  replacePage(): void
  forgetCommands(): void
}

/** What the end of a visit and of a clerk's session takes with it: the screen first, then whatever still holds something of the customer. */
export function sessionEnd(deps: SessionEndDeps): SessionHooks {
  const { store, log } = deps

  /** An end cannot be refused: what failed is done by the next start of the store, and noted here. */
  async function settled(event: string, act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      log.error(event, errorFields(error))
    }
  }

  return {
    async visitEnded({ visitId }, reason) {
      deps.events.send('visit.ended', { visitId, reason })
      const paperIds = [...(await deps.reports.endVisit()), ...deps.visitPapers.endVisit()]
      await settled('visit.end', () => store.endVisit({ visitId, reason }))
      // What was sent to a printer is printed: its file may go once the system has a copy of its own.
      await deps.printJobs.handedOver()
      if (!(await deps.spool.remove(paperIds))) log.warn('spool.kept')
    },
    clearScreen: deps.replacePage,
    async signedOut() {
      deps.forgetCommands()
      await deps.printJobs.handedOver()
      if (!(await deps.spool.remove(deps.slips.end()))) log.warn('spool.kept')
      await settled('session.signOut', () => store.signOut({}))
    },
  }
}
