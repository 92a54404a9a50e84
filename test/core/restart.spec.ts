import { describe, expect, it } from 'vitest'
import type { ProductOrder } from '#domain/core/order'
import { Counter, ended, keptDb, orderOf, orderPath, startSmallCore } from './harness'

describe('a restart', () => {
  it('goes on with orders that were under way', async () => {
    const { db, remove } = await keptDb()
    const first = await startSmallCore({ db, orderDelayMs: 600_000 })
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
      const second = await startSmallCore({ db, orderDelayMs: 0 })
      const after = await Counter.signedIn(second)
      expect(second.facts.people.main).toEqual(first.facts.people.main)
      expect((await ended(after, placed.body.id)).state).toBe('completed')
      await second.stop()
    } finally {
      await remove()
    }
  })

  it.each(['kept', 'dropped'] as const)('on the same port, tokens %s', async (tokens) => {
    const core = await startSmallCore({ orderDelayMs: 150 })
    try {
      const { voluntary } = core.facts.people
      const counter = await Counter.signedIn(core)
      const { verificationId } = (await counter.verify(voluntary)).body
      const blockIds = voluntary.blocks.map((block) => block.id)
      const body = orderOf(core, voluntary, verificationId, [{ operation: 'unblock', blockIds }])
      const placed = await counter.post<ProductOrder>(orderPath, body)
      await core.restart({ tokens })
      expect((await counter.get(orderPath)).status).toBe(tokens === 'kept' ? 200 : 401)
      const after = await Counter.signedIn(core)
      expect((await ended(after, placed.body.id)).state).toBe('completed')
      const kinds = core
        .history()
        .flatMap((e) => (e.entry === 'effect' && e.commandId === body.externalId ? e.kind : []))
      expect(kinds).toEqual(['orderAccepted', 'blockLifted', 'orderApplied'])
    } finally {
      await core.stop()
    }
  })
})
