import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import decodeQR from 'qr/decode.js'
import { afterAll, expect, it } from 'vitest'
import { makePaperMaker } from '../testing/paper'
import { printedInfo } from '../testing/printed'
import { checkCode } from '../verify/check'

const folder = mkdtempSync(join(tmpdir(), 'qr-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The last page as a scanner of so many dots an inch sees it: pixels in RGBA. */
function scanned(file: string, dpi: number): { width: number; height: number; data: Uint8Array } {
  const page = printedInfo(file).get('Pages') ?? ''
  const ppm = execFileSync('pdftoppm', ['-r', String(dpi), '-f', page, '-l', page, file], { maxBuffer: 1 << 28 })
  const head = /^P6\n(\d+) (\d+)\n255\n/.exec(ppm.toString('latin1', 0, 40))
  if (!head) throw new Error('pdftoppm writes another format')
  const [, width = 0, height = 0] = head.map(Number)
  const data = new Uint8Array(width * height * 4).fill(255)
  for (let i = 0; i < width * height; i++)
    data.set(ppm.subarray(head[0].length + 3 * i, head[0].length + 3 * i + 3), 4 * i)
  return { width, height, data }
}

it.each([150, 300])('the code of a printed page is read at %i dpi and holds', async (dpi) => {
  const maker = await makePaperMaker()
  const file = join(folder, `${dpi}.pdf`)
  const code = await maker.write(file, 40)
  const read = decodeQR(scanned(file, dpi), { effort: Infinity, timeLimit: Infinity })
  expect(read).toBe(code)
  expect(checkCode(read, maker.trust).verdict).toBe('genuine')
})
