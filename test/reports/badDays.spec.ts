import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { usageToTmf } from '#domain/core/usage'
import type { UsageRow } from '#domain/usage'
import { sampleHead, sampleRows, totalsOf } from '#reports/documents/detailization/sample'
import { checkPdf, printedRows } from '#reports/testing/printed'
import { growDisk, readOnlyFolder, smallDisk } from '#test/fixtures/badDays'
import { isRoot, needsRoot } from '#test/fixtures/needs'

/** The real command, as an operator's batch job would run it, on disks and rows as they should not be. */

const folder = mkdtempSync(join(tmpdir(), 'report-bad-days-'))
afterAll(() => rmSync(folder, { recursive: true }))

const program = join(import.meta.dirname, '../../reports/cli.ts')
const run = promisify(execFile)

let made = 0
const place = (name: string): string => join(folder, `${++made}-${name}`)
const emptyFolder = (): string => {
  const own = place('out')
  mkdirSync(own)
  return own
}
const linesOf = (rows: readonly UsageRow[]): string[] => rows.map((row) => JSON.stringify(usageToTmf(row, 'p1', 12)))

function inputOf(lines: readonly (string | Buffer)[]): string {
  const file = place('usage.ndjson')
  writeFileSync(file, Buffer.concat(lines.map((line) => Buffer.concat([Buffer.from(line), Buffer.from('\n')]))))
  return file
}

function metaOf(more: object = {}): string {
  const { requestNumber: number, ...head } = sampleHead
  const file = place('meta.json')
  writeFileSync(file, JSON.stringify({ number, ...head, ...more }))
  return file
}

interface Ended {
  exitCode: number
  /** Of the last line of output. */
  answer: Record<string, unknown>
  /** The code, its params and nothing else. */
  error: string
}

const argsOf = (input: string, meta: string, out: string): string[] => [
  ...['--import', 'tsx', program, '--input', input, '--meta', meta, '--out', out, '--json'],
]

async function report(input: string, meta: string, out: string): Promise<Ended> {
  try {
    const { stdout } = await run(process.execPath, argsOf(input, meta, out))
    return { exitCode: 0, answer: JSON.parse(stdout.trim()) as Record<string, unknown>, error: '' }
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string }
    return { exitCode: code, answer: {}, error: stderr.trim() }
  }
}

const many = sampleRows(4000)
const input = inputOf(linesOf(many))
const meta = metaOf({ expected: totalsOf(many) })

async function expectWhole(out: string): Promise<void> {
  expect(await report(input, meta, out)).toMatchObject({ exitCode: 0, answer: { ...totalsOf(many), missingGlyphs: 0 } })
  checkPdf(out)
}

describe('the report command', () => {
  it('on a full disk says so, leaves nothing there, and does it when there is room again', async (test) => {
    needsRoot(test, 'a small disk')
    const own = emptyFolder()
    const unmount = smallDisk(own, 96 * 1024)
    try {
      const out = join(own, 'a.pdf')
      expect(await report(input, meta, out)).toMatchObject({ exitCode: 1, error: 'REPORT_DISK_FULL {}' })
      expect(readdirSync(own)).toEqual([])
      growDisk(own, 8 << 20)
      await expectWhole(out)
      expect(readdirSync(own)).toEqual(['a.pdf'])
    } finally {
      unmount()
    }
  }, 60_000)

  it('cannot write into a read-only folder, says why, and can once it may', async () => {
    const own = emptyFolder()
    const out = join(own, 'a.pdf')
    const undo = readOnlyFolder(own)
    const reason = isRoot ? 'EROFS' : 'EACCES'
    try {
      expect(await report(input, meta, out)).toMatchObject({ exitCode: 1, error: `REPORT_FILE {"reason":"${reason}"}` })
    } finally {
      undo()
    }
    expect(readdirSync(own)).toEqual([])
    await expectWhole(out)
  }, 60_000)

  it.each([
    ['there is no such folder', 'ENOENT', () => join(emptyFolder(), 'none', 'a.pdf')],
    ['a file stands where the folder should be', 'ENOTDIR', () => join(inputOf([]), 'a.pdf')],
    ['a folder has the name of the file', 'EISDIR', () => emptyFolder()],
  ])('when %s leaves nothing (%s)', async (_, reason, outOf) => {
    const out = outOf()
    const before = readdirSync(folder)
    expect(await report(input, meta, out)).toMatchObject({ exitCode: 1, error: `REPORT_FILE {"reason":"${reason}"}` })
    expect(readdirSync(folder)).toEqual(before)
  })

  it('killed while it writes leaves no paper, and makes it the next time', async () => {
    const own = emptyFolder()
    const out = join(own, 'a.pdf')
    const watcher = watch(own)
    const writer = spawn(process.execPath, argsOf(input, meta, out), { stdio: 'ignore' })
    const exit = once(writer, 'exit')
    const begun = new Promise<void>((resolve) => {
      watcher.on('change', () => {
        if (readdirSync(own).some((name) => name.includes('.part-') && statSync(join(own, name)).size > 0)) resolve()
      })
    })
    await begun
    writer.kill('SIGKILL')
    expect(await exit).toEqual([null, 'SIGKILL'])
    watcher.close()
    expect(readdirSync(own)).toEqual([expect.stringMatching(/^a\.pdf\.part-[0-9a-f]{12}$/)])
    await expectWhole(out)
  }, 60_000)
})

