import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '#domain/clock'

export type LogFields = Record<string, string | number | boolean | undefined>

/** One JSON object a line: `{at, level, event, …fields}`. Fields are ids, codes and counts. */
export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

export interface LogFile {
  write(line: string): void
}

/** Nothing of nine or more digits is worth logging here, and numbers of people and SIMs are: a belt for the brace. */
const longNumber = /\d{9,}/g

export function makeLog(file: LogFile, clock: Clock): Log {
  const writer =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const clean = Object.entries(fields).map(([name, value]) => [
        name,
        typeof value === 'string' ? masked(value) : value,
      ])
      file.write(`${JSON.stringify({ at: clock.iso(), level, event, ...Object.fromEntries(clean) })}\n`)
    }
  return { info: writer('info'), warn: writer('warn'), error: writer('error') }
}

export function maskLongNumbers(text: string): string {
  return text.replace(longNumber, '…')
}

function masked(text: string): string {
  return maskLongNumbers(text.slice(0, 300))
}

/** What may be said of an unexpected error: its name and system code. Messages can hold bound values of a statement. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { error: error.name, ...(code !== undefined && { code }), ...(isFrame(error) && { where: firstFrame(error) }) }
}

function isFrame(error: Error): boolean {
  return firstFrame(error) !== ''
}

/** File name, line and column of the place it came from: code, never data. */
function firstFrame(error: Error): string {
  return /([\w.-]+\.[cm]?[jt]s:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1] ?? ''
}

/**
 * Appends; beyond `maxBytes` the file becomes `<file>.1` and a new one begins, so at most two exist. Never throws: what
 * has to be done must not fail because it cannot be noted. Lines that a full disk has cost are counted in the next one.
 */
export function rotatingFile(file: string, maxBytes: number): LogFile {
  let handle: number | undefined
  let size = 0
  let lost = 0

  function open(): number {
    mkdirSync(dirname(file), { recursive: true })
    const opened = openSync(file, 'a', 0o600)
    size = fstatSync(opened).size
    return opened
  }

  function rotate(full: number): number {
    handle = undefined
    closeSync(full)
    renameSync(file, `${file}.1`)
    return open()
  }

  function append(text: string): void {
    handle ??= open()
    if (size + text.length > maxBytes && size > 0) handle = rotate(handle)
    size += writeSync(handle, text)
  }

  return {
    write(line) {
      try {
        append(lost === 0 ? line : `${JSON.stringify({ level: 'warn', event: 'log.lost', lines: lost })}\n${line}`)
        lost = 0
      } catch {
        lost++
      }
    },
  }
}
