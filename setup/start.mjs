// npm start: sets everything up, then opens the app on an embedded reference core. Without a display it runs the tour
// under Xvfb instead and ends with the tour's JSON line.
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { hasDisplay } from './display.mjs'
import { electronRuntime } from './electron.mjs'
import { SetupError, exitOf, isRoot, readJson, root, say, writeJson } from './lib.mjs'
import { prepare, runCli } from './prepare.mjs'
import { runScript, tsxArgs } from './run.mjs'

const coreStartTimeoutMs = 120_000

/** Everything the demonstration keeps: the app's data and, beside it, the reference core's. */
function dataDir() {
  if (process.env.ACTIV_USER_DATA) return process.env.ACTIV_USER_DATA
  const homes = {
    win32: process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'),
    darwin: join(homedir(), 'Library', 'Application Support'),
  }
  const home = homes[process.platform] ?? (process.env.XDG_CONFIG_HOME || join(homedir(), '.config'))
  return join(home, 'activ-office-demo')
}

/** Last time's port where it is still free: an enrolled app remembers its core's address. */
function freePort(wanted) {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(0))
    probe.listen(wanted, '127.0.0.1', () => probe.close(() => resolve(wanted)))
  })
}

/** The core's first line on stdout: {"listening": "http://127.0.0.1:PORT", "enrolmentCode": "…"}. */
function announcement(core) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new SetupError(`The reference core did not start: ${why}`))
    const timer = setTimeout(() => fail('it did not say where it listens'), coreStartTimeoutMs)
    core.once('error', (error) => fail(error.message))
    core.once('exit', (code) => fail(`exit code ${code}`))
    createInterface({ input: core.stdout }).on('line', (line) => {
      if (!line.startsWith('{"listening"')) return
      clearTimeout(timer)
      resolve(JSON.parse(line))
    })
  })
}

async function startCore(data) {
  const folder = join(data, 'core')
  const portFile = join(data, 'core-port.json')
  mkdirSync(folder, { recursive: true })
  const port = await freePort(readJson(portFile)?.port ?? 0)
  const args = tsxArgs('test/core/main.ts', ['--port', String(port), '--data', folder, '--with-parent'])
  const core = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    const told = await announcement(core)
    writeJson(portFile, { port: Number(new URL(told.listening).port) })
    return { ...told, stop: () => core.kill() }
  } catch (error) {
    core.kill()
    throw error
  }
}

async function openApplication(args) {
  const data = dataDir()
  const core = await startCore(data)
  try {
    const { executable, version } = electronRuntime()
    say(`Electron ${version} on the reference core at ${core.listening}, enrolment code ${core.enrolmentCode}`)
    const env = {
      ...process.env,
      ACTIV_CORE_ADDRESS: core.listening,
      ACTIV_ENROLMENT_CODE: core.enrolmentCode,
      ACTIV_USER_DATA: join(data, 'app'),
    }
    // Chromium refuses to start its sandbox as root.
    const sandbox = isRoot ? ['--no-sandbox'] : []
    return await exitOf(spawn(executable, [root, ...sandbox, ...args], { cwd: root, stdio: 'inherit', env }))
  } finally {
    core.stop()
  }
}

async function main() {
  const args = process.argv.slice(2)
  if (!hasDisplay()) {
    say('there is no display: the tour runs under Xvfb, its pictures and the PDF go to out/tour')
    return runScript('test/tour/main.ts', ['--out', 'out/tour', '--json', ...args])
  }
  await prepare('start')
  return openApplication(args)
}

await runCli(main)
