import type { PaperLanguage, ReportForm } from '#domain/paper'
import type { Fee, Names, PaperHead } from '../common/model'

/** What is asked for. `blocks`: how many blocks are to be lifted. */
export type ApplicationRequest =
  | { operation: 'unblock'; blocks: number }
  | { operation: 'simReissue'; reason: Names; iccid: string; blocks: number }
  /** Local dates, both inclusive. */
  | { operation: 'detailization'; from: string; to: string; form: ReportForm; language?: PaperLanguage }

export interface ApplicationHead extends PaperHead {
  subscriber: string
  documentType: string
  /** The last characters only: the whole number is the register's. */
  documentTail: string
  /** Somebody acts for the subscriber and writes the own name. */
  represented: boolean
  /** The register takes over a renewed document with this application. */
  documentRenewed: boolean
  request: ApplicationRequest
  fee?: Fee
}
