import type { ParsedInputOf } from '#domain/contract/index'
import type { PrintJobView } from '#domain/contract/printing'
import { AppError } from '#domain/errors'
import type { HandlersOf } from '../bridge/handlers'
import type { Config } from '../config/config'
import type { Papers } from '../papers/papers'
import type { PrintJobs } from '../printing/jobs'
import type { Printer } from '../printing/printer'

export interface PrintingDeps {
  config: Pick<Config, 'printers'>
  papers: Papers
  printer: Printer
  printJobs: PrintJobs
}

type PrintCalls = 'print.printers' | 'documents.print' | 'offline.printSlip' | 'print.cancel'
type Wish = Omit<ParsedInputOf<'offline.printSlip'>, 'orderId'>

export function printingService(deps: PrintingDeps): HandlersOf<PrintCalls> {
  /** `msisdn`: whose paper it is said to be; none for a slip. */
  async function print(
    { paperId, msisdn }: { paperId: string; msisdn?: string },
    clerkId: string,
    wish: Wish,
  ): Promise<PrintJobView> {
    const paper = await deps.papers.readable(paperId)
    if (paper.msisdn !== msisdn) throw new AppError('REPORT_UNKNOWN')
    const { file, pages: pageCount, orderId } = paper
    const { commandId: jobId, printer, copies, duplex, pages, reason } = wish
    const options = { printer, copies, duplex, pages, reason }
    return await deps.printJobs.start({ jobId, paperId, clerkId, orderId, file, pageCount, ...options })
  }

  return {
    'print.printers': async ({ paper }) => {
      const { printers, usual } = await deps.printer.printers()
      // What the machine's file names and the system does not have is no printer to choose.
      const named = deps.config.printers[paper]
      const chosen = printers.find(({ name }) => name === named)?.name ?? usual
      return { printers, ...(chosen && { usual: chosen }) }
    },
    'documents.print': ({ msisdn, paperId, ...wish }, { clerk }) => print({ paperId, msisdn }, clerk.id, wish),
    'offline.printSlip': ({ orderId, ...wish }, { clerk }) => print({ paperId: orderId }, clerk.id, wish),
    'print.cancel': async ({ jobId }) => {
      await deps.printJobs.cancel(jobId)
      return {}
    },
  }
}
