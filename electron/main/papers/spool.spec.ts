import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeSpool, type Spool } from './spool'

let dir: string
let spool: Spool
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'spool-'))
  spool = makeSpool(join(dir, 'spool'))
})
afterEach(() => rmSync(dir, { recursive: true }))

describe('spool', () => {
  it('takes a report that lies in it', async () => {
    const file = await spool.place('r1')
    writeFileSync(file, '%PDF')
    expect(await spool.checked(file)).toBe(file)
  })

  it('refuses any other file', async () => {
    await spool.place('r1')
    const outside = join(dir, 'outside.pdf')
    const link = join(dir, 'spool', 'link.pdf')
    const script = join(dir, 'spool', 'a.desktop')
    const folder = join(dir, 'spool', 'folder.pdf')
    for (const file of [outside, script]) writeFileSync(file, '')
    symlinkSync(outside, link)
    mkdirSync(folder)
    const escaping = join(dir, 'spool', '..', 'outside.pdf')
    for (const file of [outside, escaping, link, script, folder, join(dir, 'spool', 'missing.pdf')]) {
      await expect(spool.checked(file), file).rejects.toThrow('REPORT_FILE')
    }
  })

  it('forgets the reports of a visit with what an interrupted writer left, and no others', async () => {
    const files = await Promise.all([spool.place('r1'), spool.place('r2')])
    for (const file of [...files, `${files[0]}.part-0a1b`]) writeFileSync(file, '')
    expect(await spool.remove(['r1'])).toBe(true)
    expect(readdirSync(join(dir, 'spool'))).toEqual(['r2.pdf'])
    expect(await spool.removeAll()).toBe(true)
    expect(readdirSync(join(dir, 'spool'))).toEqual([])
  })
})
