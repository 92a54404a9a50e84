import { decodeBase32, encodeBase32 } from './base32'

/** What the core's registry vouches for about one paper. Times UTC, period half open, sums in tiyn. */
export interface PaperClaim {
  /** Which of the core's keys has signed: see `paperKeyId`. */
  keyId: string
  number: string
  msisdn: string
  from: string
  to: string
  rows: number
  /** All rows except top-ups. */
  totalTiyn: number
  topUpsTiyn: number
  /** Hex; over the canonical rows. */
  rowsSha256: string
  registeredAt: string
}

/** A claim as the QR code carries it. */
export interface SignedClaim {
  claim: PaperClaim
  /** The bytes that are signed are this text in ASCII. */
  text: string
  /** Ed25519. */
  signature: Uint8Array
}

const mark = 'ACTIVOFFICE/1/'
const keyIdLength = 8
const signatureBytes = 64

/** How every QR text of a paper begins. */
export const paperMark = mark

/**
 * One line of the QR code's alphanumeric alphabet, fields parted by slashes: mark, version, key, number, MSISDN, from, to,
 * rows, total, top-ups, time of registration, SHA-256 of the rows in base32.
 */
export function claimText(claim: PaperClaim): string {
  const { keyId, number, msisdn, from, to, rows, totalTiyn, topUpsTiyn, rowsSha256, registeredAt } = claim
  const hash = encodeBase32(bytesOfHex(rowsSha256))
  const times = [from, to].map(basicTime)
  const fields = [keyId, number, msisdn, ...times, rows, totalTiyn, topUpsTiyn, basicTime(registeredAt), hash]
  return mark + fields.join('/')
}

export function signedClaimText(text: string, signature: Uint8Array): string {
  return `${text}/${encodeBase32(signature)}`
}

/** Undefined unless the text is exactly what {@link signedClaimText} makes; blanks around it and small letters are forgiven. */
export function parseSignedClaim(input: string): SignedClaim | undefined {
  const whole = input.replace(/\s/g, '').toUpperCase()
  const end = whole.lastIndexOf('/')
  const text = whole.slice(0, end)
  const signature = decodeBase32(whole.slice(end + 1), signatureBytes)
  const claim = parseClaim(text)
  return signature && claim && { claim, text, signature }
}

/** @param sha256 of the public key, SPKI */
export function paperKeyId(sha256: Uint8Array): string {
  return encodeBase32(sha256).slice(0, keyIdLength)
}

function parseClaim(text: string): PaperClaim | undefined {
  if (!text.startsWith(mark)) return undefined
  const [keyId = '', number = '', msisdn = '', from, to, rows, total, topUps, at, hash = '', ...more] = text
    .slice(mark.length)
    .split('/')
  const bytes = decodeBase32(hash, 32)
  if (!bytes || more.length > 0) return undefined
  const times = { from: extendedTime(from), to: extendedTime(to), registeredAt: extendedTime(at) }
  const sums = { rows: Number(rows), totalTiyn: Number(total), topUpsTiyn: Number(topUps) }
  const claim = { keyId, number, msisdn, ...times, ...sums, rowsSha256: hexOf(bytes) }
  return isPlain(claim) && claimText(claim) === text ? claim : undefined
}

function isPlain({ keyId, number, msisdn, rows, totalTiyn, topUpsTiyn }: PaperClaim): boolean {
  const names = keyId.length === keyIdLength && /^[0-9A-Z]{16,40}$/.test(number) && /^\d{11}$/.test(msisdn)
  return names && rows >= 0 && [rows, totalTiyn, topUpsTiyn].every(Number.isSafeInteger)
}

/** `20240131T180000Z`, with milliseconds where there are some. */
function basicTime(utc: string): string {
  const time = new Date(utc).toISOString()
  return time.replace(/[-:]/g, '').replace('.000', '')
}

function extendedTime(basic = ''): string {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\.\d{3})?Z$/.exec(basic)
  if (!parts) return new Date(0).toISOString()
  const [, year, month, day, hour, minute, second, fraction = '.000'] = parts
  const ms = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`)
  return new Date(Number.isNaN(ms) ? 0 : ms).toISOString()
}

function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
