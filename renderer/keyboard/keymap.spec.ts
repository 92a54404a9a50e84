import { describe, expect, it } from 'vitest'
import { bindingOf, capsOf, keymap, type Pressed } from './keymap'

function pressed(code: string, more: Partial<Pressed> = {}): Pressed {
  return { code, ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...more }
}

describe('keymap', () => {
  it('has every key and every name once', () => {
    const strokes = keymap.flatMap(({ codes, ctrl }) => codes.map((code) => `${ctrl}+${code}`))
    expect(new Set(strokes).size).toBe(strokes.length)
    expect(new Set(keymap.map(({ id }) => id)).size).toBe(keymap.length)
  })

  it('tells confirming from the primary action', () => {
    expect(bindingOf(pressed('Enter'))?.id).toBe('primary')
    expect(bindingOf(pressed('Enter', { ctrlKey: true }))?.id).toBe('confirm')
    expect(bindingOf(pressed('NumpadEnter', { ctrlKey: true }))?.id).toBe('confirm')
  })

  it('leaves keys with Alt, Shift and the system key to the system', () => {
    for (const key of ['altKey', 'shiftKey', 'metaKey'] as const) {
      expect(bindingOf(pressed('F4', { [key]: true }))).toBeUndefined()
    }
    expect(bindingOf(pressed('KeyN'))).toBeUndefined()
  })

  it('opens what changes money, SIM and status of a customer only with one', () => {
    const ids = ['unblock', 'reissue', 'detail'] as const
    expect(ids.map((id) => keymap.find((binding) => binding.id === id)?.needs)).toEqual(ids.map(() => 'customer'))
  })

  it('names the keys of the counter', () => {
    expect(
      (['help', 'find', 'verify', 'unblock', 'reissue', 'detail', 'stock', 'lock', 'next'] as const).map(capsOf),
    ).toEqual([...['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F9', 'F12', 'Ctrl+N']])
  })
})
