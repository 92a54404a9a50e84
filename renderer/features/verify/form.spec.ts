import { describe, expect, it } from 'vitest'
import { checkVerifyForm, emptyVerifyForm, fillFromMrz, isMrzBegun, isWholeMrz } from './form'

const card = ['IDKAZ0123456784900101300007<<<', '9001011M3501014KAZ<<<<<<<<<<<3', 'TESTOV<<TEST<<<<<<<<<<<<<<<<<<']
const passport = ['P<KAZTESTOV<<TEST<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'N012345679KAZ9001011M3501014900101300007<<96']
const today = '2026-03-10'

describe('machine-readable zone in the form', () => {
  it.each([card.join('\n'), card.join(''), card.join(' ').toLowerCase()])(
    'fills every field from a card: %j',
    (text) => {
      const form = emptyVerifyForm()
      expect(isWholeMrz(text)).toBe(true)
      expect(fillFromMrz(form, text)).toBeUndefined()
      expect(form).toMatchObject({
        type: 'idCard',
        iin: '900101300007',
        number: '012345678',
        validUntil: '01.01.2035',
        method: 'scanned',
      })
    },
  )

  it('fills the form from a passport', () => {
    const form = emptyVerifyForm()
    expect(fillFromMrz(form, passport.join('\n'))).toBeUndefined()
    expect(form).toMatchObject({ type: 'passport', number: 'N01234567', iin: '900101300007' })
  })

  it('leaves the other fields when the zone is misread, and clears the one it was typed into', () => {
    const misread = card.join('').replace('0123456784', '0123456794')
    const form = { ...emptyVerifyForm(), iin: misread, number: '111111111' }
    expect(fillFromMrz(form, misread)).toMatchObject({ code: 'MRZ_CHECK_DIGIT' })
    expect(form).toMatchObject({ iin: '', number: '111111111', method: 'typed' })
  })

  it('knows a zone that has begun from a whole one and from other input', () => {
    expect(isMrzBegun(card[0] ?? '')).toBe(true)
    expect(isMrzBegun(card.slice(0, 2).join(''))).toBe(true)
    expect(isMrzBegun(card.join(''))).toBe(false)
    expect(isMrzBegun(passport[0] ?? '')).toBe(true)
    for (const text of [
      '',
      '900101300007',
      'N01234567',
      '01.01.2035',
      'A5P33M5XXQJZ1F1BJ96M72QFXKHSTXRYG71ZJM04V18W20',
    ]) {
      expect(isMrzBegun(text)).toBe(false)
      expect(isWholeMrz(text)).toBe(false)
    }
  })
})

describe('checking the form', () => {
  const typed = { ...emptyVerifyForm(), iin: '900101 300007', number: '012 345 678', validUntil: '01012035' }

  it('gives what is sent, tidied', () => {
    expect(checkVerifyForm(typed, today).value).toEqual({
      document: { type: 'idCard', number: '012345678', validUntil: '2035-01-01' },
      iin: '900101300007',
      method: 'typed',
    })
  })

  it('says so of a document that was shown in an app, whether typed or scanned', () => {
    for (const method of ['typed', 'scanned'] as const) {
      expect(checkVerifyForm({ ...typed, method, isDigital: true }, today).value?.method).toBe('digitalDocument')
    }
  })

  it('names every refused field', () => {
    const { problems, value } = checkVerifyForm({ ...emptyVerifyForm(), iin: '881204706651' }, today)
    expect(value).toBeUndefined()
    expect(problems).toMatchObject({
      iin: { code: 'IIN_CHECK_DIGIT' },
      documentNumber: { code: 'DOCUMENT_NUMBER_MALFORMED' },
      validUntil: { code: 'DATE_MALFORMED' },
    })
  })

  it('refuses an expired document, and not one on its last day', () => {
    expect(checkVerifyForm({ ...typed, validUntil: '09.03.2026' }, today).problems.validUntil?.code).toBe(
      'DOCUMENT_EXPIRED',
    )
    expect(checkVerifyForm({ ...typed, validUntil: '10.03.2026' }, today).value).toBeDefined()
  })

  it('notices an IIN with another birth date and still lets it pass', () => {
    const checked = checkVerifyForm({ ...typed, birthDate: '1991-02-03', sex: 'F' }, today)
    expect(checked.notices).toEqual(['IIN_BIRTH_DATE_DIFFERS', 'IIN_SEX_DIFFERS'])
    expect(checked.value).toBeDefined()
  })
})
