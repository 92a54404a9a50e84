// Programs and libraries of the system: Debian and Ubuntu packages are installed (as root) or named with the exact
// command; elsewhere it is said what is needed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { SetupError, hashOf, isRoot, runQuiet, setStamp, stampOf } from '../lib.mjs'
import { hasDisplay } from '../display.mjs'
import { needsCompiler } from './native.mjs'

/** Each need is met by any of its packages: libraries were renamed `…t64` in Debian 13 and Ubuntu 24.04. */
const libraries = [
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libdrm2'],
  ['libxss1'],
]
const tools = [['poppler-utils'], ['qpdf'], ['libnss3-tools'], ['cups-daemon']]
const purposes = { start: libraries, test: [...libraries, ...tools], build: [] }

/** What a desktop has and a bare machine lacks. Its specs are skipped where it is missing, but must run where CI is set. */
const wished = {
  start: [],
  test: [['gnome-keyring'], ['libsecret-1-0'], ['dbus-daemon', 'dbus'], ['postgresql'], ['g++']],
  build: [],
}

const runs = (command, args = ['--version']) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** What compiles the native module, as [package, is it there]. A program by any other name or origin is as good. */
function compilerNeeds() {
  if (!needsCompiler()) return []
  const tools = [
    ['g++', runs('g++') || runs('c++')],
    ['make', runs('make')],
    ['python3', runs('python3')],
  ]
  return tools.filter(([, there]) => !there).map(([name]) => [name])
}

function installedAmong(names) {
  const format = '${db:Status-Status} ${Package}\\n'
  // Exit code 1 only says that some of the names are unknown.
  const { stdout } = spawnSync('dpkg-query', ['-W', `-f=${format}`, ...names], { encoding: 'utf8' })
  const lines = stdout.split('\n').filter((line) => line.startsWith('installed '))
  return new Set(lines.map((line) => line.slice('installed '.length)))
}

function missingOf(needs) {
  const installed = installedAmong(needs.flat())
  return needs.filter((names) => !names.some((name) => installed.has(name)))
}

/** The name under which this release offers the package. */
function offered(names) {
  if (names.length === 1) return names[0]
  const policy = spawnSync('apt-cache', ['policy', ...names], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
  const sections = (policy.stdout ?? '').split(/^(?=\S)/m)
  const has = (name) => sections.some((text) => text.startsWith(`${name}:`) && /Candidate: (?!\(none\))/.test(text))
  return names.find(has) ?? names[0]
}

function aptInstall(missing, report) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args) =>
    runQuiet(`apt-get ${args[0]}`, 'apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], { env })
  report('apt-get update ...')
  apt('update')
  const packages = missing.map(offered)
  report(`apt-get install ${packages.join(' ')} ...`)
  apt('install', '-y', '--no-install-recommends', ...packages)
  return `installed ${packages.join(' ')}`
}

const sudoLine = (missing) => `sudo apt-get install -y --no-install-recommends ${missing.map(offered).join(' ')}`

/** Without them some specs are skipped, and nothing else. */
function installWished(missing, report) {
  try {
    return aptInstall(missing, report)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    return `not to be had, their specs are skipped: ${missing.map(offered).join(' ')}`
  }
}

function checkDebian(purpose, report) {
  const must = [...purposes[purpose], ...(needsDisplay(purpose) ? [['xvfb']] : []), ...compilerNeeds()]
  const needs = process.env.CI ? [...must, ...wished[purpose]] : must
  const all = [...must, ...wished[purpose]]
  const status = '/var/lib/dpkg/status'
  const mark = hashOf([
    ['needs', JSON.stringify(all)],
    ['dpkg', existsSync(status) ? readFileSync(status) : ''],
  ])
  if (stampOf(`debian-${purpose}`)?.mark === mark) return 'up to date'
  const missing = missingOf(needs)
  const missingWished = missingOf(all).filter((names) => !missing.includes(names))
  if (missing.length > 0 && !isRoot) {
    throw new SetupError(`Debian packages are missing. Install them and start again:\n\n  ${sudoLine(missing)}\n`, 2)
  }
  if (missing.length > 0) return aptInstall([...missing, ...missingWished], report)
  if (missingWished.length > 0 && isRoot) return installWished(missingWished, report)
  if (missingWished.length > 0) return `some specs are skipped; to have them run: ${sudoLine(missingWished)}`
  setStamp(`debian-${purpose}`, { mark })
  return 'up to date'
}

const needsDisplay = (purpose) => purpose !== 'build' && process.platform === 'linux' && !hasDisplay()

function checkElsewhere(purpose) {
  const missing = compilerNeeds().flat()
  if (needsDisplay(purpose) && !runs('Xvfb', ['-help'])) missing.push('Xvfb')
  if (purpose === 'test')
    missing.push(...['pdftotext', 'qpdf', 'certutil'].filter((name) => !runs(name, ['--version'])))
  if (missing.length > 0) {
    throw new SetupError(`This system lacks ${missing.join(', ')}. Install them its own way and start again.`, 2)
  }
  return 'this is not a Debian system; Electron also wants the usual GTK 3, NSS, ALSA and GBM libraries'
}

/** Ubuntu 24 keeps ordinary programs from making the sandbox that Chromium needs. */
function sandboxHint(report) {
  const file = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
  if (isRoot || !existsSync(file) || readFileSync(file, 'utf8').trim() !== '1') return
  report('if Electron complains about its sandbox: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0')
}

/** @param {'start' | 'test' | 'build'} purpose */
export function checkSystem(purpose, report) {
  if (process.platform === 'win32') return undefined
  if (process.platform !== 'linux') return checkElsewhere(purpose)
  sandboxHint(report)
  return runs('dpkg-query') ? checkDebian(purpose, report) : checkElsewhere(purpose)
}
