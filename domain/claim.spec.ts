import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase32, encodeBase32 } from './base32'
import { claimText, parseSignedClaim, signedClaimText, type PaperClaim } from './claim'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
const utc = time.map((date) => date.toISOString())
const digits = (length: number, alphabet: string) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
const claims: fc.Arbitrary<PaperClaim> = fc.record({
  keyId: digits(8, '0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
  number: digits(20, '0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
  msisdn: digits(11, '0123456789'),
  from: utc,
  to: utc,
  rows: fc.nat(),
  totalTiyn: fc.maxSafeInteger().map((sum) => sum + 0),
  topUpsTiyn: fc.maxSafeInteger().map((sum) => sum + 0),
  rowsSha256: bytes(32).map((hash) => Buffer.from(hash).toString('hex')),
  registeredAt: utc,
})

describe('the text of a paper', () => {
  it('is read back as it was written, in the alphabet of a small QR code', () => {
    fc.assert(
      fc.property(claims, bytes(64), (claim, signature) => {
        const text = signedClaimText(claimText(claim), signature)
        expect(text).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
        expect(parseSignedClaim(text)).toEqual({ claim, text: claimText(claim), signature })
        expect(parseSignedClaim(` ${text.toLowerCase()}\n`)?.claim).toEqual(claim)
      }),
    )
  })

  it('is not read when a character is missing, doubled or not of the alphabet', () => {
    fc.assert(
      fc.property(claims, bytes(64), fc.nat(), (claim, signature, place) => {
        const text = signedClaimText(claimText(claim), signature)
        const at = place % text.length
        const changed = [
          text.slice(0, at) + text.slice(at + 1),
          `${text.slice(0, at)}#${text.slice(at + 1)}`,
          `${text}0`,
        ]
        for (const other of changed) {
          const read = parseSignedClaim(other)
          // A digit less may leave another claim, which the signature does not cover.
          if (read) expect(read.text).not.toBe(claimText(claim))
        }
      }),
    )
    expect(parseSignedClaim('')).toBeUndefined()
    expect(parseSignedClaim('https://activ.kz')).toBeUndefined()
  })
})

it('base32 is one text for each list of bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (list) => {
      expect(decodeBase32(encodeBase32(list), list.length)).toEqual(list)
      if (list.length > 0) expect(decodeBase32(encodeBase32(list), list.length - 1)).toBeUndefined()
    }),
  )
  // Bits that fill the last character up must be zero.
  expect(decodeBase32('00', 1)).toEqual(Uint8Array.of(0))
  expect(decodeBase32('01', 1)).toBeUndefined()
})
