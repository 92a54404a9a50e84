import { describe, expect, it } from 'vitest'
import type { FeedItem } from '#domain/core/feed'
import { AppError } from '#domain/errors'
import type { Store } from '#db/connection'
import { stoppedClock, tempStore } from '#db/spec/tempStore'
import { feedCursor, listReference } from '#db/repositories/reference'
import type { CounterBase } from '../counter'
import { References } from '../references'
import { createSession } from '../session'
import { pullFeed } from './pullFeed'

const clerk = (id: string): Omit<FeedItem, 'seq'> => ({
  kind: 'clerk',
  op: 'upsert',
  id,
  version: 1,
  body: { id, name: 'Ерлан', roles: ['clerk'] },
})
const gone = new AppError('CORE_REFUSED', { code: 'FEED_GONE', status: 410 })

/** A core whose feed has one item a page. `asked` are the cursors it was asked for. */
function counterOf(store: Store, answer: (after: string | undefined) => object | AppError) {
  const asked: (string | undefined)[] = []
  const ask = (_endpoint: string, { query }: { query: { after?: string } }) => {
    asked.push(query.after)
    const page = answer(query.after)
    return page instanceof AppError ? Promise.reject(page) : Promise.resolve(page)
  }
  const clock = stoppedClock()
  const session = createSession({ coreIso: clock.iso, state: { core: 'online' } })
  const line = { coreIso: clock.iso }
  const references = new References(store)
  const counter = { store, references, clock, line, log: () => undefined, session, core: () => ({ ask }) }
  const pull = () => pullFeed(counter as unknown as CounterBase, new AbortController().signal)
  return { pull, asked, references }
}

const page = (id: string, next: string, more: boolean) => ({ items: [{ seq: 1, ...clerk(id) }], next, more })

describe('pulling the feed', () => {
  it('goes page by page to the end, and from there the next time', async () => {
    const { store } = await tempStore()
    const { pull, asked } = counterOf(store, (after) =>
      after === undefined ? page('1', 'c1', true) : page('2', 'c2', false),
    )
    await pull()
    await pull()
    expect(asked).toEqual([undefined, 'c1', 'c2'])
    expect(await store.read((tx) => listReference(tx, 'clerk'))).toHaveLength(2)
  })

  it('keeps its place when the rows of a page cannot be stored', async () => {
    const { store } = await tempStore()
    await store.write((tx) =>
      tx.raw(
        "CREATE TRIGGER refuse BEFORE INSERT ON reference_item WHEN NEW.id = '2' BEGIN SELECT RAISE(ABORT, 'no'); END",
      ),
    )
    const { pull } = counterOf(store, (after) => (after === undefined ? page('1', 'c1', true) : page('2', 'c2', false)))
    await expect(pull()).rejects.toMatchObject({ params: { sqlite: 'SQLITE_CONSTRAINT' } })
    expect(await store.read(feedCursor)).toBe('c1')
  })

  it('has what was kept in memory read again when it changes, and only then', async () => {
    const { store } = await tempStore()
    const { pull, references } = counterOf(store, (after) => page(after === undefined ? '1' : '2', 'c1', false))
    await pull()
    const first = await references.list('clerk')
    expect(await references.list('clerk')).toBe(first)
    await pull()
    expect(await references.list('clerk')).toMatchObject([{ id: '1' }, { id: '2' }])
    const second = await references.list('clerk')
    await pull()
    expect(await references.list('clerk'), 'the same item again is no change').toBe(second)
  })

  it('forgets what a feed that began anew did not bring again', async () => {
    const { store } = await tempStore()
    await counterOf(store, () => page('1', 'old', false)).pull()
    const empty = { items: [], next: 'new', more: false }
    const { pull, references } = counterOf(store, (after) => (after === 'old' ? gone : empty))
    expect(await references.list('clerk')).toHaveLength(1)
    await pull()
    expect(await references.list('clerk')).toEqual([])
  })

  it('begins anew once when its place is gone, but does not turn in a circle', async () => {
    const { store } = await tempStore()
    await counterOf(store, () => page('1', 'old', false)).pull()
    const once = counterOf(store, (after) => (after === 'old' ? gone : page('2', 'new', false)))
    await once.pull()
    expect(once.asked).toEqual(['old', undefined])
    expect(await store.read((tx) => listReference(tx, 'clerk'))).toMatchObject([{ id: '2' }])
    const always = counterOf(store, () => gone)
    await expect(always.pull()).rejects.toMatchObject({ code: 'CORE_ANSWER_MALFORMED' })
    expect(always.asked).toEqual(['new', undefined])
  })
})
