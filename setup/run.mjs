// Runs one of the project's TypeScript programs with everything set up, under Xvfb where there is no display.
//   node setup/run.mjs [--no-screen] SCRIPT.ts [arguments of the script ...]
// Progress goes to stderr; stdout is the program's own.
import { pathToFileURL } from 'node:url'
import { SetupError, runThrough } from './lib.mjs'
import { withDisplay } from './display.mjs'
import { prepare, runCli, stepNames } from './prepare.mjs'

/** What programs without a window need. */
const screenlessSteps = ['node', 'packages', 'sqlite3']

export const tsxArgs = (script, args) => ['--import', 'tsx', script, ...args]

/** Sets up, runs, resolves to the program's exit code. */
export async function runScript(script, args, { screen = true } = {}) {
  await prepare(screen ? 'start' : 'build', screen ? stepNames : screenlessSteps)
  const run = (env) => runThrough(process.execPath, tsxArgs(script, args), { env })
  return screen ? withDisplay(run) : run(process.env)
}

async function main() {
  const words = process.argv.slice(2)
  const screen = words[0] !== '--no-screen'
  const [script, ...args] = screen ? words : words.slice(1)
  if (!script) throw new SetupError('Which script?')
  return runScript(script, args, { screen })
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await runCli(main)
