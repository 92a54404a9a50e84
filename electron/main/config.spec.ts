import { describe, expect, it } from 'vitest'
import { readConfig } from './config'

const environment = {
  ACTIV_USER_DATA: '/data',
  ACTIV_CORE_ADDRESS: 'http://localhost:1',
  ACTIV_ENROLMENT_CODE: 'CODE',
  ACTIV_LANG: 'kk',
  HOME: '/home/a',
  NODE_OPTIONS: '--require evil',
  NODE_EXTRA_CA_CERTS: '/evil.pem',
}

describe('readConfig', () => {
  it('takes what development and tests ask for', () => {
    expect(readConfig(false, environment)).toMatchObject({
      userData: '/data',
      prefill: { address: 'http://localhost:1', code: 'CODE' },
      language: 'kk',
    })
  })

  it('of a packaged application ignores all of it', () => {
    expect(readConfig(true, environment)).toEqual(readConfig(true, { HOME: '/home/a' }))
  })

  it('gives the hosts nothing that could redirect them', () => {
    expect(readConfig(false, environment).hostEnvironment).toEqual({ HOME: '/home/a' })
  })

  it('does not know a language that is none of ours', () => {
    expect(readConfig(false, { ACTIV_LANG: 'fr' }).language).toBeUndefined()
  })
})
