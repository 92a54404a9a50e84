import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ProductOrder } from '#domain/core/order'
import { Counter, ended, orderOf, orderPath, startSmallCore } from './harness'

describe('a restart', () => {
  it('goes on with orders that were under way', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'core-restart-'))
    const options = { db: join(folder, 'core.sqlite') }
    const first = await startSmallCore({ ...options, orderDelayMs: 600_000 })
    try {
      const { voluntary } = first.facts.people
      const blockIds = voluntary.blocks.map((block) => block.id)
      const before = await Counter.signedIn(first)
      const { verificationId } = (await before.verify(voluntary)).body
      const placed = await before.post<ProductOrder>(
        orderPath,
        orderOf(first, voluntary, verificationId, [{ operation: 'unblock', blockIds }]),
      )
      await first.stop()
      const second = await startSmallCore({ ...options, orderDelayMs: 0 })
      const after = await Counter.signedIn(second)
      expect(second.facts.people.main).toEqual(first.facts.people.main)
      expect((await ended(after, placed.body.id)).state).toBe('completed')
      await second.stop()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
