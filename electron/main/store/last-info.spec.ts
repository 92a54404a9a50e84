import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lastInfoFile, type LastInfo } from './last-info'

const info: LastInfo = {
  operator: 'Activ',
  keyProtection: 'keyring',
  language: 'kk',
  enrolled: true,
  officeId: 'office-042',
  officeName: 'Алматы 42',
}

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'last-info-'))
  file = join(dir, 'last-info.json')
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('what the last start said of this counter', () => {
  it('is found again by the next', () => {
    lastInfoFile(file).keep(info)
    expect(lastInfoFile(file).read()).toEqual(info)
  })

  it('holds what it names and nothing else', () => {
    lastInfoFile(file).keep({ ...info, version: '1' } as LastInfo)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(info)
  })

  it.each([
    ['missing', undefined],
    ['cut short', '{"operator":"Ac'],
    ['of another version', '{"enrolled":"yes"}'],
  ])('is nothing when the file is %s', (_case, text) => {
    if (text !== undefined) writeFileSync(file, text)
    expect(lastInfoFile(file).read()).toBeUndefined()
  })

  it('is not written where nothing can be, without an error', () => {
    const keeper = lastInfoFile(join(dir, 'missing', 'last-info.json'))
    keeper.keep(info)
    expect(keeper.read()).toBeUndefined()
  })
})
