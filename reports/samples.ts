import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sampleApplications } from './documents/application/sample'
import { writeApplication } from './documents/application/write'
import { inBatches, sampleHead, sampleRows, summaryOf } from './documents/detailization/sample'
import type { DetailizationHead } from './documents/detailization/model'
import { writeDetailization } from './documents/detailization/write'
import { sampleHandover } from './documents/handover/sample'
import { writeHandover } from './documents/handover/write'
import { sampleReceipt } from './documents/receipt/sample'
import { writeReceipt } from './documents/receipt/write'
import { sampleSlip } from './documents/slip/sample'
import { writeSlip } from './documents/slip/write'
import { sampleVisit } from './documents/visit/sample'
import { writeVisit } from './documents/visit/write'
import { ReportError } from './errors'

type Sample = (file: string) => Promise<{ file: string; missingGlyphs: number }>

const threeYears = {
  periodFrom: '2023-06-30T18:00:00.000Z',
  periodTo: '2026-06-30T19:00:00.000Z',
  printedAt: '2026-07-01T06:14:09.000Z',
}

function detailization(rows: number, change: Partial<DetailizationHead> = {}): Sample {
  return async (file) => {
    const head = { ...sampleHead, ...change }
    const made = sampleRows(rows, head)
    return writeDetailization({ head, rows: inBatches(made), summary: await summaryOf(made, head), file })
  }
}

/** One of everything that is printed, by file name. All people and numbers are invented. */
export const samples: Readonly<Record<string, Sample>> = {
  detailization: detailization(300),
  'detailization-empty': detailization(0),
  'detailization-kk': detailization(300, { language: 'kk' }),
  'detailization-ru': detailization(300, { language: 'ru' }),
  'detailization-summary': detailization(3000, { ...threeYears, form: 'summary' }),
  'detailization-three-years': detailization(3000, threeYears),
  'detailization-training': detailization(20, { training: true }),
  'application-unblock': (file) => writeApplication({ head: sampleApplications.unblock, file }),
  'application-reissue': (file) => writeApplication({ head: sampleApplications.reissue, file }),
  'application-reissue-unblock': (file) => writeApplication({ head: sampleApplications.reissueUnblock, file }),
  'application-detailization': (file) => writeApplication({ head: sampleApplications.detailization, file }),
  receipt: (file) => writeReceipt({ head: sampleReceipt, file }),
  'receipt-80mm': (file) => writeReceipt({ head: sampleReceipt, file, format: 'roll80' }),
  'sim-handover': (file) => writeHandover({ head: sampleHandover, file }),
  'visit-summary': (file) => writeVisit({ head: sampleVisit, file }),
  slip: (file) => writeSlip({ head: sampleSlip, file }),
}

/** Writes every sample into `folder`, which is made when only it is missing. @throws ReportError REPORT_FILE */
export async function writeSamples(folder: string): Promise<string[]> {
  await mkdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw new ReportError('REPORT_FILE', { reason: cause.code ?? 'folder' }, { cause })
  })
  const files: string[] = []
  for (const [name, write] of Object.entries(samples)) {
    files.push((await write(join(folder, `${name}.pdf`))).file)
  }
  return files
}
