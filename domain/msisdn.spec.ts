import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import { describe, expect, it } from 'vitest'
import { formatMsisdn, maskMsisdn, parseMsisdn, type Msisdn } from './msisdn'

const number = '77011234567' as Msisdn
const malformed = { ok: false, code: 'MSISDN_MALFORMED' }
const foreign = { ok: false, code: 'MSISDN_FOREIGN' }

describe('parseMsisdn', () => {
  it.each([
    '+7 701 123 45 67',
    '+7(701)1234567',
    '8 701 123 45 67',
    '8(701)123-45-67',
    '8-701-123-45-67',
    '77011234567',
    '7 701 123 4567',
    '7011234567',
    '701 123 45 67',
    '(701) 123.45.67',
    '00 7 701 123 45 67',
    '810 7 701 123 45 67',
    '8~10 7 701 123 45 67',
    '+8 701 123 45 67',
    '+7\u00A0701\u00A0123\u00A045\u00A067',
    '+7\u2009701\u202F123\u201145\u221267',
    '\u202A+7 701 123 45 67\u202C',
    '\uFEFF87011234567\r\n',
    '＋７ ７０１ １２３ ４５ ６７',
    '٨٧٠١١٢٣٤٥٦٧',
    '۸۷۰۱۱۲۳۴۵۶۷',
    'tel:+7-701-123-45-67',
    'TEL:+77011234567;ext=5',
  ])('reads %j', (text) => {
    expect(parseMsisdn(text)).toEqual({ ok: true, value: number })
  })

  it.each([
    '+7 916 123 45 67',
    '8 916 123 45 67',
    '79161234567',
    '9161234567',
    '+7 727 250 00 00',
    '8 (7172) 55-55-55',
    '8 800 080 00 00',
    '+996 555 123 456',
    '996555123456',
    '00 49 151 23456789',
    '810 998 90 123 45 67',
    '+1 202 555 0123',
    '12025550123',
  ])('calls %j foreign', (text) => {
    expect(parseMsisdn(text)).toEqual(foreign)
  })

  it.each([
    '',
    '   ',
    '+',
    '701',
    '+7 701 123 45 6',
    '8 701 123 45 678',
    '7701123456a',
    '8 101 123 45 67',
    '1234567890',
    '++77011234567',
    '7+7011234567',
    '900101300007',
    '+0 701 123 45 67',
  ])('calls %j malformed', (text) => {
    expect(parseMsisdn(text)).toEqual(malformed)
  })

  it('knows the same mobile ranges as libphonenumber', () => {
    const differing = Array.from({ length: 1000 }, (_, prefix) => `7${String(prefix).padStart(3, '0')}1234567`).filter(
      (digits) => {
        const theirs = parsePhoneNumberFromString(`+${digits}`)
        const isMobile = theirs?.country === 'KZ' && theirs.isValid()
        return parseMsisdn(digits).ok !== isMobile
      },
    )
    expect(differing).toEqual([])
  })

  it('reads any spelling of any mobile number', () => {
    const prefix = fc.constantFrom('700', '701', '702', '705', '708', '747', '760', '771', '775', '777', '778', '785')
    const lead = fc.constantFrom('+7', '8', '7', '', '007', '8107', 'tel:+7', '+7 (', '8 ')
    const gap = fc.constantFrom('', ' ', '-', '.', '\u00A0', ' - ', ')')
    const tail = fc.integer({ min: 0, max: 9_999_999 }).map((value) => String(value).padStart(7, '0'))
    fc.assert(
      fc.property(prefix, lead, gap, gap, tail, (range, start, first, second, rest) => {
        const text = `${start}${range}${first}${rest.slice(0, 3)}${second}${rest.slice(3)}`
        expect(parseMsisdn(text)).toEqual({ ok: true, value: `7${range}${rest}` })
      }),
    )
  })
})

describe('written numbers', () => {
  it('groups, and reads back what it wrote', () => {
    expect(formatMsisdn(number)).toBe('+7 701 123 45 67')
    expect(parseMsisdn(formatMsisdn(number))).toEqual({ ok: true, value: number })
  })

  it('masks the middle', () => {
    expect(maskMsisdn(number)).toBe('+7 701 *** ** 67')
  })
})
