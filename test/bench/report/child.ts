import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import type { UsageRow } from '#domain/usage'
import { inBatches } from '#reports/documents/detailization/sample'
import { sumUp } from '#reports/documents/detailization/sums'
import { writeDetailization } from '#reports/documents/detailization/write'
import { deflateLevel } from '#reports/kit/deflate'
import { setFontDir } from '#reports/kit/fonts'
import { keepHeapSmall, peakRssMiB } from '#reports/kit/heap'
import { maxTaggedRows } from '#reports/kit/table'
import { pdfkitText, pdfmakeTable, type PeerTable } from './peerTables'
import { head, rowBatches } from './rows'

/** One measurement in a process of its own; what it is comes as JSON in the first argument. */
export interface Task {
  kind: 'engine' | 'memory' | 'pdfkitText' | 'pdfmake' | 'deflate'
  rows: number
  signed: boolean
  /** Scratch, with the peers inside; the engine leaves its file there for `deflate`. */
  folder: string
  peers: string
  fonts: string
}

export interface Measured {
  seconds: number
  peakRssMiB: number
  /** Of the engine alone. */
  fileSha256?: string
}

/** Too many to be tagged, as those that are timed, and a third of a second's work. */
const warmUpRows = 20_000
const warmUpStreams = 274

async function measure(task: Task): Promise<Measured> {
  const file = join(task.folder, 'report.pdf')
  switch (task.kind) {
    case 'engine':
      return measureEngine(task, file)
    case 'memory':
      return measureMemory(task, file)
    case 'deflate':
      return measureDeflate(file)
    case 'pdfkitText':
      return measurePeer(task, pdfkitText)
    case 'pdfmake':
      return measurePeer(task, pdfmakeTable)
  }
}

async function measureEngine(task: Task, file: string): Promise<Measured> {
  keepHeapSmall()
  const rows = await collect(task.rows)
  const sealing = await sealingOf(task)
  const write = async (some: UsageRow[]) => {
    const summary = await sumUp(head, inBatches(some))
    const start = performance.now()
    const { fileSha256 } = await writeDetailization({ head, rows: inBatches(some), summary, file, sealing })
    return { ...sinceStart(start), fileSha256 }
  }
  await write(task.rows > maxTaggedRows ? rows.slice(0, warmUpRows) : rows)
  return write(rows)
}

/** Rows come as from a store, a batch at a time, so that the peak is the engine's and not that of a list. */
async function measureMemory(task: Task, file: string): Promise<Measured> {
  keepHeapSmall()
  const sealing = await sealingOf(task)
  const summary = await sumUp(head, rowBatches(task.rows))
  const start = performance.now()
  const { fileSha256 } = await writeDetailization({ head, rows: rowBatches(task.rows), summary, file, sealing })
  rmSync(file)
  return { ...sinceStart(start), fileSha256 }
}

async function measurePeer(task: Task, table: PeerTable): Promise<Measured> {
  const rows = await collect(task.rows)
  const file = join(task.folder, `${task.kind}.pdf`)
  await table(rows.slice(0, 500), file, task.peers)
  const start = performance.now()
  await table(rows, file, task.peers)
  return sinceStart(start)
}

/** The floor: the content streams of the file that the engine has just written, deflated again and nothing else. */
function measureDeflate(file: string): Measured {
  const streams = contentStreams(readFileSync(file))
  for (const stream of streams.slice(0, warmUpStreams)) deflateSync(stream, { level: deflateLevel })
  const start = performance.now()
  for (const stream of streams) deflateSync(stream, { level: deflateLevel })
  return sinceStart(start)
}

function contentStreams(pdf: Buffer): Buffer[] {
  const dictionaries = pdf.toString('latin1').matchAll(/<<\n\/Filter \/FlateDecode\n\/Length (\d+)\n>>\nstream\n/g)
  const streams = [...dictionaries].map(({ 0: text, 1: length, index }) => {
    const start = index + text.length
    return inflateSync(pdf.subarray(start, start + Number(length)))
  })
  return streams.filter((stream) => stream.includes(' Tf '))
}

/** By way of JSON, as from the core: the generator's strings are put together of pieces, which every reader would join anew. */
async function collect(count: number): Promise<UsageRow[]> {
  const rows: UsageRow[] = []
  for await (const batch of rowBatches(count)) rows.push(...(JSON.parse(JSON.stringify(batch)) as UsageRow[]))
  return rows
}

async function sealingOf({ signed }: Task) {
  if (!signed) return undefined
  const { makeIdentity } = await import('#reports/testing/issuer')
  const { makeSigner } = await import('#reports/kit/signature/signer')
  const printed = Date.parse(head.printedAt)
  const identity = await makeIdentity({ from: printed - 86_400_000, to: printed + 86_400_000 })
  return { signer: makeSigner(identity) }
}

function sinceStart(start: number): Measured {
  const seconds = (performance.now() - start) / 1000
  return { seconds, peakRssMiB: peakRssMiB() }
}

const task = JSON.parse(process.argv[2] ?? '') as Task
setFontDir(task.fonts)
process.stdout.write(JSON.stringify(await measure(task)))
