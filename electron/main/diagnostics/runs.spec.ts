import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runRecord } from './runs'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'runs-'))
  file = join(dir, 'runs.json')
})
afterEach(() => rmSync(dir, { recursive: true }))

it('counts starts, and as crashes the runs that never ended', () => {
  const first = runRecord(file)
  expect(first.begin()).toEqual({ starts: 1, crashes: 0, running: true, wasClean: true })
  first.end()
  expect(runRecord(file).begin().wasClean).toBe(true)
  const afterKill = runRecord(file)
  expect(afterKill.begin()).toEqual({ starts: 3, crashes: 1, running: true, wasClean: false })
  expect(afterKill.figures()).toEqual({ starts: 3, crashes: 1, running: true })
})

it('begins anew with a file that was cut short, and needs none', () => {
  writeFileSync(file, '{"starts":')
  expect(runRecord(file).begin().starts).toBe(1)
  expect(runRecord(join(dir, 'missing', 'runs.json')).begin().starts).toBe(1)
})
