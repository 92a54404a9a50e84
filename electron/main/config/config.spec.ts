import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig } from './config'

const environment = {
  ACTIV_USER_DATA: '/data',
  ACTIV_CORE_ADDRESS: 'http://localhost:1',
  ACTIV_ENROLMENT_CODE: 'CODE',
  ACTIV_LANG: 'kk',
  ACTIV_CONFIG: '/nowhere/config.json',
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

describe('the machine-wide file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'config.json')
  const withFile = (settings: object, more: object = {}) => {
    writeFileSync(file, JSON.stringify(settings))
    return readConfig(false, { ...environment, ACTIV_CONFIG: file, ...more })
  }

  it('says where to enrol, whatever the environment says', () => {
    const config = withFile({ coreAddress: 'https://core.activ.example' })
    expect(config).toMatchObject({
      coreAddress: 'https://core.activ.example',
      prefill: { address: 'https://core.activ.example', code: 'CODE' },
    })
  })

  it('sets languages, idle time and names', () => {
    expect(withFile({ languages: ['kk', 'en'], idleMinutes: 10, operator: 'A', title: 'B' })).toMatchObject({
      languages: ['kk', 'en'],
      defaultLanguage: 'kk',
      idleSeconds: 600,
      operator: 'A',
      title: 'B',
    })
  })

  it('leaves the defaults where it says nothing or something wrong', () => {
    expect(withFile({ idleMinutes: -1 })).toMatchObject({
      languages: ['ru', 'kk', 'en'],
      defaultLanguage: 'ru',
      idleSeconds: 180,
      operator: 'Activ',
      problems: [{ line: 1, key: 'idleMinutes' }],
    })
  })

  it('is one that only administrators write when the application is packaged', () => {
    writeFileSync(file, JSON.stringify({ title: 'Evil' }))
    expect(readConfig(true, { ACTIV_CONFIG: file }).title).not.toBe('Evil')
  })
})
