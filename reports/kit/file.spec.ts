import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeWhole } from './file'

const folder = mkdtempSync(join(tmpdir(), 'whole-'))
const file = join(folder, 'a.bin')
afterAll(() => rmSync(folder, { recursive: true }))

describe('writeWhole', () => {
  it('replaces the file at the end only', async () => {
    writeFileSync(file, 'old')
    await writeWhole(file, undefined, async (sink) => {
      await sink.write(Buffer.from('new'))
      expect(readFileSync(file, 'utf8')).toBe('old')
      expect(readdirSync(folder)).toHaveLength(2)
    })
    expect(readFileSync(file, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['a.bin'])
  })

  it.each([
    ['ENOSPC', { code: 'REPORT_DISK_FULL' }],
    ['EIO', { code: 'REPORT_FILE', params: { reason: 'EIO' } }],
  ])('turns %s into a code, without the path, and leaves the old file alone', async (code, expected) => {
    writeFileSync(file, 'old')
    const full = Object.assign(new Error(`${code}: ${file}`), { code })
    await expect(writeWhole(file, undefined, () => Promise.reject(full))).rejects.toMatchObject(expected)
    expect(readdirSync(folder)).toEqual(['a.bin'])
    expect(readFileSync(file, 'utf8')).toBe('old')
  })

  it('whose process is killed leaves a part file, which nobody takes for the whole', async () => {
    const own = mkdtempSync(join(folder, 'killed-'))
    const script = `
      import { writeWhole } from ${JSON.stringify(join(import.meta.dirname, 'file.ts'))}
      await writeWhole(process.argv[1], undefined, async (sink) => {
        await sink.write(Buffer.from('%PDF half'))
        console.log('written')
        await new Promise((resolve) => setTimeout(resolve, 60_000))
      })`
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script, join(own, 'a.pdf')]
    const writer = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(writer.stdout, 'data')
    writer.kill('SIGKILL')
    await once(writer, 'exit')
    expect(readdirSync(own)).toEqual([expect.stringMatching(/^a\.pdf\.part-[0-9a-f]{12}$/)])
    rmSync(own, { recursive: true })
  })

  it('reports a cancel, whatever the work says about it', async () => {
    const stop = new AbortController()
    const work = writeWhole(join(folder, 'b.bin'), stop.signal, async (sink) => {
      await sink.write(Buffer.from('x'))
      stop.abort()
      throw new Error('the source was closed')
    })
    await expect(work).rejects.toMatchObject({ code: 'REPORT_CANCELLED' })
    expect(readdirSync(folder)).toEqual(['a.bin'])
  })
})
