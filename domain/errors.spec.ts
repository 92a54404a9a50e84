import { describe, expect, it } from 'vitest'
import { AppError, fromErrorBody, toErrorBody } from './errors'

describe('an error that crosses processes', () => {
  it('keeps the reference of the process where it happened', () => {
    const body = toErrorBody(new AppError('CORE_BUSY', { seconds: 5 }), 'FIRST000')
    expect(toErrorBody(fromErrorBody(body), 'SECOND00')).toEqual(body)
    expect(body).toEqual({ code: 'CORE_BUSY', params: { seconds: 5 }, retryable: true, ref: 'FIRST000' })
  })

  it('says nothing of an unexpected error but that it happened', () => {
    expect(toErrorBody(new Error('UNIQUE constraint failed: person 900101300007'), 'REF00000')).toEqual({
      code: 'INTERNAL',
      params: {},
      retryable: true,
      ref: 'REF00000',
    })
  })
})
