import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '#domain/errors'
import type { PaperTrust } from './trust'

/** What a core says of itself at `GET /office/v1/about`; the answer saved as it came is a trust file. */
const vouching = z.object({ reportPublicKey: z.string(), rootCertificate: z.string() })
const trustFile = z.union([vouching.transform((one) => [one]), z.array(vouching).min(1)])

/** @throws AppError BAD_REQUEST {field: 'trust'} */
export async function readTrust(file: string): Promise<PaperTrust> {
  const read = trustFile.safeParse(parseJson(await readFile(file, 'utf8').catch(refuse)))
  if (!read.success) throw new AppError('BAD_REQUEST', { field: 'trust' })
  return { keys: read.data.map((one) => one.reportPublicKey), roots: read.data.map((one) => one.rootCertificate) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse(error)
  }
}

function refuse(cause: unknown): never {
  throw new AppError('BAD_REQUEST', { field: 'trust' }, { cause })
}
