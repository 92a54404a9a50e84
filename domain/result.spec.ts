import { describe, expect, it } from 'vitest'
import { fail, ok } from './result'

describe('result', () => {
  it('carries a value or a code', () => {
    expect(ok(7)).toStrictEqual({ ok: true, value: 7 })
    expect(fail('MONEY_RANGE')).toStrictEqual({ ok: false, code: 'MONEY_RANGE' })
    expect(fail('IIN_LENGTH', { length: 3 })).toStrictEqual({ ok: false, code: 'IIN_LENGTH', params: { length: 3 } })
  })
})
