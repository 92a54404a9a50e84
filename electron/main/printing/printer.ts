import type { PrinterView, PrintTrouble } from '#domain/contract/printing'
import type { PageRange } from '#domain/printing'

/** A document for the system to print. */
export interface PrintOrder {
  printer: string
  file: string
  /** Stands in queues and logs of the system: no personal data. */
  title: string
  copies: number
  duplex: boolean
  /** Empty: all pages. */
  pages: readonly PageRange[]
}

export interface JobStatus {
  state: 'queued' | 'printing' | 'waiting' | 'done' | 'failed' | 'cancelled' | 'handedOver'
  troubles: readonly PrintTrouble[]
}

/** The printers of this computer: one implementation per system. */
export interface Printer {
  /** @throws PRINT_SYSTEM */
  printers(): Promise<{ printers: PrinterView[]; usual?: string }>
  /**
   * Resolves when the system has a copy of its own, so that the file may go; gives the system's id of the job.
   * @throws PRINT_SYSTEM, PRINTER_UNKNOWN, PRINTER_CLOSED, PRINT_REFUSED, REPORT_FILE
   */
  print(order: PrintOrder): Promise<string>
  /** @throws PRINT_SYSTEM */
  status(job: string, printer: string): Promise<JobStatus>
  /** @throws PRINT_SYSTEM, PRINT_JOB_ENDED */
  cancel(job: string): Promise<void>
}
