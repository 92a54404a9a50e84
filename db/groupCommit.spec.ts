import { describe, expect, it } from 'vitest'
import type { Store, WriteTx } from './connection'
import { groupCommit, type Transact } from './groupCommit'
import { findSetting, saveSetting } from './repositories/settings'
import { tempStore } from './spec/tempStore'

/** The store's own transactions, counted; the first one waits until it may go on. */
async function grouped(patienceMs = 60_000) {
  const { store } = await tempStore()
  const transactions: WriteTx[] = []
  const transact: Transact = (work) =>
    store.write((tx) => {
      transactions.push(tx)
      return work(tx)
    })
  const write = groupCommit(transact, patienceMs)
  let goOn: () => void = () => undefined
  const released = new Promise<void>((resolve) => (goOn = resolve))
  const held = write(() => released)
  return { store, write, transactions, held, goOn }
}

const settingOf = (store: Store, name: string) => store.read((tx) => findSetting(tx, name))

describe('writes that wait for the writer', () => {
  it('share one transaction, in their order, and see those before them', async () => {
    const { store, write, transactions, held, goOn } = await grouped()
    const first = write((tx) => saveSetting(tx, 'a', '1'))
    const second = write((tx) => findSetting(tx, 'a'))
    goOn()
    expect(await Promise.all([held, first, second])).toEqual([undefined, undefined, '1'])
    expect(transactions).toHaveLength(2)
    expect(await settingOf(store, 'a')).toBe('1')
  })

  it('are each all or nothing: one that fails takes no other with it', async () => {
    const { store, write, held, goOn } = await grouped()
    const before = write((tx) => saveSetting(tx, 'a', '1'))
    const failing = write(async (tx) => {
      await saveSetting(tx, 'b', '2')
      await tx.raw('INSERT INTO nowhere VALUES (1)')
    }).catch((error: unknown) => error)
    const after = write((tx) => saveSetting(tx, 'c', '3'))
    goOn()
    await Promise.all([held, before, after])
    expect(await failing).toMatchObject({ code: 'INTERNAL', params: { sqlite: 'SQLITE_ERROR' } })
    expect(await settingOf(store, 'a')).toBe('1')
    expect(await settingOf(store, 'b')).toBeUndefined()
    expect(await settingOf(store, 'c')).toBe('3')
  })

  it('are all refused when the transaction itself is gone, and nothing of them is kept', async () => {
    const { store, write, held, goOn } = await grouped()
    const works = [
      write((tx) => saveSetting(tx, 'a', '1')),
      // What SQLite does by itself on a full disk.
      write(async (tx) => {
        await tx.raw('ROLLBACK')
        throw new Error('full')
      }),
      write((tx) => saveSetting(tx, 'c', '3')),
    ]
    const outcomes = Promise.allSettled(works)
    goOn()
    await held
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(await settingOf(store, 'a')).toBeUndefined()
    expect(await settingOf(store, 'c')).toBeUndefined()
    expect(await write((tx) => saveSetting(tx, 'd', '4')).then(() => settingOf(store, 'd'))).toBe('4')
  })

  it('are refused, and not waited for without end, when they wait for themselves', async () => {
    const { write, held, goOn } = await grouped(20)
    goOn()
    await held
    const nested = write(() => write(() => Promise.resolve()))
    expect(await nested.catch((error: unknown) => error)).toMatchObject({ params: { fault: 'WriterBusy' } })
  })
})
