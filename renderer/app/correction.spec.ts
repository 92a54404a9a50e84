import { describe, expect, it } from 'vitest'
import { correctionFor, type Correction } from './correction'

const refused: Correction = {
  id: '0190a0a0-0000-7000-8000-000000000001',
  msisdn: '77012345678',
  operations: ['unblock', 'identityUpdate'],
  createdAt: '2026-03-10T10:00:00Z',
}

describe('an order in the place of a refused one', () => {
  it('names it when it does all of it for the same number', () => {
    expect(correctionFor(refused, '77012345678', ['unblock'])).toEqual({ replaces: refused.id })
    expect(correctionFor(refused, '77012345678', ['simReissue', 'unblock'])).toEqual({ replaces: refused.id })
  })

  it('does not name it when a part of it would be left undone', () => {
    const both: Correction = { ...refused, operations: ['simReissue', 'unblock'] }
    expect(correctionFor(both, '77012345678', ['unblock'])).toEqual({})
    expect(correctionFor(both, '77012345678', ['simReissue', 'unblock'])).toEqual({ replaces: refused.id })
  })

  it('does not name it for another number, another act or without a correction', () => {
    expect(correctionFor(refused, '77012345679', ['unblock'])).toEqual({})
    expect(correctionFor(refused, '77012345678', ['simReissue'])).toEqual({})
    expect(correctionFor(undefined, '77012345678', ['unblock'])).toEqual({})
  })
})
