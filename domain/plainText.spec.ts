import { describe, expect, it } from 'vitest'
import { plainText, withoutGrouping } from './plainText'

describe('plainText', () => {
  it.each(['０１２３４５６７８９', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹'])('brings %s to ASCII digits', (digits) => {
    expect(plainText(digits)).toBe('0123456789')
  })

  it('drops what cannot be seen and joins white space', () => {
    expect(plainText('\u0002\u202A a\u00A0\u2009b\r\n\tc\u200B\u0003 ')).toBe('a b c')
  })
})

describe('withoutGrouping', () => {
  it('drops spaces and every kind of dash, nothing else', () => {
    expect(withoutGrouping('1 2-3\u20114\u20135\u22126.7')).toBe('123456.7')
  })
})
