import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { UsageRow } from '#domain/usage'
import { summarize, warmUp } from '#electron/report-host/report-service'
import { inBatches, sampleCode, sampleHead } from '#reports/documents/detailization/sample'
import { writeDetailization } from '#reports/documents/detailization/write'
import { makeSigner } from '#reports/kit/signature/signer'
import { makeThrowawayIdentity } from '#reports/kit/signature/throwaway'

/** What the application's report host does with the same rows, in a process that has been warmed up as that one is. */
export interface EngineTask {
  rows: UsageRow[]
  periodFrom: string
  periodTo: string
}

const [folder = ''] = process.argv.slice(2)
const { rows, ...period } = JSON.parse(readFileSync(path.join(folder, 'task.json'), 'utf8')) as EngineTask
const head = { ...sampleHead, ...period }
const identity = await makeThrowawayIdentity()
await warmUp()

const start = performance.now()
const { summary } = await summarize(head, inBatches(rows))
const file = path.join(folder, 'paper.pdf')
const sealing = { signer: makeSigner(identity), claim: sampleCode }
await writeDetailization({ head, rows: inBatches(rows), summary, file, sealing })
process.stdout.write(String(performance.now() - start))
