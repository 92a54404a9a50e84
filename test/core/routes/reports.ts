import { createHash, sign } from 'node:crypto'
import { base32Alphabet } from '#domain/base32'
import { reportRequest } from '#domain/core/office'
import type { AnswerOf } from '#domain/core/endpoints'
import { claimText, paperKeyId } from '#domain/claim'
import { isoAt } from '../clock'
import { once } from '../commands'
import type { Context, Core, Handler } from '../context'
import { CoreProblem } from '../problem'
import type { ReportRow } from '../rows'
import { ownProduct } from './customer'

const entryShape = reportRequest.omit({ commandId: true })

/** 20 characters: 100 random bits. */
function reportNumber(random: Buffer): string {
  return [...random].map((byte) => base32Alphabet[byte % 32]).join('')
}

export const registerReport: Handler<'registerReport'> = (context) => {
  const own = ownProduct(context.customer(), context.body.product)
  if (own.msisdn !== context.body.msisdn || context.clerk().id !== context.body.clerk) {
    throw new CoreProblem(403, 'NO_CUSTOMER_SESSION')
  }
  return once(context, context.body, () => register(context))
}

/** The signature covers what the QR code of the paper carries. */
async function register({
  core,
  tx,
  now,
  body,
  effect,
}: Context<'registerReport'>): Promise<AnswerOf<'registerReport'>> {
  const entry = entryShape.parse(body)
  const number = reportNumber(core.randomBytes(20))
  const createdAt = isoAt(now)
  const { period, ...facts } = entry
  const claim = claimText({ ...facts, ...period, keyId: keyIdOf(core), number, registeredAt: createdAt })
  const signature = sign(null, Buffer.from(claim), core.signingKey).toString('base64')
  await tx<ReportRow>('reports').insert({
    number,
    entry: JSON.stringify(entry),
    signature,
    file_sha256: null,
    created_at: createdAt,
  })
  effect({ kind: 'reportRegistered', commandId: body.commandId })
  return { number, signature, createdAt }
}

function keyIdOf({ publicKey }: Core): string {
  return paperKeyId(createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest())
}

export const sealReport: Handler<'sealReport'> = async ({ tx, id, body, effect }) => {
  const row = await findReport(tx, id, 'forChange')
  if (row.file_sha256 !== null && row.file_sha256 !== body.fileSha256) throw new CoreProblem(409, 'COMMAND_ID_REUSED')
  await tx<ReportRow>('reports').where({ number: id }).update({ file_sha256: body.fileSha256 })
  if (row.file_sha256 === null) effect({ kind: 'reportSealed' })
  return toEntry({ ...row, file_sha256: body.fileSha256 })
}

export const report: Handler<'report'> = async ({ core, tx, now, id, clerk }) => {
  core.limits.take(`report:${clerk().id}`, now)
  return toEntry(await findReport(tx, id))
}

async function findReport(tx: Context['tx'], number: string, how?: 'forChange'): Promise<ReportRow> {
  const found = tx<ReportRow>('reports').where({ number }).first()
  const row = await (how === 'forChange' ? found.forUpdate() : found)
  if (!row) throw new CoreProblem(404, 'REPORT_UNKNOWN')
  return row
}

function toEntry(row: ReportRow): AnswerOf<'report'> {
  const { number, signature } = row
  const sealed = row.file_sha256 === null ? {} : { fileSha256: row.file_sha256 }
  return { ...entryShape.parse(JSON.parse(row.entry)), number, signature, ...sealed, createdAt: row.created_at }
}
