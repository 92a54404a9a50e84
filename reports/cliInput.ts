import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { tmfUsage, usageFromTmf } from '#domain/core/usage'
import { AppError } from '#domain/errors'
import { addToTotals, type UsageRow, type UsageTotals } from '#domain/usage'
import type { DetailizationHead } from './documents/detailization/model'

const utc = z.iso.datetime()

/** `meta.json`, see README. Languages other than kk+ru and the summary form are not made yet. */
const meta = z.object({
  number: z.string().min(1),
  msisdn: z.string().min(1),
  subscriber: z.string(),
  periodFrom: utc,
  periodTo: utc,
  timeZone: z.string().default('Asia/Almaty'),
  language: z.literal('kk+ru').default('kk+ru'),
  form: z.literal('expanded').default('expanded'),
  operator: z.string().default('Activ'),
  office: z.string(),
  clerk: z.string(),
  printedAt: utc,
  training: z.boolean().default(false),
  expected: z.object({ rows: z.int().min(0), totalTiyn: z.int(), topUpsTiyn: z.int() }).optional(),
})

export interface CliMeta {
  head: DetailizationHead
  expected?: UsageTotals | undefined
}

/** @throws AppError BAD_REQUEST {field} */
export async function readMeta(file: string): Promise<CliMeta> {
  const read = meta.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!read.success) throw new AppError('BAD_REQUEST', { field: read.error.issues[0]?.path.join('.') ?? '' })
  const { number, expected, language: _, ...rest } = read.data
  return { head: { requestNumber: number, ...rest }, expected }
}

/**
 * Rows of a file with one TMF635 usage per line, in batches of 500.
 * @throws AppError CORE_ANSWER_MALFORMED {row} for a line that is not UTF-8, not JSON or not a usage
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

export async function totalsOfFile(file: string): Promise<UsageTotals> {
  let totals: UsageTotals = { rows: 0, totalTiyn: 0, topUpsTiyn: 0 }
  for await (const batch of readUsage(file)) totals = batch.reduce(addToTotals, totals)
  return totals
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
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
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
