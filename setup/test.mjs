// npm test: everything a release needs, in order, going on after a failure. Last line: `N passed, N failed`.
//   node setup/test.mjs [--only lint,types,unit,build,e2e]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { withDisplay } from './display.mjs'
import { electronRuntime } from './electron.mjs'
import { SetupError, readJson, root, runGathered, runThrough, say } from './lib.mjs'
import { prepare, runCli, stepNames } from './prepare.mjs'
import { fromPlaywright, fromVitest, lastLine, single, sum } from './tally.mjs'

const tool = (path, ...args) => [join(root, 'node_modules', path), ...args]
const node = (args, env = process.env) =>
  runThrough(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit'] })

/** All of them run, so that one look shows everything that is wrong; what each says is printed in one piece. */
async function allPass(commands) {
  const codes = []
  for (const command of commands) {
    const { code, said } = await runGathered(process.execPath, command)
    process.stdout.write(said)
    codes.push(code)
  }
  return single(codes.every((code) => code === 0))
}

const lint = () =>
  allPass([
    tool(
      'eslint/bin/eslint.js',
      '.',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
    ),
    tool('prettier/bin/prettier.cjs', '.', '--check', '--log-level', 'warn', '--cache'),
  ])

const types = () =>
  allPass([
    tool('typescript/bin/tsc', '-b', 'tsconfig.domain.json', 'tsconfig.node.json', 'tsconfig.test.json'),
    tool('vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.web.json', '--noEmit'),
  ])

async function unit(folder) {
  const file = join(folder, 'unit.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const code = await node(tool('vitest/vitest.mjs', 'run', ...reporters))
  return fromVitest(readJson(file), code)
}

async function build() {
  try {
    await prepare('test', ['build'])
    return single(true)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return single(false)
  }
}

function e2e(folder) {
  const { version, source } = electronRuntime()
  say(`e2e runs on Electron ${version}, ${source}`)
  const file = join(folder, 'e2e.json')
  return withDisplay(async (env) => {
    const code = await node(tool('@playwright/test/cli.js', 'test'), { ...env, ACTIV_E2E_JSON: file })
    return fromPlaywright(readJson(file), code)
  })
}

const stages = { lint, types, unit, build, e2e }

/** Each of these is one process at a time, and so leaves a core to the other. */
const sideBySide = ['lint', 'types']

function chosen(only) {
  const names = only?.split(',') ?? Object.keys(stages)
  const unknown = names.filter((name) => !(name in stages))
  if (unknown.length > 0) throw new SetupError(`There is no stage ${unknown.join(', ')}.`)
  // What e2e drives is what was built from these sources.
  return Object.keys(stages).filter((name) => names.includes(name) || (name === 'build' && names.includes('e2e')))
}

async function runStage(name, folder) {
  say(`--- ${name}`)
  const since = performance.now()
  const tally = await stages[name](folder)
  return { name, tally, seconds: (performance.now() - since) / 1000 }
}

async function runStages(names, folder) {
  const together = names.filter((name) => sideBySide.includes(name))
  const results = await Promise.all(together.map((name) => runStage(name, folder)))
  for (const name of names.filter((each) => !sideBySide.includes(each))) results.push(await runStage(name, folder))
  return results
}

function summary(results) {
  const row = ({ name, tally, seconds }) =>
    `${name.padEnd(6)} ${seconds.toFixed(1).padStart(7)} s  ${lastLine(tally)}${tally.failed > 0 ? '  <-- FAILED' : ''}`
  return ['', ...results.map(row)].join('\n')
}

/** Only what the chosen stages need: `npm run lint` asks for no Xvfb. */
function setUpFor(names) {
  if (names.includes('e2e'))
    return prepare(
      'test',
      stepNames.filter((step) => step !== 'build'),
    )
  if (names.includes('unit')) return prepare('test', ['node', 'packages', 'system', 'sqlite3', 'electron'])
  return prepare('build', ['node', 'packages'])
}

export async function test(only) {
  const names = chosen(only)
  await setUpFor(names)
  const folder = mkdtempSync(join(tmpdir(), 'activ-office-test-'))
  try {
    const results = await runStages(names, folder)
    const total = sum(results.map((each) => each.tally))
    process.stdout.write(`${summary(results)}\n${lastLine(total)}\n`)
    return total.failed > 0 || total.passed === 0 ? 1 : 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  return test(values.only)
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runCli(main)
