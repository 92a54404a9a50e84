import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReader, type ReadableStore } from '#db/connection'
import { findPaperSigner } from '#db/repositories/signing'
import { usageBatches } from '#db/repositories/usage'
import type { UsageRow } from '#domain/usage'
import type { PaperOrder, ReportApi, ReportEvents } from '#electron/link/report-api'
import type { StoreLocation } from '#electron/link/store-api'
import { writeApplication } from '#reports/documents/application/write'
import { RowsHash } from '#reports/documents/detailization/canonical'
import { inBatches, sampleCode, sampleHead, sampleRows } from '#reports/documents/detailization/sample'
import { sumUp, type DetailizationSummary, type SumsHead } from '#reports/documents/detailization/sums'
import { writeDetailization } from '#reports/documents/detailization/write'
import { writeHandover } from '#reports/documents/handover/write'
import { writeReceipt } from '#reports/documents/receipt/write'
import { writeSlip } from '#reports/documents/slip/write'
import { writeVisit } from '#reports/documents/visit/write'
import { ReportError } from '#reports/errors'
import type { PaperResult } from '#reports/kit/paper'
import { makeSigner, type PdfSigner } from '#reports/kit/signature/signer'
import { makeThrowawayIdentity } from '#reports/kit/signature/throwaway'
import { checkCode, checkFile } from '#reports/verify/check'

const warmUpRows = 800
/** With fewer the compiler is still at work on the first paper, with more it is done. */
const warmUpPapers = 5

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
  let warm: Promise<unknown> | undefined
  const warming = new AbortController()

  return {
    warmUp: async () => void (await (warm ??= warmUp(warming.signal))),

    summarize: ({ location, fetchId, head }) =>
      withReader(location, (reader) => summarize(head, usageBatches(reader, fetchId))),

    async writeDetailization({ location, fetchId, head, summary, code, file }) {
      warming.abort()
      const abort = new AbortController()
      writing.set(fetchId, abort)
      try {
        return await withReader(location, async (reader) =>
          writeDetailization({
            head,
            summary,
            file,
            sealing: { signer: await signerOf(reader), claim: code },
            rows: usageBatches(reader, fetchId),
            signal: abort.signal,
            onProgress: ({ rows, ofRows }) => onProgress({ fetchId, rows, ofRows }),
          }),
        )
      } finally {
        writing.delete(fetchId)
      }
    },

    writePaper: ({ paper, file }) => writePaper(paper, file),

    writeSlip: ({ head, file }) => writeSlip({ head, file }),

    checkPaper: async ({ subject, trust }) =>
      'file' in subject ? await checkFile(subject.file, trust) : checkCode(subject.code, trust),

    async cancel({ fetchId }) {
      writing.get(fetchId)?.abort()
    },
  }
}

/**
 * Some papers of invented rows, signed by nobody, until a real one calls it off: writing them loads the fonts and has the
 * compiler at its best, which takes longer than to write a year. Answers how many were written.
 */
export async function warmUp(signal?: AbortSignal): Promise<number> {
  let written = 0
  const folder = await mkdtemp(join(tmpdir(), 'activ-office-'))
  try {
    const sealing = { signer: makeSigner(await makeThrowawayIdentity()), claim: sampleCode }
    const job = { head: sampleHead, file: join(folder, 'invented.pdf'), sealing, ...(signal && { signal }) }
    const rows = [...sampleRows(warmUpRows)]
    while (written < warmUpPapers && !signal?.aborted) {
      const { summary } = await summarize(sampleHead, inBatches(rows))
      await writeDetailization({ ...job, rows: inBatches(rows), summary })
      written++
    }
  } catch (error) {
    if (!signal?.aborted) throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return written
}

function writePaper(paper: PaperOrder, file: string): Promise<PaperResult> {
  switch (paper.kind) {
    case 'application':
      return writeApplication({ head: paper.head, file })
    case 'receipt':
      return writeReceipt({ head: paper.head, file, format: paper.format })
    case 'handover':
      return writeHandover({ head: paper.head, file })
    case 'visit':
      return writeVisit({ head: paper.head, file })
  }
}

/** @throws ReportError REPORT_SIGNER */
async function signerOf(reader: ReadableStore): Promise<PdfSigner> {
  const identity = await reader.read(findPaperSigner)
  if (identity === undefined) throw new ReportError('REPORT_SIGNER')
  return makeSigner(identity)
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
