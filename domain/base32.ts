/** Crockford's alphabet: no I, L, O, U. */
export const base32Alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The last character is filled up with zero bits. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += base32Alphabet.charAt((held >> (bits - 5)) & 31)
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + base32Alphabet.charAt((held << (5 - bits)) & 31)
}

/** Undefined unless the text is exactly what {@link encodeBase32} makes of so many bytes. */
export function decodeBase32(text: string, length: number): Uint8Array | undefined {
  const bytes = new Uint8Array(length)
  let at = 0
  let held = 0
  let bits = 0
  for (const character of text) {
    const value = base32Alphabet.indexOf(character)
    if (value < 0) return undefined
    held = ((held & 0xff) << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = held >> bits
  }
  return encodeBase32(bytes) === text ? bytes : undefined
}
