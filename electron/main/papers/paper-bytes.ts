import { open } from 'node:fs/promises'
import { AppError } from '#domain/errors'
import { securityHeaders } from '../window/csp'
import { host, scheme } from '../window/origin'
import type { Papers } from './papers'

const uuid7 = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
const paperUrl = new RegExp(`^${scheme}://${host}/papers/(${uuid7})\\.pdf$`)
/** More than the viewer asks for at a time, and little enough for memory. */
const mostBytes = 4 * 1024 * 1024

/** The id in `app://bundle/papers/<id>.pdf`, written just so. */
export function paperIdOf(url: string): string | undefined {
  return paperUrl.exec(url)?.[1]
}

/**
 * A part of a finished paper, for the preview: `Range: bytes=a-b` is answered with 206. There is no answer with the
 * whole, so that no large file is ever copied at once; nothing is kept by a cache. Refusals name a code and nothing else.
 */
export async function paperResponse(papers: Papers, id: string, range: string | null): Promise<Response> {
  try {
    const { file } = await papers.readable(id)
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const asked = rangeOf(range, size)
      if (asked === undefined) return answer(416, null, { 'Content-Range': `bytes */${String(size)}` })
      const [first, last] = asked
      const bytes = new Uint8Array(last - first + 1)
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, first)
      // The file does not change while it is here: a short read means that it is on its way out.
      if (bytesRead < bytes.length) return answer(404)
      return answer(206, bytes, { 'Content-Range': `bytes ${String(first)}-${String(last)}/${String(size)}` })
    } finally {
      await handle.close()
    }
  } catch (error) {
    return answer(error instanceof AppError && error.code !== 'REPORT_UNKNOWN' ? 403 : 404)
  }
}

function rangeOf(header: string | null, size: number): [number, number] | undefined {
  const read = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(header ?? '')
  if (!read) return undefined
  const first = Number(read[1])
  const last = Math.min(Number(read[2]), size - 1, first + mostBytes - 1)
  return first <= last ? [first, last] : undefined
}

function answer(
  status: number,
  body: Uint8Array<ArrayBuffer> | null = null,
  more: Record<string, string> = {},
): Response {
  const headers = {
    ...securityHeaders,
    'Content-Type': 'application/pdf',
    'Cache-Control': 'no-store',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Were it ever navigated to, it would be a download, and those are refused.
    'Content-Disposition': 'attachment',
    ...more,
  }
  return new Response(body, { status, headers })
}
