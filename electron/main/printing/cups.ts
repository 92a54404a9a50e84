import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { Readable } from 'node:stream'
import type { PrinterView } from '#domain/contract/printing'
import { AppError } from '#domain/errors'
import { decodeResponse, encodeRequest, groupTag, operation, type Attribute, type Group, type Response } from './ipp'
import type { JobStatus, Printer, PrintOrder } from './printer'
import { troublesOf } from './troubles'

export interface CupsOptions {
  /** Path of the server's socket. */
  socket: string
  /** Owner of the jobs. */
  user: string
}

const silenceMs = 10_000
const status = { notFound: 0x0406, notPossible: 0x0404, notAccepting: 0x0506, gone: 0x0407 } as const

/**
 * Prints by CUPS, on Linux and macOS: IPP over the socket of this computer's own server. Not by `lp` and `lpstat`, whose
 * answers are text for people and know no reasons, and not over the network: what goes to another computer, and how
 * it is protected, is the server's to decide.
 */
export function cupsPrinter({ socket, user }: CupsOptions): Printer {
  let lastId = 0

  async function ask(code: number, attributes: readonly Attribute[], more: Partial<Ask> = {}): Promise<Response> {
    const owner: Attribute = ['name', 'requesting-user-name', user]
    const groups = [[groupTag.operation, [...attributes, owner]] as const, ...(more.groups ?? [])]
    const head = encodeRequest({ operation: code, id: ++lastId, groups })
    return readAnswer(await post(socket, more.path ?? '/', head, more.document))
  }

  async function printerOf(name: string): Promise<Group | undefined> {
    const asked: Attribute = ['keyword', 'requested-attributes', ...printerAttributes]
    const answer = await ask(operation.getPrinterAttributes, [['uri', 'printer-uri', uriOf(name)], asked])
    return groupOf(answer, groupTag.printer)
  }

  return {
    async printers() {
      const asked: Attribute = ['keyword', 'requested-attributes', ...printerAttributes]
      const answer = await ask(operation.getPrinters, [asked])
      // A server without printers answers "not found".
      if (!isSuccess(answer) && answer.status !== status.notFound) throw refusal(answer)
      const groups = answer.groups.filter(({ tag }) => tag === groupTag.printer)
      const printers = groups.map(({ attributes }) => printerView(attributes))
      const usual = groupOf(await ask(operation.getDefault, []), groupTag.printer)
      const name = usual && textOf(usual, 'printer-name')
      return { printers, ...(name && { usual: name }) }
    },

    async print(order) {
      // Such a name would be another path at the server.
      if (!/^[^/#?\s]+$/.test(order.printer)) throw new AppError('PRINTER_UNKNOWN')
      const document = await openDocument(order.file)
      const path = `/printers/${encodeURIComponent(order.printer)}`
      const target: Attribute[] = [
        ['uri', 'printer-uri', uriOf(order.printer)],
        ['name', 'job-name', order.title],
        ['mimeType', 'document-format', 'application/pdf'],
      ]
      const groups = [[groupTag.job, wishesOf(order)] as const]
      const answer = await ask(operation.printJob, target, { path, groups, document })
      const job = isSuccess(answer) ? groupOf(answer, groupTag.job)?.get('job-id')?.[0] : undefined
      if (job === undefined) throw refusal(answer)
      return String(job)
    },

    async status(job, printer) {
      const asked: Attribute = ['keyword', 'requested-attributes', ...jobAttributes]
      const answer = await ask(operation.getJobAttributes, [['uri', 'job-uri', jobUri(job)], asked], { path: '/jobs/' })
      // A server that keeps no history forgets a job with its end.
      if (answer.status === status.notFound || answer.status === status.gone)
        return { state: 'handedOver', troubles: [] }
      const found = groupOf(answer, groupTag.job)
      if (!isSuccess(answer) || !found) throw refusal(answer)
      return jobStatus(found, await printerOf(printer))
    },

    async cancel(job) {
      const answer = await ask(operation.cancelJob, [['uri', 'job-uri', jobUri(job)]], { path: '/jobs/' })
      const ended: readonly number[] = [status.notFound, status.notPossible, status.gone]
      if (ended.includes(answer.status)) throw new AppError('PRINT_JOB_ENDED')
      if (!isSuccess(answer)) throw refusal(answer)
    },
  }
}

interface Document {
  bytes: number
  stream: Readable
}

interface Ask {
  path: string
  groups: readonly (readonly [number, readonly Attribute[]])[]
  document: Document
}

const printerAttributes = [
  'printer-name',
  'printer-info',
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'sides-supported',
]
const jobAttributes = ['job-state', 'job-state-reasons']

const uriOf = (printer: string) => `ipp://localhost/printers/${encodeURIComponent(printer)}`
const jobUri = (job: string) => `ipp://localhost/jobs/${job}`
const isSuccess = (answer: Response) => answer.status < 0x100

function groupOf({ groups }: Response, tag: number): Group | undefined {
  return groups.find((group) => group.tag === tag)?.attributes
}

function textOf(group: Group, name: string): string {
  const value = group.get(name)?.[0]
  return typeof value === 'string' ? value : ''
}

function textsOf(group: Group | undefined, name: string): string[] {
  return (group?.get(name) ?? []).filter((value) => typeof value === 'string')
}

/** RFC 8011, 5.4.11: 3 idle, 4 processing, 5 stopped. */
function printerView(group: Group): PrinterView {
  const name = textOf(group, 'printer-name')
  const state = group.get('printer-state')?.[0]
  return {
    name,
    label: textOf(group, 'printer-info') || name,
    state: state === 5 ? 'stopped' : state === 4 ? 'printing' : 'ready',
    troubles: troublesOf(textsOf(group, 'printer-state-reasons')),
    accepts: group.get('printer-is-accepting-jobs')?.[0] !== false,
    duplex: textsOf(group, 'sides-supported').includes('two-sided-long-edge'),
  }
}

/** RFC 8011, 5.3.7: 3 pending, 4 held, 5 processing, 6 stopped, 7 cancelled, 8 aborted, 9 completed. */
function jobStatus(job: Group, printer: Group | undefined): JobStatus {
  const ended = { 7: 'cancelled', 8: 'failed', 9: 'done' } as const
  const code = Number(job.get('job-state')?.[0])
  const reasons = textsOf(printer, 'printer-state-reasons')
  const stopped = printer?.get('printer-state')?.[0] === 5
  if (code === 7 || code === 9) return { state: ended[code], troubles: [] }
  const troubles = troublesOf(reasons)
  if (code === 8) return { state: ended[code], troubles }
  if (code === 5) return { state: 'printing', troubles }
  return { state: code === 3 && !stopped ? 'queued' : 'waiting', troubles }
}

function wishesOf({ copies, duplex, pages }: PrintOrder): Attribute[] {
  return [
    ['integer', 'copies', copies],
    ['keyword', 'sides', duplex ? 'two-sided-long-edge' : 'one-sided'],
    ...(pages.length > 0 ? ([['range', 'page-ranges', ...pages]] satisfies Attribute[]) : []),
  ]
}

function refusal({ status: code }: Response): AppError {
  if (code === status.notFound) return new AppError('PRINTER_UNKNOWN')
  if (code === status.notAccepting) return new AppError('PRINTER_CLOSED')
  return new AppError('PRINT_REFUSED', { status: `0x${code.toString(16).padStart(4, '0')}` })
}

async function openDocument(file: string): Promise<Document> {
  try {
    const { size } = await stat(file)
    return { bytes: size, stream: createReadStream(file) }
  } catch (error) {
    throw new AppError('REPORT_FILE', { reason: 'gone' }, { cause: error })
  }
}

function readAnswer(bytes: Buffer): Response {
  try {
    return decodeResponse(bytes)
  } catch (error) {
    throw new AppError('PRINT_SYSTEM', { reason: 'answer' }, { cause: error })
  }
}

/** Its text would name the socket and the user: a code is enough. */
function systemFault(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  return new AppError('PRINT_SYSTEM', { reason: code }, { cause: error })
}

/** One message to the server and its answer; the document follows the message as it is read from the disk. */
function post(socketPath: string, path: string, message: Buffer, document?: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const length = message.length + (document?.bytes ?? 0)
    const headers = { 'Content-Type': 'application/ipp', 'Content-Length': length, Host: 'localhost' }
    const request = httpRequest({ socketPath, path, method: 'POST', headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => void chunks.push(chunk))
      response.on('error', (error) => reject(systemFault(error)))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks))
        else reject(new AppError('PRINT_SYSTEM', { reason: `http${String(response.statusCode)}` }))
      })
    })
    request.setTimeout(silenceMs, () => request.destroy(Object.assign(new Error('silence'), { code: 'ETIMEDOUT' })))
    request.on('error', (error) => {
      document?.stream.destroy()
      reject(systemFault(error))
    })
    request.write(message)
    if (!document) return void request.end()
    document.stream.on('error', (error) => request.destroy(error))
    document.stream.pipe(request)
  })
}
