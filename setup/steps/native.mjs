// The encrypted store's driver: npm:sqlite3's binding linked with SQLite3 Multiple Ciphers. One build per content,
// kept in the person's cache and copied to where `bindings` looks for it.
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { SetupError, filesUnder, hashOf, root, runQuiet, setStamp, stampOf, userCache, workFolder } from '../lib.mjs'

const modules = join(root, 'node_modules')
const target = join(modules, 'sqlite3', 'build', 'Release', 'node_sqlite3.node')
const isSource = (path) => /\.(cc|c|h)$/.test(path)

/** What is compiled: folder in the build -> files as [name, content]. */
function sources() {
  const cipher = join(modules, 'better-sqlite3-multiple-ciphers', 'deps', 'sqlite3')
  const napi = join(modules, 'node-addon-api')
  const isHeader = (path) => dirname(path) === napi && /^napi.*\.h$/.test(basename(path))
  return {
    binding: [...filesUnder(join(modules, 'sqlite3', 'src'), undefined, isSource)],
    cipher: [...filesUnder(cipher, undefined, isSource)],
    napi: [...filesUnder(napi, undefined, isHeader)],
    '.': [['binding.gyp', readFileSync(join(root, 'db', 'native', 'binding.gyp'))]],
  }
}

function libc() {
  if (process.platform !== 'linux') return ''
  return process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl'
}

function cachedBuild(files) {
  const parts = Object.entries(files).flatMap(([folder, list]) =>
    list.map(([name, body]) => [`${folder}/${name}`, body]),
  )
  const key = hashOf([['platform', `${process.platform}-${process.arch}-${libc()}`], ...parts]).slice(0, 32)
  return { key, file: join(userCache, 'native', key, 'node_sqlite3.node') }
}

/** True when the next start has to compile, hence needs a compiler. False while npm packages are missing would be a guess. */
export function needsCompiler() {
  if (!existsSync(join(modules, 'sqlite3', 'src'))) return true
  return !existsSync(cachedBuild(sources()).file)
}

/** Headers that came with this Node; without them node-gyp fetches some from nodejs.org. */
function headersOption() {
  if (process.env.npm_config_nodedir) return []
  const prefix = process.platform === 'win32' ? '' : dirname(dirname(process.execPath))
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : []
}

function compile(files, file) {
  const work = workFolder(join(userCache, 'native'), 'build-')
  try {
    for (const [folder, list] of Object.entries(files)) {
      mkdirSync(join(work, folder), { recursive: true })
      for (const [name, body] of list) writeSource(join(work, folder, name), body)
    }
    const gyp = join(modules, 'node-gyp', 'bin', 'node-gyp.js')
    const args = [gyp, 'rebuild', '--release', '-j', String(availableParallelism()), ...headersOption()]
    runQuiet('Compiling sqlite3', process.execPath, args, { cwd: work })
    place(join(work, 'build', 'Release', 'node_sqlite3.node'), file)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function writeSource(path, body) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, body)
}

/** By a rename: a process that has the old file mapped keeps it, and nobody loads half a file. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  const draft = `${to}.${process.pid}`
  copyFileSync(from, draft)
  renameSync(draft, to)
}

const probe = `
  const { Database } = require('sqlite3')
  new Database(':memory:').get('select sqlite3mc_version() as cipher, sqlite_version() as sqlite', (error, row) => {
    if (error) throw error
    process.stdout.write(row.cipher + ', SQLite ' + row.sqlite)
  })`

/** Loaded in a process of its own: what is loaded here could not be replaced on Windows. */
function verify() {
  const said = runQuiet('Loading sqlite3', process.execPath, ['-e', probe])
  if (!said.startsWith('SQLite3 Multiple Ciphers')) throw new SetupError(`sqlite3 is not the encrypted build: ${said}`)
  return said
}

const markOf = (key) => {
  const { size, mtimeMs } = statSync(target)
  return { key, size, mtimeMs }
}

export function installNative(report) {
  const files = sources()
  const { key, file } = cachedBuild(files)
  if (existsSync(target) && JSON.stringify(stampOf('native')) === JSON.stringify(markOf(key))) return 'up to date'
  const known = existsSync(file)
  if (!known) {
    report('compiling SQLite with encryption, once per machine, about a minute ...')
    compile(files, file)
  }
  place(file, target)
  const version = verify()
  setStamp('native', markOf(key))
  return `${version}, ${known ? 'from the cache' : 'compiled'}`
}
