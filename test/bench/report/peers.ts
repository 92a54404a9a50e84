import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the engine is held against; they are no dependencies of the project. */
const peers = { pdfkit: '0.20.2', pdfmake: '0.3.11' }

/** Installs the peers once into a folder of their own; returns it. */
export function installPeers(cache: string): string {
  const folder = join(cache, 'peers')
  const wanted = JSON.stringify({ private: true, dependencies: peers })
  const stamp = join(folder, 'installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), wanted)
  process.stderr.write('installing the peers ...\n')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  writeFileSync(stamp, wanted)
  return folder
}
