import { createInterface } from 'node:readline'
import type { Log, LogFields } from '../diagnostics/log'

const levels = ['info', 'warn', 'error'] as const

/** A host's JSON lines into the main log, under its name. A line that is none is counted, not quoted. */
export function forwardLines(stream: NodeJS.ReadableStream | null, name: string, log: Log): void {
  if (stream === null) return
  createInterface({ input: stream }).on('line', (line) => {
    const entry = parse(line)
    if (entry === undefined) return log.warn('host.text', { host: name, length: line.length })
    const { level, event, ...fields } = entry
    const known = levels.find((candidate) => candidate === level) ?? 'info'
    log[known](typeof event === 'string' ? event : 'host.log', { host: name, ...flat(fields) })
  })
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    // Not JSON is an answer too.
    return undefined
  }
}

function flat(fields: Record<string, unknown>): LogFields {
  const plain = Object.entries(fields).filter(([name, value]) => name !== 'at' && isPlain(value))
  return Object.fromEntries(plain) as LogFields
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
