// Which Electron this clone runs on. `resolveElectron` finds or fetches it once, `electronRuntime` tells it to
// everything that starts the application: start, tour, e2e tests, bench, packaging.
import { existsSync, readFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { SetupError, localCache, readJson, root, say, userCache, writeJson } from './lib.mjs'
import { closedNetworkRuntime, closedNetworkSupported, closedNetworkWarning } from './steps/closed-network-runtime.mjs'

const resultFile = join(localCache, 'electron.json')
const packageDir = join(root, 'node_modules', 'electron')
const executableName =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

const downloadTimeoutMs = 240_000
const retryDownloadAfterMs = 24 * 3600_000

function runtimeIn(distDir, source) {
  const executable = join(distDir, executableName)
  if (!existsSync(executable)) return undefined
  const versionFile = join(distDir, 'version')
  const version = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : 'unknown'
  return { distDir, executable, version, source }
}

function overridden() {
  const dir = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (!dir) return undefined
  const runtime = runtimeIn(dir, 'ELECTRON_OVERRIDE_DIST_PATH')
  if (!runtime) throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH: there is no ${executableName} in ${dir}`)
  return runtime
}

const wantedVersion = () => readJson(join(packageDir, 'package.json'))?.version

function official() {
  const runtime = runtimeIn(join(packageDir, 'dist'), 'official binary')
  return runtime?.version === wantedVersion() ? runtime : undefined
}

/** Tries Electron's release host at most once a day and version, because a blocked network may take its time to say so. */
function downloaded(report) {
  const failedFile = join(userCache, 'electron', `download-failed-${wantedVersion()}.json`)
  const failed = readJson(failedFile)
  if (failed && Date.now() - failed.at < retryDownloadAfterMs) return undefined
  report(`trying to download the official Electron ${wantedVersion()} ...`)
  spawnSync(process.execPath, [join(packageDir, 'install.js')], { stdio: 'ignore', timeout: downloadTimeoutMs })
  const runtime = official()
  if (!runtime) writeJson(failedFile, { at: Date.now() })
  return runtime
}

function nowhere() {
  return new SetupError(
    `Electron ${wantedVersion()} could not be downloaded. Set ELECTRON_MIRROR to a mirror of its releases, or ` +
      `ELECTRON_OVERRIDE_DIST_PATH to a folder that holds an unpacked Electron.`,
    2,
  )
}

/**
 * The order: an explicit folder, the official binary (installed or downloadable), and on Linux x64 the closed-network
 * runtime. Written down for electronRuntime.
 * @param {(text: string) => void} [report] progress
 * @returns {Promise<{distDir: string, executable: string, version: string, source: string}>}
 */
export async function resolveElectron(report = () => {}) {
  let runtime = overridden() ?? official() ?? downloaded(report)
  if (!runtime) {
    if (!closedNetworkSupported) throw nowhere()
    runtime = await closedNetworkRuntime(report)
    say(closedNetworkWarning)
  }
  writeJson(resultFile, runtime)
  return runtime
}

/**
 * What resolveElectron found last, for code that only wants to start it.
 * @returns {{distDir: string, executable: string, version: string, source: string}}
 */
export function electronRuntime() {
  const runtime = overridden() ?? readJson(resultFile)
  if (!runtime || !existsSync(runtime.executable)) {
    throw new SetupError('No Electron is set up in this clone yet. Run: node setup/prepare.mjs')
  }
  return runtime
}
