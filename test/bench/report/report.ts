import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { fontPath } from '#reports/kit/fonts'
import { median } from '../figures'
import type { Measured, Task } from './child'
import { installPeers } from './peers'

const project = join(import.meta.dirname, '../../..')
const rounds = 5
/** The peers need minutes for more, and the time of a row does not depend on how many there are. */
const mostForPdfkit = 20_000
const mostForPdfmake = 5_000
const tagged = 5_000

type Run = (kind: Task['kind'], rows: number, signed?: boolean) => Measured

interface Speed {
  rowsPerSecond: number
  vsPdfkitText: number
  vsPdfmake: number
  vsDeflateFloor: number
}

/**
 * The engine against pdfkit's own `text()`, against pdfmake and against merely deflating what it wrote, on the same rows,
 * columns and font; each measurement in a process of its own, one after the other, as medians of the rounds' ratios.
 *
 * The floor (`vsDeflateFloor`) is `deflateSync` of the content streams which the engine has just written, one after the
 * other on one thread, at the engine's level of compression: no rows are read, nothing is drawn, hashed or written. The
 * engine's time begins with the rows in memory and ends with the file synced and renamed; it has the sums of the first
 * pass and makes all it makes in the application: sums again, both SHA-256, tags. It deflates in the pool of threads beside
 * the drawing, so the floor has the time of one processor and the engine of up to two. Both have done a part of the same
 * work untimed before, as the application's report host has.
 */
export async function benchReport(words: readonly string[]): Promise<object> {
  const rows = Number(words[words.indexOf('--rows') + 1] ?? '') || 100_000
  const cache = join(project, 'node_modules/.cache/bench-report')
  mkdirSync(cache, { recursive: true })
  const peers = installPeers(cache)
  const program = await bundle(cache)
  const folder = mkdtempSync(join(tmpdir(), 'bench-report-'))
  const fonts = join(fontPath('regular'), '..')
  const run: Run = (kind, count, signed = false) => {
    process.stderr.write(`${kind} ${count}${signed ? ' signed' : ''}: `)
    const task: Task = { kind, rows: count, signed, folder, peers, fonts }
    const measured = JSON.parse(
      execFileSync(process.execPath, [program, JSON.stringify(task)], { encoding: 'utf8' }),
    ) as Measured
    process.stderr.write(`${measured.seconds.toFixed(3)} s, ${Math.round(measured.peakRssMiB)} MiB\n`)
    return measured
  }
  try {
    return {
      rows,
      ...speeds(run, rows),
      ...peaks(run, false),
      signed: { ...signedSpeed(run, rows), ...peaks(run, true) },
      tagged: { rows: tagged, ...taggedSpeed(run) },
      peerRows: { pdfkitText: Math.min(rows, mostForPdfkit), pdfmake: Math.min(rows, mostForPdfmake) },
      rounds,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function speeds(run: Run, rows: number): Speed {
  const all = Array.from({ length: rounds }, () => {
    const own = run('engine', rows).seconds / rows
    const floor = run('deflate', rows).seconds / rows
    const [forPdfkit, forPdfmake] = [Math.min(rows, mostForPdfkit), Math.min(rows, mostForPdfmake)]
    const pdfkit = run('pdfkitText', forPdfkit).seconds / forPdfkit
    const pdfmake = run('pdfmake', forPdfmake).seconds / forPdfmake
    return { own, pdfkit: pdfkit / own, pdfmake: pdfmake / own, floor: own / floor }
  })
  return {
    rowsPerSecond: Math.round(1 / median(all.map(({ own }) => own))),
    vsPdfkitText: rounded(median(all.map(({ pdfkit }) => pdfkit))),
    vsPdfmake: rounded(median(all.map(({ pdfmake }) => pdfmake))),
    vsDeflateFloor: rounded(median(all.map(({ floor }) => floor))),
  }
}

function signedSpeed(run: Run, rows: number): object {
  const all = Array.from({ length: rounds }, () => {
    const plain = run('engine', rows).seconds
    const signed = run('engine', rows, true).seconds
    const floor = run('deflate', rows).seconds
    return { signed, plain: signed / plain, floor: signed / floor }
  })
  return {
    rowsPerSecond: Math.round(rows / median(all.map(({ signed }) => signed))),
    vsUnsigned: rounded(median(all.map(({ plain }) => plain))),
    vsDeflateFloor: rounded(median(all.map(({ floor }) => floor))),
  }
}

function taggedSpeed(run: Run): object {
  const all = Array.from({ length: rounds }, () => run('engine', tagged))
  const { peakRssMiB } = run('memory', tagged)
  return {
    rowsPerSecond: Math.round(tagged / median(all.map(({ seconds }) => seconds))),
    peakRssMiB: Math.round(peakRssMiB),
  }
}

function peaks(run: Run, signed: boolean): object {
  return {
    peakRssMiB10k: Math.round(run('memory', 10_000, signed).peakRssMiB),
    peakRssMiB1m: Math.round(run('memory', 1_000_000, signed).peakRssMiB),
  }
}

/** As in the application, the code is one file, and no compiler in the process takes part in its memory. */
async function bundle(cache: string): Promise<string> {
  await build({
    root: project,
    configFile: false,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['pdfkit'] },
    build: {
      ssr: join(import.meta.dirname, 'child.ts'),
      outDir: join(cache, 'program'),
      target: 'node20.18',
      emptyOutDir: true,
      rolldownOptions: { output: { format: 'es', entryFileNames: 'child.mjs' } },
    },
  })
  return join(cache, 'program/child.mjs')
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
