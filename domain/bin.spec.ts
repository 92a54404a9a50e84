import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkBin } from './bin'
import { iinCheckDigit } from './iin'

describe('checkBin', () => {
  it.each(['940140000385', ' 940 140 000 385 '])('takes %j', (text) => {
    expect(checkBin(text)).toEqual({ ok: true, value: '940140000385' })
  })

  it.each(['940140000386', '94014000038', '9401400003850', '94014000038X', ''])('refuses %j', (text) => {
    expect(checkBin(text)).toEqual({ ok: false, code: 'BIN_MALFORMED' })
  })

  it('takes exactly one last digit for any eleven before it, or none where none is issued', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{11}$/), (first) => {
        const taken = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) => checkBin(`${first}${digit}`).ok)
        expect(taken).toEqual([iinCheckDigit(first)].filter((digit) => digit !== undefined))
      }),
    )
  })
})
