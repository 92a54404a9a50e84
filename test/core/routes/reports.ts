import { sign } from 'node:crypto'
import { reportRequest } from '#domain/core/office'
import type { AnswerOf } from '#domain/core/endpoints'
import { isoAt } from '../clock'
import { once } from '../commands'
import type { Context, Handler } from '../context'
import { canonicalJson } from '../json'
import { CoreProblem } from '../problem'
import type { ReportRow } from '../rows'
import { ownProduct } from './customer'

const entryShape = reportRequest.omit({ commandId: true })
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 20 characters of Crockford base32: 100 random bits. */
function reportNumber(random: Buffer): string {
  return [...random].map((byte) => crockford[byte % 32]).join('')
}

export const registerReport: Handler<'registerReport'> = (context) => {
  const own = ownProduct(context.customer(), context.body.product)
  if (own.msisdn !== context.body.msisdn || context.clerk().id !== context.body.clerk) {
    throw new CoreProblem(403, 'NO_CUSTOMER_SESSION')
  }
  return once(context, context.body, () => register(context))
}

/** The signature covers the canonical JSON (sorted keys) of the entry with its number and time. */
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
  const signed = canonicalJson({ ...entry, number, createdAt })
  const signature = sign(null, Buffer.from(signed), core.signingKey).toString('base64')
  await tx<ReportRow>('reports').insert({
    number,
    entry: JSON.stringify(entry),
    signature,
    file_sha256: null,
    created_at: createdAt,
  })
  effect({ kind: 'reportRegistered', commandId: body.commandId })
  return { number, signature }
}

export const sealReport: Handler<'sealReport'> = async ({ tx, id, body, effect }) => {
  const row = await findReport(tx, id)
  if (row.file_sha256 !== null && row.file_sha256 !== body.fileSha256) throw new CoreProblem(409, 'COMMAND_ID_REUSED')
  await tx<ReportRow>('reports').where({ number: id }).update({ file_sha256: body.fileSha256 })
  if (row.file_sha256 === null) effect({ kind: 'reportSealed' })
  return toEntry({ ...row, file_sha256: body.fileSha256 })
}

export const report: Handler<'report'> = async ({ core, tx, now, id, clerk }) => {
  core.limits.take(`report:${clerk().id}`, now)
  return toEntry(await findReport(tx, id))
}

async function findReport(tx: Context['tx'], number: string): Promise<ReportRow> {
  const row = await tx<ReportRow>('reports').where({ number }).first()
  if (!row) throw new CoreProblem(404, 'REPORT_UNKNOWN')
  return row
}

function toEntry(row: ReportRow): AnswerOf<'report'> {
  const { number, signature } = row
  const sealed = row.file_sha256 === null ? {} : { fileSha256: row.file_sha256 }
  return { ...entryShape.parse(JSON.parse(row.entry)), number, signature, ...sealed, createdAt: row.created_at }
}
