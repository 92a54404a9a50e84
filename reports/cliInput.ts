import { open, readFile, type FileHandle } from 'node:fs/promises'
import { z } from 'zod'
import { tmfUsage, usageFromTmf } from '#domain/core/usage'
import { AppError } from '#domain/errors'
import { paperLanguages, reportForms } from '#domain/paper'
import type { UsageRow, UsageTotals } from '#domain/usage'
import type { DetailizationHead } from './documents/detailization/model'
import { sumUp, type DetailizationSummary } from './documents/detailization/sums'

const utc = z.iso.datetime()

/** `meta.json`, see README. */
const meta = z.object({
  number: z.string().min(1),
  msisdn: z.string().min(1),
  subscriber: z.string(),
  periodFrom: utc,
  periodTo: utc,
  timeZone: z.string().default('Asia/Almaty'),
  language: z.enum(paperLanguages).default('kk+ru'),
  form: z.enum(reportForms).default('expanded'),
  operator: z.string().default('Activ'),
  office: z.string(),
  clerk: z.string(),
  printedAt: utc,
  training: z.boolean().default(false),
  vat: z.array(z.object({ from: z.iso.date(), percent: z.number().min(0).max(100) })).min(1),
  expected: z.object({ rows: z.int().min(0), totalTiyn: z.int(), topUpsTiyn: z.int() }).optional(),
})

export interface CliMeta {
  head: DetailizationHead
  expected?: UsageTotals | undefined
}

/** @throws AppError BAD_REQUEST {field}, with {reason} for a file that cannot be read */
export async function readMeta(file: string): Promise<CliMeta> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => unreadable('meta', cause))
  const read = meta.safeParse(parseMeta(text))
  if (!read.success) throw new AppError('BAD_REQUEST', { field: read.error.issues[0]?.path.join('.') ?? '' })
  const { number, expected, ...rest } = read.data
  return { head: { requestNumber: number, ...rest }, expected }
}

function parseMeta(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('BAD_REQUEST', { field: 'meta', reason: 'JSON' }, { cause })
  }
}

/** Of a system's error the code only: its message holds the path. */
function unreadable(field: 'input' | 'meta', cause: unknown): never {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'UNKNOWN'
  throw new AppError('BAD_REQUEST', { field, reason }, { cause })
}

/**
 * Rows of a file with one TMF635 usage per line, in batches of 500.
 * @throws AppError BAD_REQUEST {field, reason} when it cannot be read, CORE_ANSWER_MALFORMED {row} for a line that is not UTF-8, not JSON or not a usage
 */
export async function* readUsage(file: string): AsyncGenerator<UsageRow[]> {
  let batch: UsageRow[] = []
  let line = 0
  for await (const bytes of readLines(file)) {
    line++
    if (bytes.length === 0) continue
    batch.push(parseLine(bytes, line))
    if (batch.length < 500) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/**
 * The first reading: what the paper says before its rows.
 * @throws AppError REPORT_TOTALS_DIFFER {field} when it is not what was expected
 */
export async function summaryOfFile(file: string, { head, expected }: CliMeta): Promise<DetailizationSummary> {
  const summary = await sumUp(head, readUsage(file))
  for (const field of ['rows', 'totalTiyn', 'topUpsTiyn'] as const) {
    if (expected && expected[field] !== summary[field]) {
      throw new AppError('REPORT_TOTALS_DIFFER', { field, expected: expected[field], found: summary[field] })
    }
  }
  return summary
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function parseLine(bytes: Uint8Array, row: number): UsageRow {
  try {
    return usageFromTmf(tmfUsage.parse(JSON.parse(utf8.decode(bytes))))
  } catch (cause) {
    throw new AppError('CORE_ANSWER_MALFORMED', { row }, { cause })
  }
}

/** By bytes, as a decoder over the whole stream would quietly repair wrong UTF-8. */
async function* readLines(file: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of readChunks(file)) {
    const bytes = Buffer.concat([rest, chunk])
    let start = 0
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      yield bytes.subarray(start, end)
      start = end + 1
    }
    rest = bytes.subarray(start)
  }
  if (rest.length > 0) yield rest
}

async function* readChunks(file: string): AsyncGenerator<Buffer> {
  const handle: FileHandle = await open(file).catch((cause: unknown) => unreadable('input', cause))
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 20)
      const { bytesRead } = await handle.read(chunk).catch((cause: unknown) => unreadable('input', cause))
      if (bytesRead === 0) return
      yield chunk.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}
