import { describe, expect, it } from 'vitest'
import { coreAddress } from './address'

describe('the address of the core', () => {
  it.each([
    ['https://core.activ.kz', 'https://core.activ.kz'],
    [' https://core.activ.kz/ ', 'https://core.activ.kz'],
    ['https://gateway.kz/activ/', 'https://gateway.kz/activ'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s -> %s', (text, address) => {
    expect(coreAddress(text)).toBe(address)
  })

  it.each([
    '',
    'core.activ.kz',
    'http://core.activ.kz',
    'http://127.0.0.1.evil.kz',
    'http://localhost.evil.kz',
    'https://user:secret@core.activ.kz',
    'https://core.activ.kz/?a=1',
    'file:///etc/passwd',
    'ftp://localhost',
  ])('refuses "%s"', (text) => {
    expect(() => coreAddress(text)).toThrow('ENROLMENT_ADDRESS')
  })
})
