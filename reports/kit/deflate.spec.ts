import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { Deflater, deflateLevel } from './deflate'

it('deflates each block on its own, with the bytes of deflateSync', async () => {
  const blocks = [Buffer.from('abc'.repeat(9000)), randomBytes(300_000), Buffer.alloc(0), Buffer.from('x')]
  const deflater = new Deflater()
  for (const block of blocks) {
    expect(Buffer.compare(await deflater.deflate(block), deflateSync(block, { level: deflateLevel }))).toBe(0)
  }
  deflater.close()
})
