import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { inBatches, sampleHead, sampleRows, totalsOf } from '#reports/documents/detailization/sample'
import { writeDetailization } from '#reports/documents/detailization/write'
import { summarize, warmUp } from './report-service'

const folder = mkdtempSync(join(tmpdir(), 'report-host-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => void vi.unstubAllEnvs())

it('what the registry is told before the paper is written is what the paper holds', async () => {
  const rows = [...sampleRows(137)]
  const { summary, rowsSha256 } = await summarize(sampleHead, inBatches(rows))
  const file = join(folder, 'a.pdf')
  const written = await writeDetailization({ head: sampleHead, rows: inBatches(rows), summary, file })
  expect(written).toMatchObject({ ...totalsOf(rows), rowsSha256 })
  expect(summary).toMatchObject(totalsOf(rows))
})

it('the warm-up signs a paper of its own and leaves nothing', async () => {
  for (const name of ['TMPDIR', 'TEMP']) vi.stubEnv(name, folder)
  const before = readdirSync(folder)
  expect(await warmUp()).toBe(5)
  expect(readdirSync(folder)).toEqual(before)
})

it('the warm-up ends when it is called off in the middle of a paper, and leaves nothing', async () => {
  for (const name of ['TMPDIR', 'TEMP']) vi.stubEnv(name, folder)
  const before = readdirSync(folder)
  const real = new AbortController()
  const warm = warmUp(real.signal)
  await vi.waitUntil(() => readdirSync(folder, { recursive: true }).some((name) => String(name).includes('invented')))
  real.abort()
  expect(await warm, 'of five').toBeLessThan(5)
  expect(readdirSync(folder)).toEqual(before)
})
