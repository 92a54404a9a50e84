import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { paperMark, parseSignedClaim, type PaperClaim } from '#domain/claim'
import { ReportError } from '../errors'
import { judge, type FactName, type Facts, type FactState, type Verdict } from '#domain/verdict'
import { scanFile } from './scan'
import { readSignature, type FileSignature } from './signature'
import { checkCertificate, checkClaim, type PaperTrust } from './trust'

export interface PaperCheck {
  verdict: Verdict
  facts: Facts
  /** What the paper says of itself; shown so that a person can compare it with the print. Only when it can be read. */
  claim?: PaperClaim
  signer?: { name: string; signedAt?: string }
  /** Hex; absent for the text of a code. */
  fileSha256?: string
}

/** What the core's registry says of the number, when it could be asked; `null`: it has no such number. */
export type RegistryAnswer = (Omit<PaperClaim, 'keyId'> & { fileSha256?: string | undefined }) | null

const unasked: Facts = {
  signed: 'unasked',
  whole: 'unasked',
  unchanged: 'unasked',
  certificate: 'unasked',
  claim: 'unasked',
  registered: 'unasked',
  fileHash: 'unasked',
}
const neededOfFile: readonly FactName[] = ['signed', 'whole', 'unchanged', 'certificate', 'claim']
const neededOfCode: readonly FactName[] = ['claim']

/**
 * Checks the text of a QR code. Genuine means that the registry signed these facts: whether they are what the sheet
 * shows is for the reader to compare.
 */
export function checkCode(text: string, trust: PaperTrust): PaperCheck {
  const signed = parseSignedClaim(text)
  const ours = text.trim().toUpperCase().startsWith(paperMark)
  const facts = { ...unasked, claim: signed ? stateOf(checkClaim(signed, trust)) : ('failed' as const) }
  return { verdict: judge(facts, ours, neededOfCode), facts, ...(signed && { claim: signed.claim }) }
}

/**
 * Checks a file as it is on the disk, reading it in pieces.
 * @throws ReportError REPORT_FILE {reason} when it cannot be read
 */
export async function checkFile(file: string, trust: PaperTrust): Promise<PaperCheck> {
  const handle = await open(file, 'r').catch(unreadable)
  try {
    return await checkOpened(handle, trust)
  } catch (error) {
    return unreadable(error)
  } finally {
    await handle.close()
  }
}

/** Adds what the registry says; it can take a verdict away and never gives one. */
export function withRegistry(check: PaperCheck, answer: RegistryAnswer): PaperCheck {
  if (!check.claim || check.verdict !== 'genuine') return check
  const facts = { ...check.facts, ...registryFacts(check.claim, check.fileSha256, answer) }
  const needed = check.fileSha256 === undefined ? neededOfCode : neededOfFile
  return { ...check, facts, verdict: judge(facts, true, needed) }
}

async function checkOpened(handle: FileHandle, trust: PaperTrust): Promise<PaperCheck> {
  const { size, ranges, claims } = await scanFile(handle)
  const [at] = ranges
  const signature = at !== undefined && ranges.length === 1 ? await readSignature(handle, at, size) : undefined
  const [text] = claims
  const signed = text === undefined || claims.length > 1 ? undefined : parseSignedClaim(text)
  const claim = signed ? stateOf(checkClaim(signed, trust)) : 'failed'
  const certificate = certificateState(signature, claim === 'held' ? signed?.claim : undefined, trust)
  const facts: Facts = { ...unasked, ...signatureFacts(signature, ranges.length), certificate, claim }
  const ours = claims.length > 0 || certificate === 'held'
  return {
    verdict: judge(facts, ours, neededOfFile),
    facts,
    fileSha256: await hashOf(handle),
    ...(signed && { claim: signed.claim }),
    ...signerOf(signature),
  }
}

function signatureFacts(
  found: FileSignature | undefined,
  count: number,
): Pick<Facts, 'signed' | 'whole' | 'unchanged'> {
  const signed = count === 1 && found?.certificate ? 'held' : 'failed'
  if (!found) return { signed, whole: 'failed', unchanged: 'failed' }
  return { signed, whole: found.covers ? 'held' : 'failed', unchanged: found.holds ? 'held' : 'failed' }
}

/**
 * Valid when the core registered the paper: that time is signed by the core, while the counter's own is its word only.
 * @param claim one of ours: then a signer of somebody else's is no open question but a forgery
 */
function certificateState(
  signature: FileSignature | undefined,
  claim: PaperClaim | undefined,
  trust: PaperTrust,
): FactState {
  if (!signature?.certificate) return 'failed'
  const check = checkCertificate(signature.certificate, trust, claim?.registeredAt ?? signature.signedAt ?? '')
  if (check !== 'unknownIssuer') return check === 'held' ? 'held' : 'failed'
  return claim && trust.roots.length > 0 ? 'failed' : 'unknown'
}

function registryFacts(
  claim: PaperClaim,
  fileSha256: string | undefined,
  answer: RegistryAnswer,
): Pick<Facts, 'registered' | 'fileHash'> {
  if (answer === null) return { registered: 'unknown', fileHash: 'unasked' }
  const fields = ['number', 'msisdn', 'rows', 'totalTiyn', 'topUpsTiyn', 'rowsSha256'] as const
  const times = ['from', 'to', 'registeredAt'] as const
  const same =
    fields.every((field) => answer[field] === claim[field]) &&
    times.every((field) => Date.parse(answer[field]) === Date.parse(claim[field]))
  const registered = same ? 'held' : 'failed'
  if (fileSha256 === undefined) return { registered, fileHash: 'unasked' }
  if (answer.fileSha256 === undefined) return { registered, fileHash: 'unknown' }
  return { registered, fileHash: answer.fileSha256 === fileSha256 ? 'held' : 'failed' }
}

function stateOf(check: ReturnType<typeof checkClaim>): FactState {
  return check === 'unknownKey' ? 'unknown' : check
}

function signerOf(signature: FileSignature | undefined): Pick<PaperCheck, 'signer'> {
  if (signature?.signerName === undefined) return {}
  const { signerName: name, signedAt } = signature
  return { signer: { name, ...(signedAt !== undefined && { signedAt }) } }
}

async function hashOf(handle: FileHandle): Promise<string> {
  const hash = createHash('sha256')
  const stream = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 })
  for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}

function unreadable(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (error instanceof ReportError || !/^E[A-Z]+$/.test(code)) throw error
  throw new ReportError('REPORT_FILE', { reason: code }, { cause: error })
}
