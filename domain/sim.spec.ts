import { describe, expect, it } from 'vitest'
import { simStateAfter, simStates, simStateTold } from './sim'

const events = ['reserve', 'release', 'use', 'damage', 'return'] as const

function outcome(state: (typeof simStates)[number], event: (typeof events)[number]): string {
  try {
    return simStateAfter(state, event)
  } catch (error) {
    return error instanceof Error ? error.message : 'no Error'
  }
}

describe('a SIM of the stock', () => {
  it('moves as the table says and in no other way', () => {
    const table = Object.fromEntries(simStates.map((state) => [state, events.map((event) => outcome(state, event))]))
    const never = (code: string) => events.map(() => code)
    expect(table).toEqual({
      leased: ['reserved', 'INTERNAL', 'INTERNAL', 'damaged', 'returned'],
      reserved: ['ICCID_RESERVED', 'leased', 'used', 'ICCID_RESERVED', 'ICCID_RESERVED'],
      used: never('ICCID_USED'),
      damaged: never('ICCID_DAMAGED'),
      returned: never('ICCID_OTHER_OFFICE'),
    })
  })

  it('is what the core says, but for a claim and for what was done since its lease', () => {
    const told = (state: (typeof simStates)[number], by: 'leased' | 'used' | 'damaged' | 'returned', fence: number) =>
      simStateTold({ state, fence: 7 }, { state: by, fence })
    expect(simStateTold(undefined, { state: 'damaged', fence: 1 })).toBe('damaged')
    expect(simStates.map((state) => told(state, 'leased', 7))).toEqual([
      'leased',
      'reserved',
      'used',
      'damaged',
      'leased',
    ])
    expect(simStates.map((state) => told(state, 'leased', 8))).toEqual([
      'leased',
      'reserved',
      'leased',
      'leased',
      'leased',
    ])
    for (const by of ['used', 'damaged', 'returned'] as const) {
      expect(simStates.map((state) => told(state, by, 7))).toEqual(simStates.map(() => by))
    }
  })
})
