import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDocumentNumber, checkExpiry, documentTypes, parseHumanDate, type DocumentType } from './document'

describe('checkDocumentNumber', () => {
  it.each<[DocumentType, string, string]>([
    ['idCard', '012345678', '012345678'],
    ['idCard', '№ 012 345 678', '012345678'],
    ['passport', 'n12345678', 'N12345678'],
    ['passport', 'N 1234 5678', 'N12345678'],
    ['residencePermit', '012345678', '012345678'],
    ['residencePermit', 'A1234567', 'A1234567'],
    ['statelessCertificate', '012345678', '012345678'],
    ['foreignPassport', '75 1234567', '751234567'],
    ['foreignPassport', 'c01x00t47', 'C01X00T47'],
  ])('%s %j', (type, text, value) => {
    expect(checkDocumentNumber(type, text)).toEqual({ ok: true, value })
  })

  it.each<[DocumentType, string]>([
    ['idCard', '01234567'],
    ['idCard', 'N12345678'],
    ['passport', '012345678'],
    ['passport', 'N1234567'],
    ['residencePermit', 'ABC123456'],
    ['statelessCertificate', '1234'],
    ['foreignPassport', '1234'],
    ['foreignPassport', 'A'.repeat(21)],
    ['foreignPassport', 'Я1234567'],
  ])('%s refuses %j', (type, text) => {
    expect(checkDocumentNumber(type, text)).toEqual({ ok: false, code: 'DOCUMENT_NUMBER_MALFORMED' })
  })

  it('refuses an empty number of every type', () => {
    expect(documentTypes.filter((type) => checkDocumentNumber(type, ' ').ok)).toEqual([])
  })
})

describe('checkExpiry', () => {
  it('counts the last day as good', () => {
    expect(checkExpiry('2026-03-05', '2026-03-05')).toEqual({ ok: true, value: '2026-03-05' })
    expect(checkExpiry('2026-03-05', '2026-03-06')).toEqual({
      ok: false,
      code: 'DOCUMENT_EXPIRED',
      params: { validUntil: '2026-03-05' },
    })
  })

  it('refuses a day that does not exist', () => {
    expect(checkExpiry('2027-02-29', '2026-01-01')).toEqual({ ok: false, code: 'DATE_MALFORMED' })
  })
})

describe('parseHumanDate', () => {
  it.each(['05.03.2031', '5.3.2031', '05032031', '050331', '2031-03-05', '05/03/2031', ' 05 . 03 . 2031 ', '05.03.31'])(
    'reads %j',
    (text) => {
      expect(parseHumanDate(text)).toEqual({ ok: true, value: '2031-03-05' })
    },
  )

  it.each(['', '31.02.2031', '00.01.2031', '5.13.2031', '5.3.203', '2031-3-5', '29022031', 'tomorrow', '05.03.0031'])(
    'refuses %j',
    (text) => {
      expect(parseHumanDate(text)).toEqual({ ok: false, code: 'DATE_MALFORMED' })
    },
  )

  it('reads every day back in each way of writing it', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (date) => {
        const value = date.toISOString().slice(0, 10)
        const [year = '', month = '', dom = ''] = value.split('-')
        const spellings = [value, `${dom}.${month}.${year}`, `${dom}${month}${year}`, `${dom}${month}${year.slice(2)}`]
        expect(spellings.map(parseHumanDate)).toEqual(spellings.map(() => ({ ok: true, value })))
      }),
    )
  })
})
