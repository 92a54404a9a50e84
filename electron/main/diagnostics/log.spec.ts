import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forwardLines } from '../hosts/forward'
import { errorFields, rotatingFile } from './log'
import { recordingLog } from '../testing/log'

let dir: string
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'log-'))))
afterEach(() => rmSync(dir, { recursive: true }))

describe('log', () => {
  it('writes one JSON object a line', () => {
    const log = recordingLog()
    log.info('app.start', { version: '1.0.0', ms: 1_700_000_000_000 })
    expect(log.lines).toEqual([
      '{"at":"2026-11-23T05:00:00.000Z","level":"info","event":"app.start","version":"1.0.0","ms":1700000000000}\n',
    ])
  })

  it('masks whatever could be the number of a person or a SIM', () => {
    const log = recordingLog()
    log.warn('x', { a: 'tel 77010000001', b: 'iin=880101300123', c: '8999701000000000015' })
    expect(log.lines.join('')).not.toMatch(/\d{9,}/)
  })

  it('keeps at most two files', () => {
    const file = join(dir, 'logs', 'main.log')
    const sink = rotatingFile(file, 100)
    for (let n = 0; n < 10; n++) sink.write(`${String(n).repeat(40)}\n`)
    expect(readdirSync(join(dir, 'logs')).sort()).toEqual(['main.log', 'main.log.1'])
    expect(readFileSync(file, 'utf8')).toBe(`${'8'.repeat(40)}\n${'9'.repeat(40)}\n`)
  })

  it('goes on in the file it finds', () => {
    const file = join(dir, 'main.log')
    rotatingFile(file, 100).write('one\n')
    rotatingFile(file, 100).write('two\n')
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n')
  })
})

describe('a log that cannot be written', () => {
  it('stops nobody, and later says how much is missing', () => {
    const file = join(dir, 'logs', 'main.log')
    writeFileSync(join(dir, 'logs'), 'in the way')
    const sink = rotatingFile(file, 1000)
    for (const line of ['a\n', 'b\n']) sink.write(line)
    rmSync(join(dir, 'logs'))
    sink.write('c\n')
    sink.write('d\n')
    expect(readFileSync(file, 'utf8')).toBe('{"level":"warn","event":"log.lost","lines":2}\nc\nd\n')
  })
})

describe('errorFields', () => {
  it('names an error and its place, never its message', () => {
    const error = Object.assign(new RangeError("near 'Сейтқали'"), { code: 'SQLITE_ERROR' })
    const fields = errorFields(error)
    expect(fields).toMatchObject({ error: 'RangeError', code: 'SQLITE_ERROR' })
    expect(fields['where']).toMatch(/^log\.spec\.ts:\d+:\d+$/)
    expect(JSON.stringify(fields)).not.toContain('Сейтқали')
  })
})

describe('forwardLines', () => {
  it("puts a host's lines under its name and quotes nothing that is not JSON", async () => {
    const log = recordingLog()
    const lines = [
      '{"level":"error","event":"order.dead","ref":"r1","row":{"msisdn":"1"}}',
      'Error: secret',
      '[1]',
      '7',
    ]
    const stream = Readable.from([`${lines.join('\n')}\n`])
    forwardLines(stream, 'store-host', log)
    await finished(stream)
    await new Promise((resolve) => setImmediate(resolve))
    const entries = log.lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(entries[0]).toMatchObject({ level: 'error', event: 'order.dead', host: 'store-host', ref: 'r1' })
    expect(entries[1]).toMatchObject({ level: 'warn', event: 'host.text', length: 13 })
    expect(log.lines.join('')).not.toMatch(/secret|msisdn/)
  })
})
