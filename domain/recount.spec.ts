import { describe, expect, it } from 'vitest'
import { compareStock, isInDrawer, type StockCard } from './recount'
import { simStates } from './sim'

const card = (iccid: string, state: StockCard['state'], simKind: StockCard['simKind'] = 'physical') => {
  return { iccid, state, simKind }
}
const counted = (iccid: string, expected = true) => ({ iccid, expected })

describe('a recount', () => {
  it('finds nothing where the drawer is as the stock says', () => {
    const stock = [card('a', 'leased'), card('b', 'leased'), card('c', 'used')]
    const found = compareStock([counted('b'), counted('a')], stock)
    expect(found).toEqual({ total: 2, missing: [], surplus: [] })
  })

  it('names what is missing and what is there beyond, with what the stock says of it', () => {
    const stock = [card('a', 'leased'), card('u', 'used'), card('d', 'damaged'), card('r', 'returned')]
    const found = compareStock(
      ['u', 'd', 'r', 'x'].map((iccid) => counted(iccid, false)),
      stock,
    )
    expect(found).toEqual({
      total: 1,
      missing: ['a'],
      surplus: [
        { iccid: 'u', why: 'used' },
        { iccid: 'd', why: 'damaged' },
        { iccid: 'r', why: 'returned' },
        { iccid: 'x', why: 'unknown' },
      ],
    })
  })

  it('does not miss what is reserved or has no card', () => {
    expect(compareStock([], [card('a', 'reserved'), card('b', 'leased', 'esim')])).toMatchObject({
      total: 0,
      missing: [],
    })
  })

  it('takes visits that go on meanwhile into account', () => {
    const givenOutAfter = compareStock([counted('a')], [card('a', 'used')])
    expect(givenOutAfter).toEqual({ total: 1, missing: [], surplus: [] })
    const receivedAfter = compareStock([counted('a', false)], [card('a', 'leased')])
    expect(receivedAfter).toEqual({ total: 1, missing: [], surplus: [] })
  })

  it('looks for free and reserved cards', () => {
    expect(simStates.filter(isInDrawer)).toEqual(['leased', 'reserved'])
  })
})
