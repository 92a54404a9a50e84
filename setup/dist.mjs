// npm run dist:dir: the unpacked application for this system, made of the Electron that this clone runs on. Releases are
// made by electron-builder itself with the official Electron that electron.builder.yml names.
import { join } from 'node:path'
import { electronRuntime } from './electron.mjs'
import { root, runThrough, say } from './lib.mjs'
import { prepare, runCli } from './prepare.mjs'

async function main() {
  await prepare('build')
  const { distDir, version, source } = electronRuntime()
  if (source !== 'official binary') say(`the result holds Electron ${version} from ${source}: do not hand it to users`)
  const system = { win32: '--win', darwin: '--mac' }[process.platform] ?? '--linux'
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const electron = [`--config.electronDist=${distDir}`, `--config.electronVersion=${version}`]
  const config = ['--config', 'electron.builder.yml', '--publish', 'never']
  return runThrough(process.execPath, [builder, system, 'dir', ...config, ...electron, ...process.argv.slice(2)])
}

await runCli(main)
