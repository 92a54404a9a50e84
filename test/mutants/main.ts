import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { SyncFigures } from '../sync/check'
import { mutants, type Mutant } from './faults'

/**
 * `npm run check:mutants -- --seed S --histories N --json`: plants each fault in a copy of the sources and lets check:sync
 * judge it. Exit code 1 when one gets through.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const copied = ['domain', 'db', 'electron', 'reports', 'test', 'package.json', 'tsconfig.json', 'tsconfig.base.json']

interface Finding {
  mutant: string
  caught: boolean
  /** What the checker said. */
  verdict: string[]
  histories: number
  seconds: number
}

function plant({ file, find, replace }: Mutant, dir: string): void {
  const path = join(dir, file)
  const text = readFileSync(path, 'utf8')
  const parts = text.split(find)
  if (parts.length !== 2) throw new RangeError(`${file}: the place of a fault stands there ${parts.length - 1} times`)
  writeFileSync(path, parts.join(replace))
}

function copySources(): string {
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'check-mutants-'))
  for (const name of copied)
    if (existsSync(join(root, name))) cpSync(join(root, name), join(dir, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'))
  return dir
}

function runCheck(dir: string, args: readonly string[]): Promise<string> {
  const command = ['--import', 'tsx', join('test', 'sync', 'main.ts'), '--json', '--no-shrink', ...args]
  const child = spawn(process.execPath, command, { cwd: dir, stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () => resolve(output))
  })
}

async function judge(mutant: Mutant, args: readonly string[]): Promise<Finding> {
  const dir = copySources()
  try {
    plant(mutant, dir)
    const figures = JSON.parse(await runCheck(dir, args)) as SyncFigures
    const verdict = [...new Set(figures.failure?.violations.map(({ kind }) => kind) ?? [])]
    const caught = mutant.caughtAs.some((kind) => verdict.includes(kind))
    return { mutant: mutant.name, caught, verdict, histories: figures.histories, seconds: figures.seconds }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    histories: { type: 'string', default: '400' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const args = ['--seed', values.seed, '--histories', values.histories]
const findings: Finding[] = []
for (const mutant of mutants.filter(({ name }) => name.includes(values.only ?? ''))) {
  const finding = await judge(mutant, args)
  findings.push(finding)
  process.stderr.write(`${finding.caught ? 'caught' : 'MISSED'}  ${finding.mutant} (${finding.verdict.join(', ')})\n`)
}
const caught = findings.filter((finding) => finding.caught).length
process.stdout.write(
  `${JSON.stringify({ mutants: findings.length, caught, findings }, undefined, values.json ? 0 : 2)}\n`,
)
if (findings.length === 0 || caught < findings.length) process.exitCode = 1
