import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { checkConfig, machineConfigPath, readConfigFile } from './config-file'
import { JsonFault, parseWithLines } from './config-lines'

const whole = {
  coreAddress: 'https://core.activ.example/api',
  languages: ['kk', 'ru'],
  defaultLanguage: 'kk',
  idleMinutes: 5,
  operator: 'Activ',
  title: 'Activ Office',
  printers: { documents: 'HP LaserJet', slips: 'Star TSP' },
}
const written = (change: object) => JSON.stringify({ ...whole, ...change }, null, 2)

describe('the configuration file', () => {
  it('is taken as it is when it is right', () => {
    expect(checkConfig(written({}))).toEqual({ settings: whole, problems: [] })
    expect(checkConfig(`\uFEFF${written({})}\r\n`).problems).toEqual([])
  })

  it.each([
    ['coreAddress', { coreAddress: 'ftp://x' }, 2],
    ['coreAddress', { coreAddress: 7 }, 2],
    ['languages', { languages: ['kk', 'fr'] }, 3],
    ['languages', { languages: [] }, 3],
    ['idleMinutes', { idleMinutes: 0 }, 8],
    ['idleMinutes', { idleMinutes: '5' }, 8],
    ['printers.slips', { printers: { slips: '' } }, 12],
    ['printers.plotter', { printers: { slips: 'a', plotter: 'b' } }, 13],
    ['printers', { printers: 'a' }, 11],
    ['pin', { pin: '1' }, 15],
  ])('names a wrong %s with its line and keeps the rest', (key, change, line) => {
    const { settings, problems } = checkConfig(written(change))
    expect(problems).toEqual([{ line, key }])
    const top = key.split('.')[0] ?? ''
    const { [top as keyof typeof whole]: _gone, ...rest } = whole
    expect(settings).toEqual(rest)
  })

  it('names a default language that is not among the languages', () => {
    const { settings, problems } = checkConfig(written({ defaultLanguage: 'en' }))
    expect(problems).toEqual([{ line: 7, key: 'defaultLanguage' }])
    expect(settings.defaultLanguage).toBeUndefined()
  })

  it('names every problem, in the order of the lines', () => {
    const { problems } = checkConfig('{\n"title": 1,\n"a": 1,\n"operator": ""}')
    expect(problems).toEqual([
      { line: 2, key: 'title' },
      { line: 3, key: 'a' },
      { line: 4, key: 'operator' },
    ])
  })

  it.each([
    ['a missing comma', '{\n  "title": "A"\n  "operator": "B"\n}', 3],
    ['a comma too many', '{\n  "title": "A",\n}', 3],
    ['an unclosed text', '{\n  "title": "A\n}', 2],
    ['no end', '{\n  "title": "A"', 2],
    ['something behind', '{}\nx', 2],
    ['a comment', '{\n  // here\n}', 2],
    ['a bare word', '{\n  "title": yes\n}', 2],
    ['nothing', '', 1],
    ['a list', '[]', 1],
  ])('names the line of %s and does without it', (_what, text, line) => {
    expect(checkConfig(text)).toEqual({ settings: {}, problems: [{ line, key: 'JSON' }] })
  })

  it('may be missing, but not unreadable', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'))
    afterAll(() => rmSync(folder, { recursive: true }))
    expect(readConfigFile(join(folder, 'config.json'))).toEqual({ settings: {}, problems: [] })
    expect(readConfigFile(folder).problems).toEqual([{ line: 0, key: 'config.json' }])
    writeFileSync(join(folder, 'config.json'), written({}))
    expect(readConfigFile(join(folder, 'config.json')).settings).toEqual(whole)
  })

  it('lies on the drive of the program on Windows, whatever the environment says', () => {
    expect(machineConfigPath('win32', 'C:\\Program Files\\Activ Office\\a.exe')).toBe(
      'C:\\ProgramData\\Activ Office\\config.json',
    )
  })

  it('lies where only administrators write', () => {
    expect(machineConfigPath('linux', '/opt/a/activ')).toBe('/etc/activ-office/config.json')
    expect(machineConfigPath('darwin', '/Applications/A.app')).toBe(
      '/Library/Application Support/Activ Office/config.json',
    )
  })
})

describe('parseWithLines', () => {
  it('reads what the engine reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
        const value = JSON.parse(json) as unknown
        expect(parseWithLines(JSON.stringify(value, null, indent)).value).toEqual(value)
      }),
    )
  })

  it('refuses what the engine refuses', () => {
    const mangled = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', ':', '\n', '0', 'x'))
    fc.assert(
      fc.property(mangled, ([json, at, by]) => {
        const cut = at % (json.length + 1)
        const text = json.slice(0, cut) + by + json.slice(cut + 1)
        expect(outcome(() => parseWithLines(text).value)).toEqual(outcome(() => JSON.parse(text) as unknown))
      }),
    )
  })
})

function outcome(act: () => unknown): unknown {
  try {
    return { value: act() }
  } catch (error) {
    if (error instanceof JsonFault || error instanceof SyntaxError) return 'refused'
    throw error
  }
}
