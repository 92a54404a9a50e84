import { createHash } from 'node:crypto'
import { openReader, type ReadableStore } from '#db/connection'
import { usageBatches } from '#db/repositories/usage'
import { addToTotals, type UsageRow, type UsageTotals } from '#domain/usage'
import type { ReportApi, ReportEvents } from '#electron/link/report-api'
import type { StoreLocation } from '#electron/link/store-api'
import { canonicalUsageLine } from '#reports/documents/detailization/canonical'
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
    summarize: ({ location, fetchId }) => withReader(location, (reader) => summarize(usageBatches(reader, fetchId))),

    async writeDetailization({ location, fetchId, head, expected, file }) {
      const abort = new AbortController()
      writing.set(fetchId, abort)
      try {
        return await withReader(location, (reader) =>
          writeDetailization({
            head,
            expected,
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

/** Count, sums, and the SHA-256 of the canonical lines in the order of the paper, each with its line end. */
export async function summarize(batches: AsyncIterable<UsageRow[]>): Promise<UsageTotals & { rowsSha256: string }> {
  const hash = createHash('sha256')
  let totals: UsageTotals = { rows: 0, totalTiyn: 0, topUpsTiyn: 0 }
  for await (const batch of batches) {
    hash.update(batch.map((row) => `${canonicalUsageLine(row)}\n`).join(''))
    totals = batch.reduce(addToTotals, totals)
  }
  return { ...totals, rowsSha256: hash.digest('hex') }
}
