import { openReader, type ReadableStore } from '#db/connection'
import { usageBatches } from '#db/repositories/usage'
import type { UsageRow } from '#domain/usage'
import type { ReportApi, ReportEvents } from '#electron/link/report-api'
import type { StoreLocation } from '#electron/link/store-api'
import { RowsHash } from '#reports/documents/detailization/canonical'
import { sumUp, type DetailizationSummary, type SumsHead } from '#reports/documents/detailization/sums'
import { writeDetailization } from '#reports/documents/detailization/write'
import { writeSlip } from '#reports/documents/slip/write'

/** Opens the reader for the length of one call: between reports this process holds neither key nor rows. */
async function withReader<T>(location: StoreLocation, work: (reader: ReadableStore) => Promise<T>): Promise<T> {
  const reader = await openReader(location)
  try {
    return await work(reader)
  } finally {
    await reader.close()
  }
}

export function makeReportApi(onProgress: (progress: ReportEvents['progress']) => void): ReportApi {
  const writing = new Map<string, AbortController>()

  return {
    summarize: ({ location, fetchId, head }) =>
      withReader(location, (reader) => summarize(head, usageBatches(reader, fetchId))),

    async writeDetailization({ location, fetchId, head, summary, file }) {
      const abort = new AbortController()
      writing.set(fetchId, abort)
      try {
        return await withReader(location, (reader) =>
          writeDetailization({
            head,
            summary,
            file,
            rows: usageBatches(reader, fetchId),
            signal: abort.signal,
            onProgress: ({ rows, ofRows }) => onProgress({ fetchId, rows, ofRows }),
          }),
        )
      } finally {
        writing.delete(fetchId)
      }
    },

    writeSlip: ({ head, file }) => writeSlip({ head, file }),

    async cancel({ fetchId }) {
      writing.get(fetchId)?.abort()
    },
  }
}

/** The sums, and the SHA-256 of the canonical lines in the order of the paper, each with its line end. */
export async function summarize(
  head: SumsHead,
  batches: AsyncIterable<UsageRow[]>,
): Promise<{ summary: DetailizationSummary; rowsSha256: string }> {
  const hash = new RowsHash()
  const summary = await sumUp(head, batches, (row) => hash.add(row))
  return { summary, rowsSha256: hash.digest() }
}
