import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

/** scrypt with 32 MiB for each try (https://cheatsheetseries.owasp.org: N = 2^15, r = 8): a stolen store shall not give PINs away cheaply. */
export const pinCost = 2 ** 15
const hashBytes = 32
const memoryLimit = (cost: number) => cost * 8 * 128 * 2

export interface PinHash {
  /** Base64. */
  salt: string
  /** Base64. */
  hash: string
  cost: number
}

export async function hashPin(pin: string, cost = pinCost): Promise<PinHash> {
  const salt = randomBytes(16)
  return { salt: salt.toString('base64'), hash: (await derive(pin, salt, cost)).toString('base64'), cost }
}

export async function pinFits(pin: string, { salt, hash, cost }: PinHash): Promise<boolean> {
  return timingSafeEqual(await derive(pin, Buffer.from(salt, 'base64'), cost), Buffer.from(hash, 'base64'))
}

function derive(pin: string, salt: Buffer, N: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N, r: 8, p: 1, maxmem: memoryLimit(N) }
    scrypt(pin, salt, hashBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
