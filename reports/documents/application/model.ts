import type { PaperLanguage, ReportForm } from '#domain/paper'
import type { Fee, Names, PersonHead } from '../common/model'

/** To be lifted: how many, 0 for all that a clerk may lift, and those whose names are known. */
export interface AskedBlocks {
  count: number
  names: readonly Names[]
}

export type ApplicationRequest =
  | { operation: 'unblock'; blocks: AskedBlocks }
  /** Without blocks the number stays as it is. */
  | { operation: 'simReissue'; reason: Names; iccid: string; blocks: AskedBlocks }
  /** Local dates, both inclusive. */
  | { operation: 'detailization'; from: string; to: string; form: ReportForm; language?: PaperLanguage }

export interface ApplicationHead extends PersonHead {
  documentType: string
  /** The last characters only: the whole number is the register's. */
  documentTail: string
  /** The register takes over a renewed document with this application. */
  documentRenewed: boolean
  request: ApplicationRequest
  fee?: Fee
}
