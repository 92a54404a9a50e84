import { describe, expect, it } from 'vitest'
import { matchingSims, simByTail } from './stock'

const stock = ['8999701000000000015', '8999701000000000106', '8999701000000010106'].map((iccid) => ({
  iccid,
  simKind: 'physical' as const,
  formFactor: '2FF',
}))

describe('stock of SIMs', () => {
  it('is narrowed by the digits typed and whole once one is chosen', () => {
    expect(matchingSims(stock, '')).toHaveLength(3)
    expect(matchingSims(stock, '0 106')).toHaveLength(2)
    expect(matchingSims(stock, '8999701000000000015')).toHaveLength(3)
  })

  it('gives the one SIM with this tail', () => {
    expect(simByTail(stock, '0015')?.iccid).toBe('8999701000000000015')
  })

  it('never guesses between two, or from fewer than four digits', () => {
    expect(simByTail(stock, '0106')).toBeUndefined()
    expect(simByTail(stock, '015')).toBeUndefined()
    expect(simByTail(stock, '9999')).toBeUndefined()
  })
})
