import { generateKeyPairSync } from 'node:crypto'
import type { Knex } from 'knex'
import { makeIssuer, type IssuerKeys } from '#reports/testing/issuer'
import { DAY } from './clock'
import { readMeta, writeMeta } from './db'
import type { CoreFacts } from './generator/facts'
import type { DataSetOptions } from './generator/generate'
import { seedDatabase } from './generator/seed'
import { schemaVersion } from './schema'

export interface KeptDataSet {
  facts: CoreFacts
  epoch: string
  /** Ed25519, PKCS #8, PEM. */
  signingKey: string
  /** Ed25519, SPKI, base64. */
  publicKey: string
  issuer: IssuerKeys
}

const issuerYears = 20

/** Goes on with the data of an earlier run if it was made the same way; else makes it anew. */
export async function openDataSet(
  db: Knex,
  options: DataSetOptions,
  randomBytes: (size: number) => Buffer,
): Promise<KeptDataSet> {
  const { seed, subscribers, usageRows } = options
  const made = JSON.stringify({ schemaVersion, seed, subscribers, usageRows })
  const kept = await readMeta(db, 'made')
  if (kept !== made) await makeAnew(db, options, made, randomBytes)
  return {
    facts: JSON.parse(await mustMeta(db, 'facts')) as CoreFacts,
    epoch: await mustMeta(db, 'epoch'),
    signingKey: await mustMeta(db, 'signingKey'),
    publicKey: await mustMeta(db, 'publicKey'),
    issuer: JSON.parse(await mustMeta(db, 'issuer')) as IssuerKeys,
  }
}

async function makeAnew(
  db: Knex,
  options: DataSetOptions,
  made: string,
  randomBytes: (size: number) => Buffer,
): Promise<void> {
  await seedDatabase(db, options)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  await writeMeta(db, 'epoch', randomBytes(6).toString('hex'))
  await writeMeta(db, 'signingKey', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  await writeMeta(db, 'publicKey', publicKey.export({ format: 'der', type: 'spki' }).toString('base64'))
  const validity = { from: options.now - DAY, to: options.now + issuerYears * 365 * DAY }
  await writeMeta(db, 'issuer', JSON.stringify(await makeIssuer('Activ Office training', validity)))
  await writeMeta(db, 'made', made)
}

async function mustMeta(db: Knex, key: string): Promise<string> {
  const value = await readMeta(db, key)
  if (value === undefined) throw new Error(`the data file lacks ${key}`)
  return value
}
