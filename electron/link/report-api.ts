import type { PaperFormat } from '#domain/paper'
import type { ApplicationHead } from '#reports/documents/application/model'
import type { HandoverHead } from '#reports/documents/handover/model'
import type { ReceiptHead } from '#reports/documents/receipt/model'
import type { VisitHead } from '#reports/documents/visit/model'
import type { PaperResult } from '#reports/kit/paper'
import type { DetailizationHead, DetailizationResult } from '#reports/documents/detailization/model'
import type { DetailizationSummary, SumsHead } from '#reports/documents/detailization/sums'
import type { SlipHead, SlipResult } from '#reports/documents/slip/model'
import type { PaperCheck } from '#reports/verify/check'
import type { PaperTrust } from '#reports/verify/trust'
import type { StoreLocation } from './store-api'

/** What the report host does for the main process. It reads rows from its own read-only connection. */
export interface ReportApi {
  /** Makes the first paper as quick as the next ones. */
  warmUp(o: object): Promise<void>
  /** The first pass over the fetched rows: what the registry gets before the paper has its number, and what the paper says before its rows. */
  summarize(o: {
    location: StoreLocation
    fetchId: string
    head: SumsHead
  }): Promise<{ summary: DetailizationSummary; rowsSha256: string }>
  writeDetailization(o: {
    location: StoreLocation
    fetchId: string
    head: DetailizationHead
    summary: DetailizationSummary
    /** Of the QR code; the signing certificate and key are read from the store. */
    code: string
    file: string
  }): Promise<DetailizationResult>
  /** A paper of a visit; reads nothing from the store. */
  writePaper(o: { paper: PaperOrder; file: string }): Promise<PaperResult>
  /** One page about a request filed without the core; reads nothing from the store. */
  writeSlip(o: { head: SlipHead; file: string }): Promise<SlipResult>
  /** A file, or the text of a code; see `reports/verify`. */
  checkPaper(o: { subject: { file: string } | { code: string }; trust: PaperTrust }): Promise<PaperCheck>
  /** The running write of this fetch ends with REPORT_CANCELLED and leaves no file. */
  cancel(o: { fetchId: string }): Promise<void>
}

/** A paper and what it says. */
export type PaperOrder =
  | { kind: 'application'; head: ApplicationHead }
  | { kind: 'receipt'; head: ReceiptHead; format: PaperFormat }
  | { kind: 'handover'; head: HandoverHead }
  | { kind: 'visit'; head: VisitHead }

export interface ReportEvents {
  progress: { fetchId: string; rows: number; ofRows: number }
}
