import { createHash, X509Certificate } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { decodeCms, holdsCms } from '../kit/signature/cms'
import { readAt } from './scan'

/** The one signature of a file, read from its dictionary. */
export interface FileSignature {
  /** The range covers every byte but the signature itself. */
  covers: boolean
  /** The bytes are those that were signed by the certificate's key. */
  holds: boolean
  /** DER; undefined when the signature is none that we make. */
  certificate?: Uint8Array
  signerName?: string
  /** UTC, as the signer's clock had it. */
  signedAt?: string
}

const largestSignature = 64 * 1024
const dictionary = /^\/ByteRange \[0 (\d+) (\d+) (\d+) *\]\n\/Contents (<[0-9a-f]+>)\n(?:\/M \(D:(\d{14})Z\)\n)?/

/** @param at offset of `/ByteRange` */
export async function readSignature(handle: FileHandle, at: number, size: number): Promise<FileSignature> {
  const text = (await readAt(handle, at, largestSignature)).toString('latin1')
  const found = dictionary.exec(text)
  if (!found) return { covers: false, holds: false }
  const [, first, second, rest, hex = '', signedAt = ''] = found
  const start = at + text.indexOf('<')
  const end = start + hex.length
  const covers = Number(first) === start && Number(second) === end && Number(rest) === size - end
  const parts = decodeCms(Buffer.from(hex.slice(1, -1), 'hex'))
  if (!parts) return { covers, holds: false }
  const digest = await hashAround(handle, start, end)
  const holds = digest.equals(parts.digest) && holdsCms(parts)
  const { certificate } = parts
  return { covers, holds, certificate, signerName: nameIn(certificate), ...timeOf(signedAt) }
}

async function hashAround(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const hash = createHash('sha256')
  for (const span of [{ start: 0, end: start - 1 }, { start: end }]) {
    const stream = handle.createReadStream({ ...span, autoClose: false, highWaterMark: 1 << 20 })
    for await (const chunk of stream as AsyncIterable<Buffer>) hash.update(chunk)
  }
  return hash.digest()
}

function nameIn(certificate: Uint8Array): string {
  return /^CN=(.*)$/m.exec(new X509Certificate(certificate).subject)?.[1] ?? ''
}

function timeOf(digits: string): { signedAt?: string } {
  const time = digits.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6.000Z')
  return Number.isNaN(Date.parse(time)) ? {} : { signedAt: time }
}
