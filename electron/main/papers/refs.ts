import { randomBytes } from 'node:crypto'

/** Crockford base32: no letter that is mistaken for another one on the phone. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 8 characters that a clerk reads out and the log has too. */
export function newRef(): string {
  return Array.from(randomBytes(8), (byte) => letters.charAt(byte % 32)).join('')
}
