import { AppError } from '#domain/errors'
import type { Reports } from '../services/reports'
import type { Slips } from '../services/slips'
import type { VisitPapers } from '../services/visit-papers'
import type { SessionKeeper } from '../session/session'
import type { Spool } from './spool'

/** A finished document of this counter. */
export interface Paper {
  file: string
  pages: number
  /** The order that paid for it; a slip has none. */
  orderId?: string
  /** Of a customer's paper. */
  msisdn?: string
}

export interface Papers {
  /**
   * The paper, for whoever may see it now: a customer's while a customer session of its visit covers its number, the slip
   * of a filed request while its clerk is signed in.
   * @throws NOT_SIGNED_IN, NO_CUSTOMER_SESSION, REPORT_UNKNOWN, REPORT_FILE
   */
  readable(id: string): Promise<Paper>
}

export interface PapersDeps {
  reports: Pick<Reports, 'finished'>
  visitPapers: Pick<VisitPapers, 'find'>
  slips: Pick<Slips, 'find'>
  session: Pick<SessionKeeper, 'clerk' | 'customer'>
  spool: Pick<Spool, 'checked'>
}

export function makePapers({ reports, visitPapers, slips, session, spool }: PapersDeps): Papers {
  function find(id: string, clerkId: string): Paper {
    const slip = slips.find(id)
    if (slip?.clerkId === clerkId) return { file: slip.file, pages: 1 }
    const paper = reports.finished(id) ?? visitPapers.find(id)
    if (paper === undefined) throw new AppError('REPORT_UNKNOWN')
    const customer = session.customer()
    const covered = customer?.clerkId === clerkId && customer.visitId === paper.visitId
    if (!covered || !customer.numbers.includes(paper.msisdn)) throw new AppError('NO_CUSTOMER_SESSION')
    return paper
  }

  return {
    async readable(id) {
      const clerk = session.clerk()
      if (clerk === undefined) throw new AppError('NOT_SIGNED_IN')
      const paper = find(id, clerk.id)
      return { ...paper, file: await spool.checked(paper.file) }
    },
  }
}
