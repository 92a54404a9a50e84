// electron-vite build, only when something that goes into it has changed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder, hashOf, root, runQuiet, setStamp, stampOf } from '../lib.mjs'

const rooms = ['domain', 'db', 'reports', 'electron', 'renderer']
const files = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json']
const outputs = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']
const isInput = (path) => !path.endsWith('.spec.ts')

function inputHash() {
  const ofRooms = rooms.flatMap((room) => [...filesUnder(join(root, room), root, isInput)])
  const single = files.map((file) => [file, readFileSync(join(root, file))])
  return hashOf([...ofRooms, ...single])
}

export function buildApplication(report) {
  const hash = inputHash()
  if (stampOf('build')?.hash === hash && outputs.every((file) => existsSync(join(root, file)))) return 'up to date'
  report('electron-vite build ...')
  const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  runQuiet('electron-vite build', process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    env: { ...process.env, NO_COLOR: '1' },
  })
  setStamp('build', { hash })
  return 'built'
}
