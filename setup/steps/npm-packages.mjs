// npm packages exactly as package-lock.json says, without any package's install script.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf, npmCommand, readJson, root, runQuiet, setStamp, stampOf } from '../lib.mjs'

const lockFile = join(root, 'package-lock.json')

export const lockHash = () => hashOf([['lock', readFileSync(lockFile)]])

/** npm leaves a list of what it installed; a node_modules of the same list is right, whoever installed it. */
function installedAsLocked() {
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages
  if (!installed) return false
  const { packages } = readJson(lockFile)
  const same = (path) => installed[path]?.version === packages[path]?.version
  const needed = Object.keys(packages).filter((path) => path !== '' && !packages[path].optional)
  return needed.every(same) && Object.keys(installed).every((path) => path in packages && same(path))
}

export function installPackages(report) {
  const hash = lockHash()
  if (stampOf('npm')?.hash === hash) return 'up to date'
  const found = installedAsLocked()
  if (!found) {
    report('npm ci ...')
    // Engine and deprecation notices are warnings about packages we chose knowingly: only errors are shown.
    const npm = npmCommand(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
    runQuiet('npm ci', npm.command, npm.args, npm.options)
  }
  setStamp('npm', { hash })
  return found ? 'already as locked' : 'installed'
}
