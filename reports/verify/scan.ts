import type { FileHandle } from 'node:fs/promises'
import { inflateSync } from 'node:zlib'
import { paperMark } from '#domain/claim'

/** Where things that matter to a checker stand in a file. */
export interface FoundMarks {
  size: number
  /** Offsets of `/ByteRange`. */
  ranges: number[]
  /** Texts of claims as the file has them, whether or not they can be read. */
  claims: string[]
}

const rangeMark = Buffer.from('/ByteRange')
const packMark = Buffer.from('/ObjStm')
const claimMark = Buffer.from(paperMark)
const longestClaim = 1024
const chunkSize = 1 << 20
/** Object streams of rewriting programs hold a hundred objects. */
const longestPack = 4 << 20
/** A paper of a million rows has some hundred. */
const mostPacks = 10_000

/** Reads the file once, chunk by chunk. */
export async function scanFile(handle: FileHandle): Promise<FoundMarks> {
  const { size } = await handle.stat()
  const found: FoundMarks = { size, ranges: [], claims: [] }
  const packs: number[] = []
  // Chunks overlap, so that no text is cut; what begins in the overlap belongs to the next one.
  for (let start = 0; start < size; start += chunkSize) {
    const bytes = await readAt(handle, start, chunkSize + longestClaim)
    const own = (mark: Buffer) => placesOf(bytes, mark).filter((at) => at < chunkSize)
    found.ranges.push(...own(rangeMark).map((at) => start + at))
    found.claims.push(...own(claimMark).map((at) => claimAt(bytes, at)))
    packs.push(...own(packMark).map((at) => start + at))
  }
  if (found.claims.length > 0) return found
  // A program that rewrites a file may pack its objects into compressed streams.
  for (const [i, start] of packs.slice(0, mostPacks).entries()) {
    const length = Math.min((packs[i + 1] ?? size) - start, longestPack)
    found.claims.push(...claimsOfPack(await readAt(handle, start, length)))
  }
  return found
}

export async function readAt(handle: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  let got = 0
  for (;;) {
    const { bytesRead } = await handle.read(bytes, got, length - got, start + got)
    got += bytesRead
    if (bytesRead === 0 || got === length) return bytes.subarray(0, got)
  }
}

function placesOf(bytes: Buffer, mark: Buffer): number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) places.push(at)
  return places
}

/** A literal string of a PDF ends with its parenthesis; a claim holds none. */
function claimAt(bytes: Buffer, at: number): string {
  const text = bytes.toString('latin1', at, at + longestClaim)
  const end = text.indexOf(')')
  return end < 0 ? text : text.slice(0, end)
}

function claimsOfPack(bytes: Buffer): string[] {
  const begin = /stream\r?\n/.exec(bytes.toString('latin1', 0, longestClaim))
  if (!begin) return []
  try {
    const inflated = inflateSync(bytes.subarray(begin.index + begin[0].length), { maxOutputLength: 16 * longestPack })
    return placesOf(inflated, claimMark).map((at) => claimAt(inflated, at))
  } catch {
    // Not deflated, or damaged: then nothing can be found in it.
    return []
  }
}
