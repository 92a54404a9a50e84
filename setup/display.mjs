// A screen for Electron where there is none: Xvfb, started directly. (`xvfb-run` mixes stderr into stdout, which would
// spoil the JSON line that our tools hand over.)
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from './lib.mjs'

const screen = '1366x768x24'
const startTimeoutMs = 20_000

export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** An Xauthority file with one fresh cookie, valid for every display number (family 0xffff, no address, no number). */
function writeAuthority(file) {
  const field = (bytes) => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes])
  const name = Buffer.from('MIT-MAGIC-COOKIE-1')
  const fields = [Buffer.alloc(0), Buffer.alloc(0), name, randomBytes(16)].map(field)
  writeFileSync(file, Buffer.concat([Buffer.from([0xff, 0xff]), ...fields]), { mode: 0o600 })
}

/** Xvfb picks a free display itself and writes its number to the pipe once it answers. */
function displayNumber(xvfb, said) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SetupError(`Xvfb did not start:\n${said()}`)), startTimeoutMs)
    const fail = (reason) => reject(new SetupError(`Xvfb did not start (${reason}):\n${said()}`))
    xvfb.once('error', (error) => fail(error.message))
    xvfb.once('exit', (code) => fail(`exit code ${code}`))
    let text = ''
    xvfb.stdio[3].on('data', (chunk) => {
      text += chunk
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(Number(text))
    })
  })
}

async function startXvfb() {
  const folder = mkdtempSync(join(tmpdir(), 'activ-office-x-'))
  const authority = join(folder, 'authority')
  writeAuthority(authority)
  const args = ['-displayfd', '3', '-screen', '0', screen, '-nolisten', 'tcp', '-noreset', '-auth', authority]
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  let said = ''
  xvfb.stderr.on('data', (chunk) => (said = (said + chunk).slice(-4000)))
  const stop = () => {
    xvfb.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const number = await displayNumber(xvfb, () => said)
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop }
  } catch (error) {
    stop()
    throw error
  }
}

/**
 * Runs `work` with the environment variables of a screen: none to add where there is one already.
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withDisplay(work) {
  if (hasDisplay()) return work({ ...process.env })
  const display = await startXvfb()
  process.once('exit', display.stop)
  try {
    return await work({ ...process.env, ...display.env })
  } finally {
    process.off('exit', display.stop)
    display.stop()
  }
}
