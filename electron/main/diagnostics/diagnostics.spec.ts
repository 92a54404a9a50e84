import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readConfig } from '../config/config'
import { saveDiagnostics, type DiagnosticParts } from './diagnostics'
import { makeLog, rotatingFile } from './log'
import { ManualTime } from '../testing/time'

const canaries = ['77015550123', '880101300123', 'Сейітова', '8999701000000000015', 'hunter2', 'N12345678901']

let dir: string
let parts: DiagnosticParts
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'diagnostics-'))
  parts = {
    about: { version: '1.0.0', platform: 'linux' },
    config: { ...readConfig(true, {}), coreAddress: 'https://it:hunter2@core.example/api?key=hunter2' },
    store: { outboxPending: 3, lastBackup: '2026-11-23T05:00:00.000Z' },
    processes: { storeHostRestarts: 1 },
    logs: [join(dir, 'main.log'), join(dir, 'main.log.1')],
  }
})
afterEach(() => rmSync(dir, { recursive: true }))

async function saved(): Promise<Record<string, string>> {
  const file = join(dir, 'out.zip')
  await saveDiagnostics(file, parts)
  const files = unzipSync(new Uint8Array(readFileSync(file)))
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]))
}

it('holds versions, configuration, figures and the logs', async () => {
  const log = makeLog(rotatingFile(join(dir, 'main.log'), 1000), new ManualTime())
  log.info('app.start', { version: '1.0.0' })
  const files = await saved()
  expect(Object.keys(files).sort()).toEqual([
    'about.json',
    'config.json',
    'logs/main.log',
    'processes.json',
    'store.json',
  ])
  expect(JSON.parse(files['about.json'] ?? '')).toEqual(parts.about)
  expect(JSON.parse(files['store.json'] ?? '')).toEqual(parts.store)
  expect(JSON.parse(files['config.json'] ?? '')).toMatchObject({ coreAddress: 'https://core.example/api' })
  expect(files['logs/main.log']).toBe(readFileSync(join(dir, 'main.log'), 'utf8'))
})

it('holds nothing of anybody, though a log or a figure did', async () => {
  const lines = canaries.map((canary) => JSON.stringify({ level: 'info', event: 'x', text: `to ${canary}` }))
  const leaked = lines.filter((line) => !line.includes('hunter2')).join('\n')
  writeFileSync(join(dir, 'main.log'), `${leaked}\n{"event":"cut ${canaries.join(' ')}`)
  writeFileSync(join(dir, 'main.log.1'), `plain text of ${canaries.join(' ')}\n`)
  parts.store = { last: `77015550123 and 880101300123` }
  const text = Object.values(await saved()).join('')
  for (const canary of canaries) expect(text, canary).not.toContain(canary)
  expect(text).toContain('log.unreadable')
})

it('that cannot be written is DIAGNOSTICS_FILE and leaves nothing', async () => {
  mkdirSync(join(dir, 'taken.zip'))
  writeFileSync(join(dir, 'taken.zip', 'a'), '')
  await expect(saveDiagnostics(join(dir, 'taken.zip'), parts)).rejects.toThrow('DIAGNOSTICS_FILE')
  await expect(saveDiagnostics(join(dir, 'missing', 'a.zip'), parts)).rejects.toThrow('DIAGNOSTICS_FILE')
  expect(readdirSync(dir)).toEqual(['taken.zip'])
})
