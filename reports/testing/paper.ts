import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { claimText, signedClaimText } from '#domain/claim'
import { canonicalUsageLine } from '../documents/detailization/canonical'
import { inBatches, sampleHead, sampleRows, summaryOf } from '../documents/detailization/sample'
import { writeDetailization } from '../documents/detailization/write'
import { makeSigner, type PdfSigner } from '../kit/signature/signer'
import { keyIdOf, type PaperTrust } from '../verify/trust'
import { makeIdentity } from './issuer'

const year = 365 * 24 * 3600 * 1000

/** Who registers and signs papers, small: a core's key, its root and one counter. For specs and benches. */
export interface PaperMaker {
  trust: PaperTrust
  root: string
  signer: PdfSigner
  /** A detailization of so many sample rows, registered and signed. @returns its QR code's text */
  write(file: string, rows: number): Promise<string>
}

/** @param now milliseconds UTC: certificates are valid for a year around it */
export async function makePaperMaker(now = Date.now()): Promise<PaperMaker> {
  const identity = await makeIdentity({ from: now - year, to: now + year })
  const signer = makeSigner(identity)
  const keys = generateKeyPairSync('ed25519')
  const key = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')
  const printedAt = new Date(now).toISOString()

  async function write(file: string, count: number): Promise<string> {
    const rows = sampleRows(count)
    const summary = await summaryOf(rows)
    const number = 'AB12CD34EF56GH78JK90'
    const text = claimText({
      keyId: keyIdOf(key),
      number,
      msisdn: sampleHead.msisdn,
      from: sampleHead.periodFrom,
      to: sampleHead.periodTo,
      rows: summary.rows,
      totalTiyn: summary.totalTiyn,
      topUpsTiyn: summary.topUpsTiyn,
      rowsSha256: createHash('sha256')
        .update(rows.map((row) => `${canonicalUsageLine(row)}\n`).join(''))
        .digest('hex'),
      registeredAt: printedAt,
    })
    const claim = signedClaimText(text, sign(null, Buffer.from(text), keys.privateKey))
    const head = { ...sampleHead, requestNumber: number, printedAt }
    await writeDetailization({ head, rows: inBatches(rows), summary, file, sealing: { signer, claim } })
    return claim
  }
  return { trust: { keys: [key], roots: [identity.root] }, root: identity.root, signer, write }
}
