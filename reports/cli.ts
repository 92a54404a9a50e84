import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { AppError } from '#domain/errors'
import { readMeta, readUsage, summaryOfFile } from './cliInput'
import { writeDetailization } from './documents/detailization/write'
import { keepHeapSmall, peakRssMiB } from './kit/heap'
import { writeSamples } from './samples'
import { verifyCommand } from './verify/command'

const usage = `npm run report -- --input usage.ndjson --meta meta.json --out FILE.pdf [--json]
npm run report -- --samples DIR [--json]
npm run report -- --verify FILE.pdf --trust about.json [--json]
npm run report -- --verify-code TEXT --trust about.json [--json]`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      input: { type: 'string' },
      meta: { type: 'string' },
      out: { type: 'string' },
      verify: { type: 'string' },
      'verify-code': { type: 'string' },
      trust: { type: 'string' },
      samples: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  })
  const { verify: checked, 'verify-code': code } = values
  if (checked !== undefined || code !== undefined) {
    const { exitCode, line } = await verifyCommand({ ...values, file: checked, code })
    console.log(line)
    process.exitCode = exitCode
    return
  }
  if (values.samples) return printSamples(values.samples, values.json)
  if (!values.input || !values.meta || !values.out) throw new AppError('BAD_REQUEST', { usage })
  const start = performance.now()
  keepHeapSmall()
  const meta = await readMeta(values.meta)
  const result = await writeDetailization({
    head: meta.head,
    rows: readUsage(values.input),
    summary: await summaryOfFile(values.input, meta),
    file: resolve(values.out),
  })
  const { file, rows, pages, totalTiyn, topUpsTiyn, fileSha256: sha256, missingGlyphs } = result
  const seconds = Math.round(performance.now() - start) / 1000
  const line = { file, rows, pages, totalTiyn, topUpsTiyn, sha256, seconds, peakRssMiB: peakRssMiB(), missingGlyphs }
  console.log(values.json ? JSON.stringify(line) : `${file}: ${rows} rows, ${pages} pages, ${seconds} s`)
}

async function printSamples(folder: string, json: boolean): Promise<void> {
  const files = await writeSamples(resolve(folder))
  console.log(json ? JSON.stringify({ files }) : files.join('\n'))
}

main().catch((error: unknown) => {
  const { code, params } = error instanceof AppError ? error : { code: 'INTERNAL', params: {} }
  console.error(`${code} ${JSON.stringify(params)}`)
  if (!(error instanceof AppError)) console.error(error)
  process.exitCode = 1
})
