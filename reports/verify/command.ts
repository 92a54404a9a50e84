import { AppError } from '#domain/errors'
import { checkCode, checkFile, type PaperCheck } from './check'
import { factNames, type Verdict } from '#domain/verdict'
import { readTrust } from './trustFile'

/** 1 is any error. */
const exitCodes: Record<Verdict, number> = { genuine: 0, altered: 2, unknown: 3 }

/**
 * Checks a file, or the text of a QR code, with no other help than a trust file.
 * @throws AppError BAD_REQUEST, ReportError REPORT_FILE
 */
export async function verifyCommand(o: {
  file?: string | undefined
  code?: string | undefined
  trust?: string | undefined
  json: boolean
}): Promise<{ exitCode: number; line: string }> {
  if (o.trust === undefined) throw new AppError('BAD_REQUEST', { field: 'trust' })
  const trust = await readTrust(o.trust)
  const check = o.file === undefined ? checkCode(o.code ?? '', trust) : await checkFile(o.file, trust)
  return { exitCode: exitCodes[check.verdict], line: o.json ? JSON.stringify(check) : told(check) }
}

function told({ verdict, facts, claim }: PaperCheck): string {
  const lines = factNames.filter((name) => facts[name] !== 'unasked').map((name) => `  ${name}: ${facts[name]}`)
  const said = Object.entries(claim ?? {}).map(([name, value]) => `  ${name} ${value}`)
  return [verdict, ...lines, ...(said.length > 0 ? ['the paper says', ...said] : [])].join('\n')
}
