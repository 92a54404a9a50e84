// Packed as default_app.asar of the closed-network runtime: starts the application named on the command line, as
// Electron's own loader does. It understands what the app, Playwright and electron-builder use: `-r MODULE`,
// `--version`, switches, then the application's folder or main file.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

function parse(argv) {
  const preload = []
  let target
  for (let i = 0; i < argv.length && target === undefined; i++) {
    const word = argv[i]
    if (word === '-r' || word === '--require') preload.push(argv[++i])
    else if (word === '-v' || word === '--version') return { version: true, preload }
    else if (!word.startsWith('-')) target = word
  }
  return { target, preload }
}

/** The application's main file; its package.json names it and gives the app its name and version. */
function entryOf(target) {
  const path = resolve(target)
  const manifest = join(path, 'package.json')
  if (!existsSync(manifest)) {
    app.setAppPath(dirname(path))
    return path
  }
  const { productName, name, version, main = 'index.js' } = JSON.parse(readFileSync(manifest, 'utf8'))
  app.setName(productName ?? name ?? app.name)
  if (version) app.setVersion(version)
  app.setAppPath(path)
  return join(path, main)
}

const { version, target, preload } = parse(process.argv.slice(1))
if (version) {
  console.log(`v${process.versions.electron}`)
  process.exit(0)
}
if (target === undefined) {
  console.error('No application named on the command line.')
  process.exit(2)
}

process.defaultApp = true
createRequire(import.meta.url)('node:module')._preloadModules(preload)
try {
  // Awaited at the top level: Electron holds back `ready` until the application's own main script has run.
  await import(pathToFileURL(entryOf(target)).href)
} catch (error) {
  console.error(error)
  app.exit(1)
}
