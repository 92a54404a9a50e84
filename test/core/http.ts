import type { IncomingMessage, ServerResponse } from 'node:http'
import { badRequest, CoreProblem } from './problem'

export interface Reply {
  status: number
  body: unknown
  headers?: Record<string, string>
  /** Sent in place of the body. */
  html?: string
}

const maxBytes = 1_000_000

/** Throws BAD_REQUEST, or 413 for more than a megabyte. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new CoreProblem(413, 'BAD_REQUEST', { field: 'body' })
    chunks.push(chunk)
  }
  if (size === 0) return undefined
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown
  } catch {
    throw badRequest('body')
  }
}

/** `now` also goes into `Date`, from which the counter learns how far its own clock is off. */
export function send(response: ServerResponse, reply: Reply, now: number): void {
  const text = textOf(reply)
  response.writeHead(reply.status, headOf(reply, text, now))
  response.end(text)
}

export function textOf(reply: Reply): Buffer {
  return Buffer.from(reply.html ?? JSON.stringify(reply.body))
}

export function headOf(reply: Reply, text: Buffer, now: number): Record<string, string> {
  return {
    'Content-Type': `${reply.html === undefined ? 'application/json' : 'text/html'}; charset=utf-8`,
    'Content-Length': String(text.length),
    Date: new Date(now).toUTCString(),
    ...reply.headers,
  }
}

export function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

export function isLoopback(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? ''
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}
