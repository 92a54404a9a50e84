import type {
  DetailizationHead,
  DetailizationExpectation,
  DetailizationResult,
} from '#reports/documents/detailization/model'
import type { SlipHead, SlipResult } from '#reports/documents/slip/model'
import type { StoreLocation } from './store-api'

/** What the report host does for the main process. It reads rows from its own read-only connection. */
export interface ReportApi {
  /** Counts, sums and hashes the fetched rows: what the registry gets before the paper has its number. */
  summarize(o: { location: StoreLocation; fetchId: string }): Promise<DetailizationExpectation & { rowsSha256: string }>
  writeDetailization(o: {
    location: StoreLocation
    fetchId: string
    head: DetailizationHead
    expected: DetailizationExpectation
    file: string
  }): Promise<DetailizationResult>
  /** One page about a request filed without the core; reads nothing from the store. */
  writeSlip(o: { head: SlipHead; file: string }): Promise<SlipResult>
  /** The running write of this fetch ends with REPORT_CANCELLED and leaves no file. */
  cancel(o: { fetchId: string }): Promise<void>
}

export interface ReportEvents {
  progress: { fetchId: string; rows: number; ofRows: number }
}
