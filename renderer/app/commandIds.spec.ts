import { describe, expect, it } from 'vitest'
import { isUuidV7 } from '#domain/commandId'
import { CommandIds } from './commandIds'

function counting(): CommandIds {
  let made = 0
  return new CommandIds(() => `id-${++made}`)
}

describe('command ids', () => {
  it('are UUIDv7', () => {
    expect(isUuidV7(new CommandIds().idFor({ a: 1 }))).toBe(true)
  })

  it('stay for the same act, whatever the order of its keys', () => {
    const ids = counting()
    const first = ids.idFor({ msisdn: '77012345678', document: { type: 'idCard', number: '1' } })
    expect(ids.idFor({ document: { number: '1', type: 'idCard' }, msisdn: '77012345678' })).toBe(first)
  })

  it('change with any value, also an inner one or one of a list', () => {
    const ids = counting()
    const seen = [
      ids.idFor({ document: { number: '1' }, blockIds: ['a'] }),
      ids.idFor({ document: { number: '2' }, blockIds: ['a'] }),
      ids.idFor({ document: { number: '2' }, blockIds: ['a', 'b'] }),
      ids.idFor({ document: { number: '2' }, blockIds: [] }),
    ]
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('change after the act is forgotten', () => {
    const ids = counting()
    const first = ids.idFor({ a: 1 })
    ids.forget()
    expect(ids.idFor({ a: 1 })).not.toBe(first)
  })
})
