import { deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { deflateBlocks, type Blocks } from './deflate'

const block = (seed: number, length: number) => Uint8Array.from({ length }, (_, i) => (i * seed) % 251)

function together(parts: Uint8Array[]): Blocks {
  return { bytes: Uint8Array.from(parts.flatMap((part) => [...part])), lengths: parts.map(({ length }) => length) }
}

it('makes of each block what deflateSync makes, also when the thread is behind', async () => {
  const calls = [[block(1, 20), block(7, 50_000)], [block(3, 300)], [block(5, 0), block(11, 9_000)], [block(13, 8_000)]]
  const answers = await Promise.all(calls.map((parts) => deflateBlocks(together(parts))))
  for (const [i, { bytes, lengths }] of answers.entries()) {
    const expected = (calls[i] ?? []).map((part) => deflateSync(part))
    expect(lengths).toEqual(expected.map(({ length }) => length))
    expect(Buffer.from(bytes)).toEqual(Buffer.concat(expected))
  }
})
