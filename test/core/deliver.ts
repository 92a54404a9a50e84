import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { RequestFault } from './faults'
import { headOf, send, textOf, type Reply } from './http'

const drips = 10

/** Sends an answer as the line lets it through. */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  now: number,
  { fault, stopping }: { fault: RequestFault | undefined; stopping: AbortSignal },
): Promise<void> {
  if (fault?.kind === 'slowBody') return drip(response, reply, now, { ms: fault.ms, stopping })
  if (fault?.kind !== 'truncated') return send(response, reply, now)
  const text = textOf(reply)
  const half = text.subarray(0, Math.floor(text.length / 2))
  response.writeHead(reply.status, headOf(reply, fault.how === 'json' ? half : text, now))
  if (fault.how === 'json') return void response.end(half)
  await new Promise<void>((resolve) => {
    response.write(half, () => resolve())
  })
  response.socket?.destroySoon()
}

async function drip(
  response: ServerResponse,
  reply: Reply,
  now: number,
  { ms, stopping }: { ms: number; stopping: AbortSignal },
): Promise<void> {
  const text = textOf(reply)
  response.writeHead(reply.status, headOf(reply, text, now))
  response.flushHeaders()
  const step = Math.ceil(text.length / drips)
  for (let start = 0; start < text.length; start += step) {
    if (!(await pause(ms / drips, stopping)) || response.destroyed) return void response.destroy()
    response.write(text.subarray(start, start + step))
  }
  response.end()
}

/** False where the server stops first. */
export async function pause(ms: number, stopping: AbortSignal): Promise<boolean> {
  return wait(ms, true, { signal: stopping }).catch((error: unknown) => {
    if (stopping.aborted) return false
    throw error
  })
}
