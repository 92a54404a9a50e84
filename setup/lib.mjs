// What every set-up step shares: places, hashes, stamps and child processes. Only Node's own modules.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Kept between clones: native builds and downloaded runtimes. */
export const userCache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'activ-office')

/** Kept with this clone: what the set-up has already seen and done. Goes away with node_modules. */
export const localCache = join(root, 'node_modules', '.cache', 'activ-office')

export const isRoot = process.getuid?.() === 0

/** A reason to stop that the person can act on; printed without a stack. Exit code 2 means "install this first". */
export class SetupError extends Error {
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** sha256 over labelled contents, as 64 hexadecimal digits. */
export function hashOf(parts) {
  const hash = createHash('sha256')
  for (const [label, content] of parts) hash.update(`${label}\0`).update(content).update('\0')
  return hash.digest('hex')
}

/** Files under `folder` (recursively, sorted), as [path from `base`, content] for hashOf. */
export function* filesUnder(folder, base = folder, wanted = () => true) {
  if (!existsSync(folder)) return
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesUnder(path, base, wanted)
    else if (entry.isFile() && wanted(path)) yield [relative(base, path).split(sep).join('/'), readFileSync(path)]
  }
}

export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    // A stamp that is missing or torn only means that the step runs again.
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Written beside and renamed, so that a reader never sees half a file. */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(value, null, 2) + '\n')
  renameSync(draft, file)
}

const stampFile = (name) => join(localCache, `${name}.stamp.json`)
export const stampOf = (name) => readJson(stampFile(name))
export const setStamp = (name, value) => writeJson(stampFile(name), value)

/** The beginning holds the reason, the end the outcome; what is between may be hundreds of lines. */
function shortened(text, keep = 25) {
  const lines = text.trim().split('\n')
  if (lines.length <= 2 * keep) return lines.join('\n')
  return [...lines.slice(0, keep), '...', ...lines.slice(-keep)].join('\n')
}

/** A new folder to work in beside its goal, so that the result can be renamed into place; leftovers of a killed run go. */
export function workFolder(parent, prefix) {
  mkdirSync(parent, { recursive: true })
  for (const name of readdirSync(parent).filter((each) => each.startsWith(prefix))) {
    const path = join(parent, name)
    if (Date.now() - statSync(path).mtimeMs > 3600_000) rmSync(path, { recursive: true, force: true })
  }
  return mkdtempSync(join(parent, prefix))
}

/** Runs quietly; on failure throws SetupError with what the program said. */
export function runQuiet(what, command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  })
  if (result.error) throw new SetupError(`${what}: ${command} could not be run (${result.error.message})`)
  if (result.status !== 0) {
    const said = shortened(`${result.stdout}\n${result.stderr}`)
    throw new SetupError(`${what} failed (exit code ${result.status ?? result.signal}):\n${said}`)
  }
  return result.stdout
}

/** npm by the very file that runs us, where there is one: `npm` itself is a .cmd on Windows. */
export function npmCommand(args) {
  const file = process.env.npm_execpath
  if (file?.endsWith('.js')) return { command: process.execPath, args: [file, ...args], options: {} }
  return { command: 'npm', args, options: { shell: process.platform === 'win32' } }
}

/** Runs with the terminal passed through, forwards SIGINT and SIGTERM, resolves to the exit code. */
export function runThrough(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options })
  return exitOf(child)
}

/** Runs beside other programs: both its outputs are kept together until it has ended. */
export async function runGathered(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
  const closed = new Promise((resolve) => child.once('close', resolve))
  const code = await exitOf(child)
  await closed
  return { code, said: Buffer.concat(said).toString() }
}

/** Exit code of a child; while it runs the signals meant for us go to it. */
export function exitOf(child) {
  const pass = (signal) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM']
  for (const signal of signals) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal ? 128 : 1)))
  }).finally(() => signals.forEach((signal) => process.off(signal, pass)))
}

const started = performance.now()
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`

/** One line of progress; on stderr, so that stdout stays free for what a script hands over. */
export function say(text) {
  process.stderr.write(`[setup ${seconds(started).padStart(7)}] ${text}\n`)
}

/** Runs one step; the step returns the words for its line, or undefined for silence about its end. */
export async function step(name, work) {
  const since = performance.now()
  const outcome = await work((text) => say(`${name}: ${text}`))
  if (outcome) say(`${name}: ${outcome} (${seconds(since)})`)
}