describe('the report command refuses', () => {
  const rows = sampleRows(300)
  const lines = linesOf(rows)
  const [row120, row121] = [lines[120] ?? '', lines[121] ?? '']
  const total = totalsOf(rows)

  it.each<[string, (string | Buffer)[], object, string]>([
    [
      'rows out of order',
      lines.with(120, row121).with(121, row120),
      {},
      'REPORT_ROWS_OUT_OF_ORDER {"row":122,"reason":"time"}',
    ],
    ['a row twice', lines.toSpliced(121, 0, row120), {}, 'REPORT_ROWS_OUT_OF_ORDER {"row":122,"reason":"id"}'],
    [
      'a row of another time',
      lines.slice(0, 5),
      { periodFrom: '2024-06-30T19:00:00Z' },
      'REPORT_ROWS_OUT_OF_ORDER {"row":1,"reason":"period"}',
    ],
    ['wrong UTF-8', [...lines.slice(0, 7), Buffer.from([0x7b, 0xff])], {}, 'CORE_ANSWER_MALFORMED {"row":8}'],
    ['a third of a tiyn', [row120.replace(/"value":[\d.]+/, '"value":0.333')], {}, 'CORE_ANSWER_MALFORMED {"row":1}'],
    [
      'another total',
      lines,
      { expected: { ...total, totalTiyn: total.totalTiyn + 1 } },
      `REPORT_TOTALS_DIFFER {"field":"totalTiyn","expected":${total.totalTiyn + 1},"found":${total.totalTiyn}}`,
    ],
    ['a period that has no VAT rate', lines, { vat: [{ from: '2025-01-01', percent: 12 }] }, 'REPORT_VAT_UNKNOWN'],
  ])('%s, by its place, and writes nothing', async (_, given, more, error) => {
    const own = emptyFolder()
    const ended = await report(inputOf(given), metaOf(more), join(own, 'a.pdf'))
    expect(ended.exitCode).toBe(1)
    expect(ended.error.startsWith(error) ? error : ended.error).toBe(error)
    expect(ended.error.split('\n')).toHaveLength(1)
    expect(readdirSync(own)).toEqual([])
  })

  it.each([
    ['no usage file', 'input', 'ENOENT', () => [place('none'), meta]],
    ['no meta file', 'meta', 'ENOENT', () => [input, place('none')]],
    ['a folder for the usage', 'input', 'EISDIR', () => [emptyFolder(), meta]],
    ['a meta file that is no JSON', 'meta', 'JSON', () => [input, inputOf(['{'])]],
  ] as const)('%s, and says which', async (_, field, reason, files) => {
    const [usage = '', head = ''] = files()
    const out = join(emptyFolder(), 'a.pdf')
    const error = `BAD_REQUEST ${JSON.stringify({ field, reason })}`
    expect(await report(usage, head, out)).toMatchObject({ exitCode: 1, error })
  })
})

describe('the report command prints', () => {
  const at = sampleHead.periodFrom
  const rowsOf = (amounts: number[], more: Partial<UsageRow> = {}): UsageRow[] =>
    amounts.map((amountTiyn, i): UsageRow => ({ id: `r${i}`, at, type: 'correction', amountTiyn, ...more }))

  async function printed(rows: UsageRow[], more: object = {}) {
    const out = join(emptyFolder(), 'a.pdf')
    const { exitCode, answer, error } = await report(inputOf(linesOf(rows)), metaOf(more), out)
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' })
    checkPdf(out)
    return { answer, rows: printedRows(out), bytes: readFileSync(out) }
  }

  it('no rows, and one', async () => {
    expect((await printed([])).answer).toMatchObject({ rows: 0, pages: 1, totalTiyn: 0 })
    expect((await printed(rowsOf([5]))).rows).toHaveLength(1)
  })

  it('negative and zero charges, and 10^12 tiyn, to the last figure', async () => {
    const { answer, rows } = await printed(rowsOf([-1, 0, 10 ** 12, -(10 ** 12), 10 ** 12]))
    expect(rows.map((cells) => cells[8])).toEqual([
      ...['−0,01', '0,00', '10 000 000 000,00', '−10 000 000 000,00', '10 000 000 000,00'],
    ])
    expect(answer.totalTiyn).toBe(10 ** 12 - 1)
  })

  it('what the font lacks as a sign that is seen, and counts and reports it', async () => {
    const { answer, rows } = await printed(rowsOf([0], { otherName: 'ع😀Ұ\u200b\u0007' }))
    expect(rows[0]?.[4]).toBe('\ufffd\ufffdҰ')
    // In the row and among the names of the sums.
    expect(answer.missingGlyphs).toBe(4)
  })

  it('names of 300 characters without losing the number', async () => {
    const name = 'Әбдірахман '.repeat(28).slice(0, 300)
    const { rows } = await printed(rowsOf([0], { otherNumber: '77011234567', otherName: name }), { subscriber: name })
    expect(rows[0]?.[4]).toMatch(/^77011234567 · Әбдірахман.*…$/)
  })
})
