import { expect, it } from 'vitest'
import { start, tempStore } from '../spec/tempStore'
import { addCard, beginRecount, endRecount, findOpenRecount, listCards } from './recounts'

const recount = { id: 'recount-1', startedBy: 'clerk-1', startedAt: start }
const end = { outcome: 'closed' as const, endedBy: 'clerk-2', endedAt: start }

it('there is one recount at a time, which the database sees to', async () => {
  const { store } = await tempStore()
  await store.write((tx) => beginRecount(tx, recount))
  const second = { ...recount, id: 'recount-2' }
  await expect(store.write((tx) => beginRecount(tx, second))).rejects.toMatchObject({
    params: { sqlite: 'SQLITE_CONSTRAINT' },
  })
  await store.write((tx) => endRecount(tx, recount.id, end))
  await expect(store.write((tx) => endRecount(tx, recount.id, end))).rejects.toMatchObject({ code: 'RECOUNT_UNKNOWN' })
  expect(await store.read(findOpenRecount)).toBeUndefined()
  await store.write((tx) => beginRecount(tx, second))
  expect(await store.read(findOpenRecount)).toEqual(second)
})

it('a card is counted once, as it was expected when it was counted first', async () => {
  const { store } = await tempStore()
  const card = { iccid: '8999701000000000015', expected: true }
  await store.write((tx) => beginRecount(tx, recount))
  expect(await store.write((tx) => addCard(tx, recount.id, card, start))).toBe(true)
  expect(await store.write((tx) => addCard(tx, recount.id, { ...card, expected: false }, start))).toBe(false)
  expect(await store.read((tx) => listCards(tx, recount.id))).toEqual([card])
})
