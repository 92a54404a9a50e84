import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
// Its entry for Node declares a `require`, as the build does for our own ES modules.
import { strToU8, zipSync } from 'fflate/browser'
import { AppError } from '#domain/errors'
import type { Config } from '../config/config'
import { maskLongNumbers } from './log'

type Facts = Record<string, unknown>

/** What IT gets: codes, counts, versions. No numbers, names or documents of anybody. */
export interface DiagnosticParts {
  about: Facts
  config: Config
  /** Figures of the store, or why there are none. */
  store: Facts
  processes: Facts
  /** Paths; those that are missing are left out. */
  logs: readonly string[]
}

/** @throws DIAGNOSTICS_FILE {reason}; what was there before is then still there */
export async function saveDiagnostics(file: string, parts: DiagnosticParts): Promise<void> {
  const unfinished = `${file}.part`
  try {
    await writeFile(unfinished, await diagnosticsZip(parts))
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined)
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new AppError('DIAGNOSTICS_FILE', { reason }, { cause: error })
  }
}

async function diagnosticsZip({ about, config, store, processes, logs }: DiagnosticParts): Promise<Uint8Array> {
  const files = { about, store, processes, config: shownConfig(config) }
  const written = Object.entries(files).map(([name, facts]) => [`${name}.json`, strToU8(jsonOf(facts))])
  const logged = await Promise.all(logs.map(async (path) => [`logs/${basename(path)}`, await readLog(path)]))
  return zipSync(Object.fromEntries([...written, ...logged.filter(([, bytes]) => bytes !== undefined)]), { level: 6 })
}

/** A belt for the brace: none of these facts has anything to do with a person. */
function jsonOf(facts: Facts): string {
  const masked = (_key: string, value: unknown) => (typeof value === 'string' ? maskLongNumbers(value) : value)
  return `${JSON.stringify(facts, masked, 2)}\n`
}

function shownConfig(config: Config): Facts {
  const { coreAddress, languages, defaultLanguage, idleSeconds, printers, operator, title, problems } = config
  const address = coreAddress === undefined ? {} : { coreAddress: withoutSecrets(coreAddress) }
  return { ...address, languages, defaultLanguage, idleSeconds, printers, operator, title, problems }
}

function withoutSecrets(address: string): string {
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}

async function readLog(path: string): Promise<Uint8Array | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  return text === undefined ? undefined : strToU8(text.split('\n').filter(Boolean).map(cleanLine).join(''))
}

const plain = /^[\x20-\x7e…]*$/

/** Logs hold codes and counts, all of them plain ASCII: whatever is not was never meant to be there. */
function cleanLine(line: string): string {
  const masked = (_key: string, value: unknown) =>
    typeof value === 'string' ? (plain.test(value) ? maskLongNumbers(value) : '…') : value
  try {
    return `${JSON.stringify(JSON.parse(line), masked)}\n`
  } catch {
    // The last line of a run that was cut off by the power.
    return `${JSON.stringify({ event: 'log.unreadable', length: line.length })}\n`
  }
}
