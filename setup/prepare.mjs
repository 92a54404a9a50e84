// Sets up everything a clone needs. Quick when nothing changed.
//   node setup/prepare.mjs [--for start|test|build] [--only node,packages,system,sqlite3,electron,build]
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { SetupError, say, step } from './lib.mjs'
import { checkSystem } from './steps/debian.mjs'
import { installPackages } from './steps/npm-packages.mjs'
import { installNative } from './steps/native.mjs'
import { buildApplication } from './steps/build.mjs'
import { resolveElectron } from './electron.mjs'

const oldestNode = [20, 19]

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const enough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  if (!enough)
    throw new SetupError(`Node ${oldestNode.join('.')} or newer is needed, this is ${process.versions.node}.`, 2)
  return process.versions.node
}

async function electron(report) {
  const { version, source } = await resolveElectron(report)
  return `${version}, ${source}`
}

/** Name -> work; each gets the purpose and a function for words on the way, and returns the words for its line. */
const steps = {
  node: () => checkNode(),
  packages: (purpose, report) => installPackages(report),
  system: (purpose, report) => checkSystem(purpose, report),
  sqlite3: (purpose, report) => installNative(report),
  electron: (purpose, report) => electron(report),
  build: (purpose, report) => buildApplication(report),
}
export const stepNames = Object.keys(steps)

/**
 * @param {'start' | 'test' | 'build'} purpose which of the system's packages are wanted
 * @param {string[]} [names] which steps, in their own order
 */
export async function prepare(purpose, names = stepNames) {
  const unknown = names.filter((name) => !(name in steps))
  if (unknown.length > 0)
    throw new SetupError(`There is no set-up step ${unknown.join(', ')}; there are ${stepNames.join(', ')}.`)
  for (const name of stepNames.filter((each) => names.includes(each))) {
    await step(name, (report) => steps[name](purpose, report))
  }
}

/** Runs a command-line tool of this folder: its exit code, or one clear message. */
export async function runCli(main) {
  try {
    process.exitCode = (await main()) ?? 0
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exitCode = error.exitCode
  }
}

async function main() {
  const { values } = parseArgs({ options: { for: { type: 'string', default: 'start' }, only: { type: 'string' } } })
  if (!['start', 'test', 'build'].includes(values.for)) throw new SetupError('--for is start, test or build')
  await prepare(values.for, values.only?.split(','))
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runCli(main)
