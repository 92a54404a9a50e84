import { createPublicKey } from 'node:crypto'
import { protocol, type EnrolmentAnswer } from '#domain/core/office'
import { certify as certifyRequest } from '#reports/testing/issuer'
import { DAY, HOUR, isoAt } from '../clock'
import { once } from '../commands'
import { newId, type Context, type Core, type Handler } from '../context'
import { readFeed } from '../feed'
import { sha256 } from '../json'
import { badRequest, CoreProblem } from '../problem'
import { issueToken } from '../proof'
import type { DeviceRow, EnrolmentCodeRow, OfficeRow } from '../rows'

const tokenMs = HOUR
const certificateMs = 2 * 365 * DAY

export const about: Handler<'about'> = async ({ core, now }) => ({
  protocol: { ...protocol },
  core: 'Activ Office reference core',
  kind: 'training',
  time: isoAt(now),
  operator: core.operator,
  reportPublicKey: core.publicKey,
  rootCertificate: core.issuer.root,
})

export const token: Handler<'token'> = async ({ core, tx, now, body }) => {
  const device = await tx<DeviceRow>('devices').where({ id: body.client_id }).first()
  if (!device || device.client_secret !== sha256(body.client_secret)) throw new CoreProblem(401, 'DEVICE_REFUSED')
  const secret = await issueToken(core, tx, { kind: 'device', subject: device.id, device_id: device.id }, now + tokenMs)
  return { access_token: secret, token_type: 'Bearer', expires_in: tokenMs / 1000 }
}

export const enrol: Handler<'enrol'> = (context) => once(context, context.body, () => enrolOnce(context))

async function enrolOnce({ core, tx, now, body, effect }: Context<'enrol'>): Promise<EnrolmentAnswer | CoreProblem> {
  if (!isEd25519(body.publicKey)) throw badRequest('publicKey')
  const asked = body.code.trim().toUpperCase()
  const code = await tx<EnrolmentCodeRow>('enrolment_codes').where({ code: asked }).forUpdate().first()
  if (!code) throw new CoreProblem(403, 'ENROLMENT_CODE')
  if (code.used_by !== null && !code.reusable) throw new CoreProblem(409, 'ENROLMENT_CODE')
  const office = await tx<OfficeRow>('offices').where({ id: code.office_id }).first()
  if (!office) throw new CoreProblem(403, 'ENROLMENT_CODE')
  const id = newId(core, 'dev')
  const clientSecret = core.randomBytes(32).toString('base64url')
  await tx<EnrolmentCodeRow>('enrolment_codes').where({ code: code.code }).update({ used_by: body.commandId })
  await tx<DeviceRow>('devices').insert({
    id,
    office_id: office.id,
    client_secret: sha256(clientSecret),
    public_key: body.publicKey,
    name: body.deviceName,
    key_share: core.randomBytes(32).toString('base64'),
  })
  const certificate = await certificateFor(core, now, body.csr, { id, office_id: office.id })
  effect({ kind: 'deviceEnrolled', commandId: body.commandId, id })
  return { deviceId: id, officeId: office.id, officeName: office.name, clientId: id, clientSecret, certificate }
}

export const certify: Handler<'certify'> = (context) =>
  once(context, context.body, async () => {
    const { core, now, body, device } = context
    return { certificate: await certificateFor(core, now, body.csr, device()) }
  })

/** The name says where a paper was signed and nothing of whom. */
async function certificateFor(
  core: Core,
  now: number,
  csr: string,
  device: Pick<DeviceRow, 'id' | 'office_id'>,
): Promise<string> {
  const validity = { from: now - HOUR, to: now + certificateMs }
  const certificate = await certifyRequest(core.issuer, csr, `Activ Office ${device.office_id} ${device.id}`, validity)
  if (certificate === undefined) throw badRequest('csr')
  return certificate
}

function isEd25519(base64: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ed25519'
  } catch {
    // A text that is no key is an answer here, not a fault.
    return false
  }
}

/** Cursors name the data set they belong to; one of another data set is gone. */
export const feed: Handler<'feed'> = async ({ core, tx, query, device }) => {
  const after = query.after === undefined || query.after === '' ? 0 : readCursor(query.after, core.epoch)
  const { items, more } = await readFeed(tx, device().office_id, after, query.limit)
  return { items, next: `${core.epoch}.${items.at(-1)?.seq ?? after}`, more }
}

function readCursor(cursor: string, epoch: string): number {
  const [itsEpoch, seq = ''] = cursor.split('.')
  if (itsEpoch !== epoch || !/^\d+$/.test(seq)) throw new CoreProblem(410, 'FEED_GONE')
  return Number(seq)
}
