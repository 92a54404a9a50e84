import { describe, expect, it } from 'vitest'
import { looksLikeMrz, readMrz } from './mrz'

const card = ['IDKAZ0123456784900101300007<<<', '9001011M3501014KAZ<<<<<<<<<<<3', 'TESTOV<<TEST<<<<<<<<<<<<<<<<<<']
const passport = ['P<KAZTESTOV<<TEST<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'N012345679KAZ9001011M3501014900101300007<<96']
const cardRead = {
  type: 'idCard',
  number: '012345678',
  validUntil: '2035-01-01',
  iin: '900101300007',
  birthDate: '1990-01-01',
  sex: 'M',
}
const passportRead = { ...cardRead, type: 'passport', number: 'N01234567' }

/** ICAO 9303 part 3: weights 7, 3, 1. Own arithmetic, so that made-up documents do not lean on the reader. */
function digitOf(text: string): string {
  const value = (char: string) => (char === '<' ? 0 : parseInt(char, 36))
  return String(Array.from(text).reduce((sum, char, at) => sum + value(char) * ([7, 3, 1][at % 3] ?? 0), 0) % 10)
}

interface Made {
  code?: string
  issuer?: string
  nationality?: string
  number?: string
  optional?: string
  born?: string
  until?: string
  sex?: string
}

function datesOf({ born = '900101', until = '350101', sex = 'M' }: Made): { born: string; sex: string; until: string } {
  return { born: born + digitOf(born), sex, until: until + digitOf(until) }
}

function td1(made: Made): string {
  const { code = 'I<', issuer = 'KAZ', nationality = 'KAZ', number = '012345678', optional = '900101300007' } = made
  const { born, sex, until } = datesOf(made)
  const upper = number.padEnd(9, '<') + digitOf(number.padEnd(9, '<')) + optional.padEnd(15, '<')
  const empty = '<'.repeat(11)
  return `${code}${issuer}${upper}${born}${sex}${until}${nationality}${empty}${digitOf(upper + born + until + empty)}${'A<<B'.padEnd(30, '<')}`
}

function td3(made: Made): string {
  const { code = 'P<', issuer = 'KAZ', nationality = 'KAZ', number = 'N01234567', optional = '' } = made
  const { born, sex, until } = datesOf(made)
  const head = number.padEnd(9, '<') + digitOf(number.padEnd(9, '<'))
  const personal = optional.padEnd(14, '<') + (optional === '' ? '<' : digitOf(optional.padEnd(14, '<')))
  const composite = digitOf(head + born + until + personal)
  return `${code}${issuer}${'A<<B'.padEnd(39, '<')}${head}${nationality}${born}${sex}${until}${personal}${composite}`
}

describe('readMrz', () => {
  it.each([
    ['lines', card.join('\n')],
    ['CR LF', card.join('\r\n')],
    ['tabs', `\u0002${card.join('\t')}\u0003`],
    ['one string', card.join('')],
    ['lower case and spaces', ` ${card.join(' ').toLowerCase()} `],
  ])('reads an identity card: %s', (_, text) => {
    expect(readMrz(text)).toEqual({ ok: true, value: cardRead })
  })

  it('reads a card whose document code is I<', () => {
    expect(readMrz(td1({}))).toEqual({ ok: true, value: cardRead })
  })

  it.each([['\n'], ['']])('reads a passport joined by %j', (joint) => {
    expect(readMrz(passport.join(joint))).toEqual({ ok: true, value: passportRead })
  })

  it.each([
    ['IIN of a card', card.join('').replace('900101300007', '9OO1O13OOOO7'), cardRead],
    ['number of a card', card.join('').replace('KAZ0123456784', 'KAZO1Z34S6784'), cardRead],
    ['G for 6, which check digits cannot tell', card.join('').replace('KAZ012345678', 'KAZ01234S G78'), cardRead],
    ['dates of a card', card.join('').replace('9001011M35', '9OOIO1IM3S'), cardRead],
    ['issuer and nationality', card.join('').replaceAll('KAZ', 'KA2'), cardRead],
    ['number and IIN of a passport', passport.join('').replace('N0', 'NO').replace('300007', '3OOOO7'), passportRead],
  ])('mends confused letters and digits: %s', (_, text, value) => {
    expect(readMrz(text)).toEqual({ ok: true, value })
  })

  it.each([
    ['number', card.join('').replace('0123456784', '0123456794')],
    ['expiry', card.join('').replace('3501014', '3601014')],
    ['composite (IIN)', card.join('').replace('900101300007', '900101300017')],
    ['birth date of a passport', passport.join('').replace('9001011', '9101011')],
    ['personal number of a passport', passport.join('').replace('900101300007', '900101300008')],
  ])('refuses a wrong check digit: %s', (_, text) => {
    expect(readMrz(text)).toEqual({ ok: false, code: 'MRZ_CHECK_DIGIT' })
  })

  it.each([
    ['nothing', ''],
    ['a line missing', card.slice(0, 2).join('\n')],
    ['a character missing', card.join('').slice(1)],
    ['a foreign character', card.join('').replace('TEST', 'ТЕСТ')],
    ['a driving licence', card.join('').replace('ID', 'DL')],
    ['no expiry date', td1({ until: '<<<<<<' })],
    ['an impossible expiry date', td1({ until: '350230' })],
    ['no number', td1({ number: '<<<<<<<<<' })],
  ])('cannot read %s', (_, text) => {
    expect(readMrz(text)).toEqual({ ok: false, code: 'MRZ_UNREADABLE' })
  })

  it.each([
    ['residencePermit', td1({ nationality: 'RUS' })],
    ['residencePermit', td1({ nationality: 'D<<', code: 'IR' })],
    ['statelessCertificate', td1({ nationality: 'XXA' })],
    ['statelessCertificate', td3({ nationality: 'XXA' })],
    ['passport', td3({ code: 'PP' })],
    ['foreignPassport', td3({ issuer: 'KGZ', nationality: 'KGZ', number: 'PE1234567' })],
    ['foreignPassport', td3({ issuer: 'D<<', nationality: 'D<<', number: 'C01X00T47' })],
    ['foreignPassport', td1({ issuer: 'KGZ', nationality: 'KGZ', number: 'ID1234567' })],
  ])('takes a document for %s', (type, text) => {
    expect(readMrz(text)).toMatchObject({ ok: true, value: { type } })
  })

  it('leaves out an IIN with a wrong check digit, an unknown sex, and the personal number of other countries', () => {
    const failing = readMrz(td1({ optional: '900101300008', sex: '<' }))
    expect(failing).toEqual({
      ok: true,
      value: { type: 'idCard', number: '012345678', validUntil: '2035-01-01', birthDate: '1990-01-01' },
    })
    const elsewhere = readMrz(td3({ issuer: 'KGZ', nationality: 'KGZ', optional: '900101300007' }))
    expect(elsewhere).toMatchObject({ ok: true })
    expect(elsewhere).not.toHaveProperty('value.iin')
  })

  it.each([
    ['the IIN says 1900s', { born: '200101', optional: '200101300000' }, '1920-01-01'],
    ['a grown-up born this century', { born: '050315', optional: '' }, '2005-03-15'],
    ['an old person', { born: '310101', optional: '' }, '1931-01-01'],
    ['a day that does not exist', { born: '900230', optional: '' }, undefined],
  ])('finds the century of the birth date: %s', (_, made, birthDate) => {
    const read = readMrz(td1(made))
    expect(read.ok && read.value.birthDate).toBe(birthDate)
  })
})

describe('looksLikeMrz', () => {
  it.each([card.join('\n'), passport.join(''), card.join(' ').toLowerCase()])('knows a zone: %j', (text) => {
    expect(looksLikeMrz(text)).toBe(true)
  })

  it.each(['', '900101300007', '8999701000000000015', 'LPA:1$smdp.example$ABC', 'A'.repeat(90)])(
    'leaves %j alone',
    (text) => {
      expect(looksLikeMrz(text)).toBe(false)
    },
  )

  it('knows a zone with a character lost', () => {
    expect(looksLikeMrz(card.join('').replace('TESTOV', 'TSTOV'))).toBe(true)
  })
})
