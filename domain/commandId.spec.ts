import { v4, v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { isUuidV7 } from './commandId'

describe('isUuidV7', () => {
  it('takes version 7 only', () => {
    expect(isUuidV7('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')).toBe(true)
    expect(isUuidV7(v7())).toBe(true)
    expect(isUuidV7(v4())).toBe(false)
  })

  it.each(['', '017F22E2-79B0-7CC3-98C4-DC0C0C07398F', '017f22e2-79b0-7cc3-c8c4-dc0c0c07398f', ' 017f22e2'])(
    'refuses %j',
    (text) => {
      expect(isUuidV7(text)).toBe(false)
    },
  )
})
