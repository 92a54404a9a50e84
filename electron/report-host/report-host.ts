import { randomBytes } from 'node:crypto'
import { AppError } from '#domain/errors'
import type { ReportApi, ReportEvents } from '#electron/link/report-api'
import { rpcServer } from '#electron/link/rpc'
import { setFontDir } from '#reports/kit/fonts'
import { makeReportApi } from './report-service'

// Passed by the main process, which knows where the build or the package keeps them.
const [fontDir] = process.argv.slice(2)
if (fontDir !== undefined) setFontDir(fontDir)

const wire = {
  post: (message: unknown) => process.parentPort.postMessage(message),
  onMessage: (listener: (message: unknown) => void) => {
    process.parentPort.on('message', ({ data }: { data: unknown }) => listener(data))
  },
}

/** One JSON line on stdout, which the main process puts into its log. Codes only: messages can hold rows. */
function report(ref: string, method: string, error: unknown): void {
  const code = error instanceof AppError ? error.code : 'INTERNAL'
  const name = error instanceof Error ? error.name : typeof error
  process.stdout.write(`${JSON.stringify({ level: 'error', event: 'report.fault', ref, method, code, error: name })}\n`)
}

const server = rpcServer<ReportApi, ReportEvents>(
  wire,
  makeReportApi((progress) => server.emit('progress', progress)),
  report,
  () => randomBytes(4).toString('hex'),
)
